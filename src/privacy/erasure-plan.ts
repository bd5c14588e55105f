import { textOf } from '../catalogues/catalogues.js';
import { monthsLater } from '../platform/calendar.js';
import { type PersonalTable, purposeOf, reasonToKeep } from '../platform/personal/personal-table.js';
import type { ErasurePlanDto } from './erasure.dto.js';
import { personalTables } from './personal-tables.js';

/** What one table has about a person: rows that a rule keeps, and until when; and all others. */
export interface Holding {
  table: string;
  kept: boolean;
  rest: boolean;
  until: string | null;
}

/** Row-level security hides journals here: that there is one is nobody's business, so it is always in the plan. */
const hidden = ({ whenErased }: PersonalTable): boolean =>
  whenErased.fate === 'erased' && whenErased.with === journalKey;
const journalKey = 'the key of the journal';

/** One statement over every declared table; `$1` is the person. */
export const holdings = personalTables
  .filter((table) => !hidden(table))
  .map(({ table, rowsOf, whenErased }) => {
    const retained = whenErased.fate === 'retained';
    const kept = retained ? (whenErased.kept ?? 'true') : 'false';
    const rowsThat = (condition: string) => `from ${table} t where (${rowsOf}) and ${condition}`;
    const until = retained ? `(select max((${whenErased.until})::date)::text ${rowsThat(kept)})` : 'null::text';
    return `
      select '${table}' as "table", exists (select ${rowsThat(kept)}) as kept,
        exists (select ${rowsThat(`not ${kept}`)}) as rest, ${until} as until`;
  })
  .join('\nunion all ');

/** The last day on which the plan itself is kept. */
export const planKeptUntil = (now: Date): string => monthsLater(now.toISOString().slice(0, 10), 8 * 12);

/** What becomes of what is held; of two holdings of one table, the later counts. */
export function planOf(found: readonly Holding[]): ErasurePlanDto {
  const holding = new Map(found.map((each) => [each.table, each]));
  const plan: ErasurePlanDto = {
    erased: [{ what: textOf('records.journal') }],
    anonymised: [],
    retained: [],
  };
  for (const table of personalTables) {
    const here = holding.get(table.table);
    if (!here) continue;
    const { whenErased } = table;
    if (table.staysCounted && here.rest)
      plan.anonymised.push({ what: textOf('records.counts'), because: textOf('records.counts_because') });
    const what = purposeOf(table);
    if (here.rest && whenErased.fate === 'anonymised') plan.anonymised.push({ what, because: reasonToKeep(table) });
    else if (here.rest) plan.erased.push({ what });
    if (here.kept && here.until !== null && whenErased.fate === 'retained')
      plan.retained.push({ what, because: reasonToKeep(table), rule: whenErased.rule, until: here.until });
  }
  return plan;
}
