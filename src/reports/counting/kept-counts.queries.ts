import { changed, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertRows } from '../../platform/database/tables.js';
import type { Days } from '../publishing/period.rules.js';
import { ReportPart } from '../publishing/report.entity.js';

/** A part of the time with what was counted in it. */
export type CountedPart = Days & Pick<ReportPart, 'counts'>;

/** What was counted before in exactly these parts. */
export const keptCounts = (tx: Tx, thing: string, parts: readonly Days[]): Promise<CountedPart[]> =>
  rows<CountedPart>(
    tx,
    `
      select p.from_on::text as "from", p.to_on::text as "to", ${columnsOf(ReportPart, 'p', 'counts')}
      from report_part p
      where p.unit = $1
        and (p.from_on, p.to_on) in (select "from", "to" from json_to_recordset($2) as part("from" date, "to" date))`,
    [thing, JSON.stringify(parts)],
  );

/** Keeps what was counted in each part, for ever. */
export const keepCounts = (tx: Tx, thing: string, parts: readonly CountedPart[], countedAt: Date): Promise<number> =>
  insertRows(
    tx,
    ReportPart,
    parts.map(({ from, to, counts }) => ({ unit: thing, fromOn: from, toOn: to, counts, countedAt })),
  );

/** When what people did in these parts was first counted, where it was. */
export const firstCountedAt = (tx: Tx, parts: readonly Days[]): Promise<(Days & Pick<ReportPart, 'countedAt'>)[]> =>
  rows<Days & Pick<ReportPart, 'countedAt'>>(
    tx,
    `
      select p.from_on::text as "from", p.to_on::text as "to", ${columnsOf(ReportPart, 'p', 'countedAt')}
      from report_part p
      where p.unit = 'places'
        and (p.from_on, p.to_on) in (select "from", "to" from json_to_recordset($1) as part("from" date, "to" date))`,
    [JSON.stringify(parts)],
  );

/** What was kept of people who are gone for parts that are counted now: it is in their counts, and needed no more. */
export const letGoOfLeavers = (tx: Tx, thing: string, parts: readonly Days[]): Promise<number> =>
  changed(
    tx,
    `
      delete from leaver_count k
      using json_to_recordset($2) as part("from" date, "to" date)
      where k.unit = $1 and k.days[1] between part."from" and part."to"`,
    [thing, JSON.stringify(parts)],
  );
