import { sqlStateOf } from '../platform/errors/database-faults.js';
import type { InvariantDto } from './operations.dto.js';
import type { Invariant } from './invariant.js';
import { invariants } from './invariants.js';

type Query = (text: string, values: unknown[]) => Promise<{ violations: number; examples: string[] }[]>;

/**
 * Looks whether every promise holds, one statement each; writes nothing. One that cannot be checked hides no other: it is
 * named as not checked, with the code of what went wrong.
 */
export async function checkInvariants(
  query: Query,
  now: Date,
  promises: readonly Invariant[] = invariants,
): Promise<InvariantDto[]> {
  const found: InvariantDto[] = [];
  for (const { code, says, broken } of promises) {
    const statement = `
      with moment as (select $1::timestamptz as now)
      select count(*)::integer as violations,
        coalesce((array_agg(b.id::text order by b.id))[1:10], '{}') as examples
      from (${broken}) b`;
    try {
      const [row] = await query(statement, [now]);
      found.push({ code, says, violations: row?.violations ?? 0, examples: row?.examples ?? [], notChecked: null });
    } catch (error) {
      found.push({ code, says, violations: 0, examples: [], notChecked: sqlStateOf(error) ?? 'failed' });
    }
  }
  return found;
}

/** A promise that was not checked is not known to hold. */
export const isKept = ({ violations, notChecked }: InvariantDto): boolean => violations === 0 && notChecked === null;
