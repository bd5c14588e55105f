import { Injectable } from '@nestjs/common';
import { isOnRunSql } from '../../enrolment/enrolments/enrolment.sql.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { assignedSql } from '../../sessions/facilitators/facilitation.sql.js';
import type { DeliveryMode } from '../../sessions/runs/run.rules.js';

interface PlanRow {
  courseTitle: string;
  cancelled: boolean;
  timeZone: string;
  offeredUntil: Date | null;
  bookingClosesAt: Date | null;
  mode: DeliveryMode;
  dates: { startsAt: string; endsAt: string; timeZone: string; place: string | null; cancelled: boolean }[];
}

/**
 * How a run stands to whom it concerns. $1 the person, $2 now, $3 the run, a session of it or the person's own enrolment.
 * A session that is named so is among the dates also when it is cancelled.
 */
const planNow = `
  select c.title as "courseTitle", r.state = 'cancelled' as cancelled, r.time_zone as "timeZone", r.mode,
    mine.offered_until as "offeredUntil", case when mine.waits then r.booking_closes_at end as "bookingClosesAt",
    coalesce(
      (
        select json_agg(
          json_build_object(
            'startsAt', s.starts_at, 'endsAt', s.ends_at, 'timeZone', s.time_zone, 'cancelled', s.state = 'cancelled',
            'place', concat_ws(', ', v.name, v.address)
          )
          order by s.starts_at, s.id
        )
        from session s
        left join venue v on v.id = coalesce(s.venue_id, r.venue_id)
        where s.run_id = r.id
          and s.published_at is not null
          and s.ends_at > $2
          and (s.state = 'published' or s.id = about.id)
      ),
      '[]'
    ) as dates
  from (select) asked
  left join session about on about.id = $3
  left join enrolment own on own.id = $3 and own.person_id = $1
  join run r on r.id = coalesce(about.run_id, own.run_id, $3)
  join course_version cv on cv.id = r.version_id
  join course c on c.id = cv.course_id
  left join lateral (
    select max(e.offer_expires_at) filter (where e.state = 'offered' and e.offer_expires_at > $2) as offered_until,
      bool_or(e.state in ('requested', 'waitlisted')) as waits
    from enrolment e
    where e.run_id = r.id and e.person_id = $1 and ${isOnRunSql('e.state')}
    having count(*) > 0
  ) mine on true
  where mine.waits is not null or own.state = 'cancelled_by_college' or ${assignedSql('$1', 'r.id')}`;

/** How a run stands now for who reads that it changed: what, when, where, and until when they can answer (BR-180). */
@Injectable()
export class PlansNowService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The run that this is about; undefined where it does not concern the person, or not any more. */
  async of(personId: string, subjectId: string) {
    const found = await this.database.row<PlanRow>(planNow, [personId, this.clock.now(), subjectId]);
    return found && present(found);
  }
}

const present = ({ mode, dates, ...plan }: PlanRow) => ({
  ...plan,
  dates: dates.map(({ startsAt, endsAt, place, ...date }) => ({
    ...date,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    place: mode === 'online' || place === '' ? null : place,
    online: mode === 'online' || mode === 'hybrid',
  })),
});
