import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CryptoKey, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { createHmac } from 'node:crypto';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { KeyFolder } from '../platform/keys/key-folder.js';
import { newId } from '../platform/ids.js';
import { sharedComputerLife } from './refresh.rules.js';

const usualSeconds = 600;
const audience = 'recovery-college-api';

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
  /** Whether it is a computer that others use too; its token is all there is, and the idle time ends the sign-in behind it. */
  shared: boolean;
}

/** Short access tokens (JWT, EdDSA). They name a person and a sign-in, and nothing else; rights are read from the database. */
@Injectable()
export class AccessTokens implements OnModuleInit {
  private signing: { key: CryptoKey | Uint8Array; kid: string };
  private readonly verifying = new Map<string, CryptoKey | Uint8Array>();
  private publicKeys: JWK[] = [];
  private refreshSecret: string;

  constructor(
    private readonly folder: KeyFolder,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    const keys = await this.folder.tokenKeys();
    this.refreshSecret = keys.refreshSecret;
    for (const { d, ...open } of keys.signing) {
      this.publicKeys.push(open);
      this.verifying.set(open.kid ?? '', await importJWK(open, 'EdDSA'));
      this.signing ??= { key: await importJWK({ ...open, d }, 'EdDSA'), kid: open.kid ?? '' };
    }
  }

  /** The public keys, for whoever wants to verify (RFC 7517). */
  get jwks(): { keys: JWK[] } {
    return { keys: this.publicKeys };
  }

  async issue({ personId, signInId, authenticatedAt, withFactor, shared }: Proof): Promise<AccessToken> {
    const accessTokenSeconds = shared ? sharedComputerLife.atMost / 1000 : usualSeconds;
    const now = secondsOf(this.clock.now());
    const how = withFactor ? { acr: '2', amr: ['pwd', 'otp', 'mfa'] } : { acr: '1', amr: ['pwd'] };
    const accessToken = await new SignJWT({ sid: signInId, auth_time: secondsOf(authenticatedAt), ...how })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: this.signing.kid })
      .setIssuer(this.config.publicUrl)
      .setAudience(audience)
      .setSubject(personId)
      .setJti(newId())
      .setIssuedAt(now)
      .setExpirationTime(now + accessTokenSeconds)
      .sign(this.signing.key);
    return { accessToken, accessTokenSeconds };
  }

  /** Answers the sign-in that the token names, or throws a jose error. Signature, type, issuer, audience and time are checked. */
  async verify(token: string): Promise<{ personId: string; signInId: string }> {
    const { payload } = await jwtVerify(token, ({ kid }) => this.keyOf(kid), {
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      issuer: this.config.publicUrl,
      audience,
      requiredClaims: ['sub', 'sid', 'exp'],
      currentDate: this.clock.now(),
    });
    return { personId: String(payload.sub), signInId: String(payload['sid']) };
  }

  /** The next refresh token follows from the last one, so that a client which lost the answer gets the same again. */
  successorOf(refreshToken: string): string {
    return createHmac('sha256', this.refreshSecret).update(refreshToken).digest('base64url');
  }

  private keyOf(kid: string | undefined): CryptoKey | Uint8Array {
    const key = this.verifying.get(kid ?? '');
    if (!key) throw new Error('Unknown key');
    return key;
  }
}

const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1000);
