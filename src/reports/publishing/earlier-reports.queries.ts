import { rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import type { ReportKind } from '../figures.js';
import type { Days } from './period.rules.js';
import type { Publication } from './publication.rules.js';
import { Report } from './report.entity.js';

/** A report that was published before. */
export type EarlierReport = Days & Pick<Report, 'period' | 'hidden'> & { leftOut: Publication['leftOut'] };

/** What was published about days that this period, or something published that reaches into it, has in common. */
export const earlierReportsAround = (tx: Tx, kind: ReportKind, period: Days): Promise<EarlierReport[]> =>
  rows<EarlierReport>(
    tx,
    `
      with recursive around(from_on, to_on) as (
        select $2::date, $3::date
        union
        select least(r.from_on, a.from_on), greatest(r.to_on, a.to_on)
        from around a
        join report r on r.kind = $1 and r.from_on <= a.to_on and r.to_on >= a.from_on
      )
      select ${columnsOf(Report, 'r', 'period', 'hidden')}, r.from_on::text as "from", r.to_on::text as "to",
        r.document::jsonb -> 'leftOut' as "leftOut"
      from report r
      where r.kind = $1
        and r.from_on <= (select max(to_on) from around)
        and r.to_on >= (select min(from_on) from around)
      order by r.made_at, r.id`,
    [kind, period.from, period.to],
  );

/** Parts that were counted before and have days from the first to the last in common. */
export const countedParts = (tx: Tx, { from, to }: Days): Promise<Days[]> =>
  rows<Days>(
    tx,
    `
      select distinct from_on::text as "from", to_on::text as "to"
      from report_part
      where from_on <= $2 and to_on >= $1
      order by 1`,
    [from, to],
  );

/** Every term and year that has days from the first to the last in common. */
export async function termsAndYears(tx: Tx, { from, to }: Days): Promise<Days[]> {
  const terms = await rows<Days>(
    tx,
    `select starts_on::text as "from", ends_on::text as "to" from term where starts_on <= $2 and ends_on >= $1`,
    [from, to],
  );
  const years = await rows<Days>(
    tx,
    `
      select y || '-01-01' as "from", y || '-12-31' as "to"
      from generate_series(extract(year from $1::date)::integer, extract(year from $2::date)::integer) y`,
    [from, to],
  );
  return [...terms, ...years];
}
