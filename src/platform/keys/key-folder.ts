import { Injectable } from '@nestjs/common';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Config } from '../config.js';
import { createDurably, hasCode, isThere, replaceDurably } from './durable-file.js';
import { anHour } from '../calendar.js';
import { KeysOutOfReach } from './master-keys.js';

export interface TokenKeys {
  /**
   * Private Ed25519 keys. The first signs; the second will after the next rotation, so that everybody knows it long
   * before.
   */
  signing: JWK[];
  /** Public keys that signed before, each until the last of its tokens has ended. */
  retired: { key: JWK; until: string }[];
  /** Derives the next refresh token from the last one. It lasts. */
  refreshSecret: string;
}

/** Twice the life of the longest access token. */
const retiredForMs = 2 * anHour;

/** The first thing that a key folder has; without it, it is no key folder. */
export const tokensFile = 'tokens.json';

/**
 * The keys that this installation makes for itself, kept outside the database in files that only the owner may read.
 */
@Injectable()
export class KeyFolder {
  private readonly path: string;
  private lasting?: string;

  constructor({ keysFolder }: Config) {
    this.path = join(keysFolder, tokensFile);
  }

  exists(): Promise<boolean> {
    return isThere(this.path);
  }

  /** Never makes them: where a folder is not mounted, new ones would end every sign-in. */
  async tokenKeys(): Promise<TokenKeys> {
    try {
      return await this.read();
    } catch (error) {
      throw hasCode(error, 'ENOENT') ? new KeysOutOfReach('The token keys are not in the key folder') : error;
    }
  }

  /** Makes the token keys where there are none, which only a start or the operator decides. */
  async makeTokenKeys(): Promise<TokenKeys> {
    if (await this.exists()) return this.read();
    const keys: TokenKeys = {
      signing: [await newSigningKey(), await newSigningKey()],
      retired: [],
      refreshSecret: randomBytes(32).toString('base64url'),
    };
    await createDurably(this.path, JSON.stringify(keys));
    return this.read();
  }

  /**
   * The next key signs from now on, and a new one is made known for the time after it. What was signed before stays
   * good for its whole life.
   */
  async rotateTokenKeys(now: Date): Promise<void> {
    const {
      signing: [last, ...next],
      retired,
      refreshSecret,
    } = await this.makeTokenKeys();
    const still = retired.filter(({ until }) => until > now.toISOString());
    if (last) still.push({ key: publicPart(last), until: new Date(now.getTime() + retiredForMs).toISOString() });
    const keys: TokenKeys = { signing: [...next, await newSigningKey()], retired: still, refreshSecret };
    await replaceDurably(this.path, JSON.stringify(keys));
  }

  /** A lasting secret of this installation for one purpose; knowing one tells nothing about another. */
  async secretFor(purpose: string): Promise<Buffer> {
    this.lasting ??= (await this.tokenKeys()).refreshSecret;
    return createHmac('sha256', this.lasting).update(`purpose:${purpose}`).digest();
  }

  private async read(): Promise<TokenKeys> {
    return {
      retired: [],
      ...(JSON.parse(await readFile(this.path, 'utf8')) as Omit<TokenKeys, 'retired'> & Partial<TokenKeys>),
    };
  }
}

/** What may be shown to everybody. */
export const publicPart = ({ kty, crv, x, kid, alg, use }: JWK): JWK => ({ kty, crv, x, kid, alg, use });

async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'EdDSA', use: 'sig' };
}
