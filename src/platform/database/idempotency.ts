import type { Doer } from '../actor.js';
import { refuse } from '../errors/refusal.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { row, changed, type Tx } from './sql.js';
import { columnsOf } from './tables.js';
import { platformRefusals } from '../errors/platform.refusals.js';

/** For how long a retry key is remembered. */
const rememberedMs = 24 * 3_600_000;

/**
 * Claims the retry key inside the effect's own transaction. Answers undefined when the effect must run now, or the id
 * of the earlier effect. A twin that is still running gets 409 with Retry-After; the same key with another body 422.
 */
export async function firstTimeOrReplay(tx: Tx, { personId, call }: Doer, now: Date): Promise<string | undefined> {
  const retry = call.retryKey;
  if (!retry || !personId) return undefined;
  const found = await row<{ mine: boolean } & Partial<Pick<IdempotencyKey, 'fingerprint' | 'resourceId'>>>(
    tx,
    `
      select claim.mine, ${columnsOf(IdempotencyKey, 'k', 'fingerprint', 'resourceId')}
      from (select pg_try_advisory_xact_lock(hashtextextended($6, 0)) as mine) claim
      left join idempotency_key k
        on person_id = $1 and method = $2 and path = $3 and key = $4 and created_at > $5`,
    [
      personId,
      retry.method,
      retry.path,
      retry.key,
      rememberedSince(now),
      [personId, retry.method, retry.path, retry.key].join(' '),
    ],
  );
  if (!found?.mine) throw refuse(platformRefusals.idempotency_in_progress, { retryAfter: 1 });
  if (!found.resourceId) return undefined;
  if (found.fingerprint !== retry.fingerprint) throw refuse(platformRefusals.idempotency_key_reused);
  call.replayed = true;
  return found.resourceId;
}

/**
 * Stores what the effect made; never a body. A twin that ended between the look for its effect and the claim is met
 * here at the latest: this effect is undone, and the next try finds the other.
 */
export async function rememberEffect(tx: Tx, { personId, call }: Doer, resourceId: string, now: Date): Promise<void> {
  const retry = call.retryKey;
  if (!retry || !personId) return;
  const kept = await changed(
    tx,
    `
      insert into idempotency_key as k (person_id, method, path, key, fingerprint, resource_id, created_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (person_id, method, path, key)
      do update set fingerprint = excluded.fingerprint, resource_id = excluded.resource_id, created_at = excluded.created_at
      where k.created_at <= $8`,
    [personId, retry.method, retry.path, retry.key, retry.fingerprint, resourceId, now, rememberedSince(now)],
  );
  if (kept === 0) throw new LostRace();
}

/** To be done again from its beginning. */
class LostRace extends Error {
  readonly code = '40001';
}

const rememberedSince = (now: Date): Date => new Date(now.getTime() - rememberedMs);
