import { changed, rows, type Tx } from '../../platform/database/sql.js';
import type { Days } from '../publishing/period.rules.js';
import type { CountedRow } from './counted-thing.js';

/** A part of the time with what was counted in it. */
export interface CountedPart extends Days {
  counts: CountedRow[];
}

/** What was counted before in exactly these parts. */
export const keptCounts = (tx: Tx, thing: string, parts: readonly Days[]): Promise<CountedPart[]> =>
  rows<CountedPart>(
    tx,
    `
      select from_on::text as "from", to_on::text as "to", counts
      from report_part
      where unit = $1
        and (from_on, to_on) in (select "from", "to" from json_to_recordset($2) as part("from" date, "to" date))`,
    [thing, JSON.stringify(parts)],
  );

/** Keeps what was counted in each part, for ever. */
export const keepCounts = (tx: Tx, thing: string, parts: readonly CountedPart[], countedAt: Date): Promise<number> =>
  changed(
    tx,
    `
      insert into report_part (unit, from_on, to_on, counts, counted_at)
      select $1, "from", "to", counts, $3
      from json_to_recordset($2) as part("from" date, "to" date, counts jsonb)`,
    [thing, JSON.stringify(parts), countedAt],
  );

/** When what people did in these parts was first counted, where it was. */
export const firstCountedAt = (tx: Tx, parts: readonly Days[]): Promise<(Days & { asOf: Date })[]> =>
  rows<Days & { asOf: Date }>(
    tx,
    `
      select from_on::text as "from", to_on::text as "to", counted_at as "asOf"
      from report_part
      where unit = 'places'
        and (from_on, to_on) in (select "from", "to" from json_to_recordset($1) as part("from" date, "to" date))`,
    [JSON.stringify(parts)],
  );
