import { Injectable } from '@nestjs/common';
import { Policy } from '../../college/policy.dto.js';
import { canSql, placesStillOnSql } from '../../enrolment/enrolments/enrolment.sql.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { instant, wallTime } from '../../platform/database/sql.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { facilitatesSql } from '../../sessions/facilitators/facilitation.sql.js';
import type { RunState } from '../../sessions/runs/run.rules.js';
import { SessionService } from '../../sessions/sessions/session.service.js';
import { ownTitleSql, registerLockDaysSql } from '../../sessions/sessions/session.sql.js';
import type { AgendaItemDto, AgendaQuery } from './agenda.dto.js';
import { joinWindow } from './entitlement.rules.js';
import { runsOf } from './timetable.queries.js';

interface AgendaRow extends Omit<AgendaItemDto, 'can' | 'joinFrom' | 'joinUntil'> {
  takesPart: boolean;
  facilitates: boolean;
  runState: RunState;
  deliveredAt: Date | null;
  coDelivered: boolean | null;
  registerLockDays: number;
  canAsLearner: AgendaItemDto['can'];
  joinable: boolean;
  joinWindowMinutes: number;
}

/** $1 who reads, $2 now, $3 and $4 the days, $5 and $6 the last of the page before, $7 how many and one more, $8 before which nothing ends. */
const agendaPage = `
  select s.id as "sessionId", s.run_id as "runId", c.title as "courseTitle",
    coalesce(${ownTitleSql('s', 'cv')}, c.title) as title, s.state, r.mode,
    case when mine.facilitates then 'facilitator' else 'learner' end as "as", mine.enrolment_id as "enrolmentId",
    ${instant('s.starts_at')} as "startsAt", ${instant('s.ends_at')} as "endsAt", s.time_zone as "timeZone",
    ${wallTime('s.local_start')} as "localStart", ${wallTime('s.local_end')} as "localEnd", v.name as "venueName",
    v.address as "venueAddress", r.state as "runState", mine.facilitates as "takesPart",
    mine.facilitates and ${facilitatesSql('$1', 's.run_id')} as facilitates, s.delivered_at as "deliveredAt",
    s.co_delivered as "coDelivered", ${registerLockDaysSql} as "registerLockDays",
    ${canSql({ state: 'mine.enrolment_state', owner: '$1', runState: 'r.state', reader: '$1', books: 'false' })}
      as "canAsLearner",
    (mine.facilitates or mine.enrolment_state = 'confirmed')
      and s.state in ('published', 'delivered')
      and r.state = 'open'
      and r.mode <> 'in_person'
      and o.join_link is not null as joinable,
    coalesce((select (policy->>'joinWindowMinutes')::integer from college), ${new Policy().joinWindowMinutes})
      as "joinWindowMinutes"
  from (${runsOf(placesStillOnSql('$1', '$8'))}) mine
  join session s on s.run_id = mine.run_id
  join run r on r.id = s.run_id
  join course_version cv on cv.id = r.version_id
  join course c on c.id = cv.course_id
  left join venue v on v.id = coalesce(s.venue_id, r.venue_id) and r.mode <> 'online'
  left join online_room o on o.id = r.online_room_id
  where (mine.facilitates or (s.state <> 'draft' and r.state <> 'draft'))
    and ($3::date is not null or s.ends_at > $2)
    and ($3::date is null or s.local_end::date >= $3)
    and ($4::date is null or s.local_start::date <= $4)
    and ($5::timestamptz is null or (s.starts_at, s.id) > ($5, $6::uuid))
  order by s.starts_at, s.id
  limit $7`;

/** What I attend and what I facilitate, in one ordered list. */
@Injectable()
export class AgendaService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  /** One page of it, in one statement. */
  async mine(actor: Actor, { from, to, cursor, limit }: AgendaQuery): Promise<Page<AgendaItemDto>> {
    const scope = { list: 'agenda', from, to };
    const [startsAt = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const now = this.clock.now();
    const found = await this.database.rows<AgendaRow>(agendaPage, [
      actor.personId,
      now,
      from ?? null,
      to ?? null,
      startsAt,
      id,
      limit + 1,
      endsSince(from, now),
    ]);
    return pageOf(
      found,
      limit,
      scope,
      (item) => [item.startsAt, item.sessionId],
      (item) => this.present(actor, item, now),
    );
  }

  private present(actor: Actor, row: AgendaRow, now: Date): AgendaItemDto {
    const {
      takesPart,
      facilitates,
      runState,
      deliveredAt,
      coDelivered,
      registerLockDays,
      canAsLearner,
      joinable,
      joinWindowMinutes,
      ...item
    } = row;
    const startsAt = new Date(item.startsAt);
    const window = joinable ? joinWindow(startsAt, new Date(item.endsAt), joinWindowMinutes) : null;
    const session = { state: item.state, startsAt, runState, deliveredAt, coDelivered, registerLockDays };
    const asStaff = takesPart ? this.sessions.actions(actor, { assigned: true, facilitates }, session, now) : [];
    return {
      ...item,
      joinFrom: window?.opensAt.toISOString() ?? null,
      joinUntil: window?.closesAt.toISOString() ?? null,
      can: [...asStaff, ...canAsLearner],
    };
  }
}

/** Before which nothing ends that is asked for: a day begins in no zone sooner than a day before it does in UTC. */
const endsSince = (from: string | undefined, now: Date): Date => (from ? new Date(Date.parse(from) - 86_400_000) : now);
