import { hash } from 'node:crypto';
import { rows, type Tx } from '../platform/database/sql.js';

/** 256 random bits need no slow hash. */
export const hashOfToken = (token: string): Buffer => hash('sha256', token, 'buffer');

export async function keepRefreshToken(tx: Tx, { signInId, generation, token, issuedAt }: { signInId: string; generation: number; token: string; issuedAt: Date }): Promise<void> {
  await rows(tx, 'insert into refresh_token (hash, sign_in_id, generation, issued_at) values ($1, $2, $3, $4)', [hashOfToken(token), signInId, generation, issuedAt]);
}
