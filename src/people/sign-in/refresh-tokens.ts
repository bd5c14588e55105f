import { rows, type Tx } from '../../platform/database/sql.js';
import { hashOfSecret } from '../../platform/secrets.js';

export async function keepRefreshToken(
  tx: Tx,
  { signInId, generation, token, issuedAt }: { signInId: string; generation: number; token: string; issuedAt: Date },
): Promise<void> {
  await rows(tx, 'insert into refresh_token (hash, sign_in_id, generation, issued_at) values ($1, $2, $3, $4)', [
    hashOfSecret(token),
    signInId,
    generation,
    issuedAt,
  ]);
}
