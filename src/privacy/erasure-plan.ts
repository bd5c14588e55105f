import { textOf } from '../catalogues/catalogues.js';
import { type PersonalTable, purposeOf, reasonToKeep } from '../platform/personal/personal-table.js';
import type { ErasurePlanDto } from './erasure.dto.js';
import { personalTables } from './personal-tables.js';

/** How much of one table is about a person, and until when a rule keeps it. */
export interface Holding {
  table: string;
  held: boolean;
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
    const until =
      whenErased.fate === 'retained'
        ? `(select max((${whenErased.until})::date)::text from ${table} t where ${rowsOf})`
        : 'null::text';
    return `select '${table}' as "table", exists (select from ${table} t where ${rowsOf}) as held, ${until} as until`;
  })
  .join('\nunion all ');

/** What becomes of what is held; said once for each purpose. */
export function planOf(found: readonly Holding[]): ErasurePlanDto {
  const holding = new Map(found.filter(({ held }) => held).map((each) => [each.table, each]));
  const plan: ErasurePlanDto = {
    erased: [{ what: textOf('records.journal') }],
    anonymised: [],
    retained: [],
  };
  for (const table of personalTables) {
    const here = holding.get(table.table);
    if (!here) continue;
    const { whenErased } = table;
    const what = purposeOf(table);
    if (whenErased.fate === 'erased') plan.erased.push({ what });
    else if (whenErased.fate === 'anonymised') plan.anonymised.push({ what, because: reasonToKeep(table) });
    else plan.retained.push({ what, because: reasonToKeep(table), rule: whenErased.rule, until: here.until });
  }
  return plan;
}
