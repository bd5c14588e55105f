import { advisesLearner } from '../plans/learning-plan.queries.js';
import { columnsOf } from '../../platform/database/tables.js';
import type { MeasuredWithDto } from './measurement.dto.js';
import { facilitatesForSql, hasPlaceSql } from '../../enrolment/enrolments/enrolment.sql.js';
import { Measurement } from './measurement.entity.js';
import type { RunTimes } from './measurement.rules.js';

const own = [
  'id',
  'personId',
  'occasion',
  'runId',
  'state',
  'offeredAt',
  'answeredAt',
  'mode',
  'raw',
  'keyId',
  'version',
] as const;

export interface MeasurementRow extends RunTimes, Pick<Measurement, (typeof own)[number]> {
  instrument: MeasuredWithDto;
  metric: number | null;
  /** That of its run. */
  timeZone: string | null;
}

const runTimes = (run: string) => `
  left join lateral (
    select (array_agg(s.ends_at order by s.starts_at, s.id))[1] as first_end, max(s.starts_at) as last_start,
      max(s.ends_at) as last_end
    from session s
    where s.run_id = ${run} and s.state <> 'cancelled'
  ) t on true`;
const times = 't.first_end as "firstEnd", t.last_start as "lastStart", t.last_end as "lastEnd"';

export const timesOfRun = `select ${times} from run r ${runTimes('r.id')} where r.id = $1`;

/**
 * Whether a grant lets $2 read at this time, who still is what they were given it as: a facilitator or the advisor of
 * the learner.
 */
const granted = (
  now: string,
) => `(exists (select from measurement_grant g where g.measurement_id = m.id and g.reader_id = $2 and g.ended_at is null and g.until > ${now})
  and (${facilitatesForSql('$2', 'm.person_id')} or ${advisesLearner('$2', 'm.person_id')}))`;

const measurements = `
  select ${columnsOf(Measurement, 'm', ...own)}, m.metric::float8 as metric, ${times},
    (select r.time_zone from run r where r.id = m.run_id) as "timeZone",
    json_build_object(
      'id', i.id, 'code', i.code, 'edition', i.edition, 'name', i.name, 'copyrightStatement', i.copyright_statement
    ) as instrument
  from measurement m
  join instrument i on i.id = m.instrument_id ${runTimes('m.run_id')}`;

/** $1 id, $2 who asks, $3 now: mine, or shared with me. */
export const oneMeasurement = `${measurements} where m.id = $1 and (m.person_id = $2 or ${granted('$3')})`;

/**
 * $1 before this id or null, $2 who asks, $3 limit; of mine, $4 only what was not answered before, or null; of those
 * shared with me, $4 now.
 */
export const myMeasurements = `
  ${measurements}
  where m.person_id = $2
    and ($1::uuid is null or m.id < $1)
    and ($4::timestamptz is null or m.answered_at is null or m.answered_at >= $4)
  order by m.id desc
  limit $3`;
export const measurementsSharedWithMe = `
  ${measurements}
  where ${granted('$4')} and ($1::uuid is null or m.id < $1)
  order by m.id desc
  limit $3`;

/**
 * Offers to everybody with a place who was not offered it before, whatever they answered. $1 run, $2 instrument, $3
 * occasion, $4 now, $5 ids.
 */
export const offerToAll = `
  insert into measurement (id, person_id, instrument_id, occasion, run_id, offered_at)
  select one.id, one.person_id, $2, $3, $1, $4
  from json_to_recordset($5) as one(id uuid, person_id uuid)
  on conflict (person_id, instrument_id, occasion, run_id)
  where occasion <> 'adhoc'
  do nothing`;

export const hasPlace = `
  select 1 as one
  from enrolment
  where run_id = $1 and person_id = $2 and ${hasPlaceSql('state')}`;
export const placesOfRun = `
  select person_id as "personId"
  from enrolment
  where run_id = $1 and ${hasPlaceSql('state')}
  order by person_id`;

/** What one response is bound to, so that it opens nowhere else. */
export const aboutResponse = (measurementId: string, item: number): string[] => [
  'measurement 1',
  measurementId,
  String(item),
];
