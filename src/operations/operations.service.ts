import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { checkInvariants, isKept } from './invariant-check.js';
import type { InvariantReportDto, TimeZoneReportDto } from './operations.dto.js';
import { firstDifference, type ZoneOffsets } from './time-zone-agreement.rules.js';

/** $1 from when on: every zone in which something is planned, with its offsets for two years. */
const offsetsInUse = `
  select z.name as "timeZone",
    array_agg(
      (extract(epoch from (d.moment at time zone n.name) - (d.moment at time zone 'UTC')) / 60)::float8 order by d.moment
    ) as offsets
  from (
    select time_zone as name from college
    union select time_zone from venue
    union select time_zone from run where state in ('draft', 'open')
    union select time_zone from session where state in ('draft', 'published')
  ) z
  left join pg_timezone_names n on n.name = z.name
  cross join generate_series($1::timestamptz, $1::timestamptz + interval '2 years', interval '1 day') as d (moment)
  group by z.name
  order by z.name`;

/** What those who run the system look at. */
@Injectable()
export class OperationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whether every promise that SQL can check holds now. */
  async invariants(): Promise<InvariantReportDto> {
    const now = this.clock.now();
    const found = await checkInvariants((text, values) => this.database.rows(text, values), now);
    return {
      checkedAt: now.toISOString(),
      holds: found.every(isKept),
      invariants: found,
    };
  }

  /** Whether both lists of time zones say the same for two years, in every zone in use (BR-178). */
  async timeZones(): Promise<TimeZoneReportDto> {
    const now = this.clock.now();
    const found = await this.database.rows<ZoneOffsets>(offsetsInUse, [now]);
    const differences = found.flatMap(({ timeZone, offsets }) => {
      const firstDay = firstDifference({ timeZone, offsets }, now);
      return firstDay === undefined ? [] : [{ timeZone, firstDay }];
    });
    return { checkedAt: now.toISOString(), agrees: differences.length === 0, differences };
  }
}
