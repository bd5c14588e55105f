import type { InvariantDto } from './operations.dto.js';
import type { Invariant } from './invariant.js';
import { invariants } from './invariants.js';

type Query = (text: string, values: unknown[]) => Promise<{ violations: number; examples: string[] }[]>;

/** Looks whether every promise holds, one statement each; writes nothing. */
export async function checkInvariants(
  query: Query,
  now: Date,
  promises: readonly Invariant[] = invariants,
): Promise<InvariantDto[]> {
  const found: InvariantDto[] = [];
  for (const { code, says, broken } of promises) {
    const [row] = await query(
      `
        with moment as (select $1::timestamptz as now)
        select count(*)::integer as violations,
          coalesce((array_agg(b.id::text order by b.id))[1:10], '{}') as examples
        from (${broken}) b`,
      [now],
    );
    found.push({ code, says, violations: row?.violations ?? 0, examples: row?.examples ?? [] });
  }
  return found;
}
