import {
  facilitatesSql,
  isFacilitationSql,
  withinRosterDaysSql,
} from '../../sessions/facilitators/facilitation.sql.js';
import { contactOf, peopleDays } from '../register/register.queries.js';
import { dateAt, workingDaysLater } from '../../platform/calendar.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { WelfareFollowUp } from './welfare-follow-up.entity.js';

const own = [
  'id',
  'enrolmentId',
  'sessionId',
  'trigger',
  'state',
  'openedAt',
  'dueAt',
  'conversationOffered',
  'firstSessionMissed',
  'version',
] as const;

/** What a follow-up says of itself. */
export type OwnColumns = Pick<WelfareFollowUp, (typeof own)[number]>;

/** The same time of day in a zone, by the rules of the database, once so many working days have passed (BR-57). */
export async function sameTimeWorkingDaysLater(
  tx: Tx,
  now: Date,
  days: number,
  timeZone: string,
  closed: ReadonlySet<string>,
): Promise<Date> {
  const found = await row<{ dueAt: Date }>(
    tx,
    'select ($2::date + ($1::timestamptz at time zone $3)::time) at time zone $3 as "dueAt"',
    [now, workingDaysLater(dateAt(now, timeZone), days, closed), timeZone],
  );
  if (!found) throw new Error('A moment always answers');
  return found.dueAt;
}

/** Follow-ups with what decides about them. $1 is the person who asks; the caller adds the condition. */
export const followUps = `
  select ${columnsOf(WelfareFollowUp, 'f', ...own)}, e.run_id as "runId", e.person_id as "personId",
    p.chosen_name as "chosenName",
    (
      select count(*)::integer
      from attendance a
      where a.enrolment_id = f.enrolment_id and a.state = 'dna'
    ) as "absencesInRun",
    ${contactOf('e.person_id')} as contact,
    coalesce(
      (
        select json_agg(
          json_build_object('at', t.at, 'by', t.by, 'channel', t.channel, 'outcome', t.outcome)
          order by t.at, t.id
        )
        from welfare_attempt t
        where t.follow_up_id = f.id
      ),
      '[]'
    ) as attempts,
    ${facilitatesSql('$1', 'e.run_id')} as facilitates, ${peopleDays('e.run_id')}
  from welfare_follow_up f
  join enrolment e on e.id = f.enrolment_id
  join person p on p.id = e.person_id`;

/**
 * Whose follow-ups one may list: one's own and those of one's runs are found from there. $1 who asks, $2 whether they
 * coordinate, $3 now.
 */
export const visibleFollowUps = `
  ($2 or f.enrolment_id = any (array(
    select mine.id
    from enrolment mine
    where mine.person_id = $1
    union all
    select theirs.id
    from facilitator_assignment part
    join enrolment theirs on theirs.run_id = part.run_id
    where part.person_id = $1
      and ${isFacilitationSql('part')}
      and ${withinRosterDaysSql('part.run_id', '$3::timestamptz')}
  )))`;
