import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { type CryptoKey, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { createHmac } from 'node:crypto';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { KeyFolder, publicPart } from '../../platform/keys/key-folder.js';
import { newId } from '../../platform/ids.js';
import { sharedComputerLife } from './refresh.rules.js';

const usualSeconds = 600;
const audience = 'recovery-college-api';
const algorithm = 'EdDSA';

/** How old what was read of the key folder may be; a key that nobody knows is worth another look. */
const freshMs = 10_000;
const unknownKeyMs = 1_000;

type VerifyingKey = CryptoKey | Uint8Array;

interface Keys {
  signing: { key: VerifyingKey; kid: string };
  verifying: ReadonlyMap<string, VerifyingKey>;
  open: JWK[];
  refreshSecret: string;
  readAt: number;
}

export interface AccessToken {
  accessToken: string;
  accessTokenSeconds: number;
}

/** What a token says: who, through which sign-in, and how and when they proved it. */
export interface Proof {
  personId: string;
  signInId: string;
  authenticatedAt: Date;
  withFactor: boolean;
  /**
   * Whether it is a computer that others use too; its token is all there is, and the idle time ends the sign-in behind
   * it.
   */
  shared: boolean;
}

/**
 * Short access tokens (JWT, EdDSA). They name a person and a sign-in, and nothing else; rights are read from the
 * database.
 */
@Injectable()
export class AccessTokens implements OnModuleInit {
  private keys: Keys;

  constructor(
    private readonly folder: KeyFolder,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    this.keys = await this.read();
  }

  /** The public keys, for whoever wants to verify (RFC 7517). */
  async jwks(): Promise<{ keys: JWK[] }> {
    return { keys: (await this.keysNoOlderThan(freshMs)).open };
  }

  async issue({ personId, signInId, authenticatedAt, withFactor, shared }: Proof): Promise<AccessToken> {
    const accessTokenSeconds = shared ? sharedComputerLife.atMost / 1000 : usualSeconds;
    const now = secondsOf(this.clock.now());
    const { signing } = await this.keysNoOlderThan(freshMs);
    const how = withFactor ? { acr: '2', amr: ['pwd', 'otp', 'mfa'] } : { acr: '1', amr: ['pwd'] };
    const accessToken = await new SignJWT({ sid: signInId, auth_time: secondsOf(authenticatedAt), ...how })
      .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: signing.kid })
      .setIssuer(this.config.publicUrl)
      .setAudience(audience)
      .setSubject(personId)
      .setJti(newId())
      .setIssuedAt(now)
      .setExpirationTime(now + accessTokenSeconds)
      .sign(signing.key);
    return { accessToken, accessTokenSeconds };
  }

  /** Answers the sign-in that the token names, or throws. Signature, type, issuer, audience and time are checked. */
  async verify(token: string): Promise<{ personId: string; signInId: string }> {
    const { payload } = await jwtVerify(token, ({ kid }) => this.keyOf(kid), {
      algorithms: [algorithm],
      typ: 'at+jwt',
      issuer: this.config.publicUrl,
      audience,
      requiredClaims: ['sub', 'sid', 'exp'],
      currentDate: this.clock.now(),
    });
    const { sub: personId, sid: signInId } = payload;
    if (!isUUID(personId) || !isUUID(signInId)) throw new Error('Not a token of a sign-in');
    return { personId: String(personId), signInId: String(signInId) };
  }

  /** The next refresh token follows from the last one, so that a client which lost the answer gets the same again. */
  successorOf(refreshToken: string): string {
    return createHmac('sha256', this.keys.refreshSecret).update(refreshToken).digest('base64url');
  }

  private async keyOf(kid = ''): Promise<VerifyingKey> {
    const key =
      (await this.keysNoOlderThan(freshMs)).verifying.get(kid) ??
      (await this.keysNoOlderThan(unknownKeyMs)).verifying.get(kid);
    if (!key) throw new Error('Unknown key');
    return key;
  }

  /** A rotation takes effect without a restart. A folder that is out of reach signs nobody out: the keys are known. */
  private async keysNoOlderThan(ms: number): Promise<Keys> {
    if (Math.abs(this.clock.now().getTime() - this.keys.readAt) > ms)
      this.keys = await this.read().catch(() => this.keys);
    return this.keys;
  }

  private async read(): Promise<Keys> {
    const readAt = this.clock.now().getTime();
    const {
      signing: [first, ...next],
      retired,
      refreshSecret,
    } = await this.folder.tokenKeys();
    if (!first) throw new Error('The file of token keys is empty');
    const open = [
      first,
      ...next,
      ...retired.filter(({ until }) => until > new Date(readAt).toISOString()).map(({ key }) => key),
    ].map(publicPart);
    const verifying = new Map<string, VerifyingKey>();
    for (const key of open) verifying.set(key.kid ?? '', await importJWK(key, algorithm));
    return {
      signing: { key: await importJWK(first, algorithm), kid: first.kid ?? '' },
      verifying,
      open,
      refreshSecret,
      readAt,
    };
  }
}

const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1000);
