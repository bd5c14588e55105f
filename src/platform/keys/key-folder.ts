import { Injectable } from '@nestjs/common';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Config } from '../config.js';

export interface TokenKeys {
  /** Private Ed25519 keys; the first signs, all verify. */
  signing: JWK[];
  /** Derives the next refresh token from the last one. */
  refreshSecret: string;
}

/** The keys that this installation makes for itself, kept outside the database in files that only the owner may read. */
@Injectable()
export class KeyFolder {
  constructor(private readonly config: Config) {}

  /** Reads the token keys; makes them at the very first start. */
  async tokenKeys(): Promise<TokenKeys> {
    const path = join(this.config.keysFolder, 'tokens.json');
    try {
      return JSON.parse(await readFile(path, 'utf8')) as TokenKeys;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    const keys = { signing: [await newSigningKey(), await newSigningKey()], refreshSecret: randomBytes(32).toString('base64url') };
    await mkdir(this.config.keysFolder, { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, JSON.stringify(keys), { mode: 0o600 });
    await rename(draft, path);
    await chmod(path, 0o600);
    return keys;
  }

  /** A lasting secret of this installation for one purpose; knowing one tells nothing about another. */
  async secretFor(purpose: string): Promise<Buffer> {
    return createHmac('sha256', (await this.tokenKeys()).refreshSecret).update(`purpose:${purpose}`).digest();
  }
}

async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'EdDSA', use: 'sig' };
}
