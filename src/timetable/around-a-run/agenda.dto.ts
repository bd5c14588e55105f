import { IsIn } from 'class-validator';
import { enrolmentActions } from '../../enrolment/enrolments/enrolment.dto.js';
import { LocalDate, Omittable } from '../../platform/http/dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { deliveryModes, type DeliveryMode } from '../../sessions/runs/run.rules.js';
import { sessionActs } from '../../sessions/sessions/session.dto.js';
import { sessionStates, type SessionState } from '../../sessions/sessions/session.rules.js';

/** Which part of the agenda. */
export class AgendaQuery extends PageQuery {
  /** First day, where each session takes place. Default: what has not ended yet. @example 2027-01-11 */
  @Omittable() @LocalDate() from?: string;
  /** Last day, where each session takes place. @example 2027-01-17 */
  @Omittable() @LocalDate() to?: string;
}

export const agendaParts = ['learner', 'facilitator'] as const;
export const agendaActs = [...sessionActs, ...enrolmentActions] as const;

/** A session that I attend or facilitate. */
export class AgendaItemDto {
  /** The session. */
  sessionId: string;
  /** The run. */
  runId: string;
  /** Title of the course. */
  courseTitle: string;
  /** Title of the session. */
  title: string;
  /** My enrolment, where I have a place on the run. */
  enrolmentId: string | null;
  /** Whether I attend or facilitate it. */
  @IsIn(agendaParts) as: (typeof agendaParts)[number];
  /** Where it stands. */
  @IsIn(sessionStates) state: SessionState;
  /** How people meet. */
  @IsIn(deliveryModes) mode: DeliveryMode;
  /** Start (RFC 3339, UTC). */
  startsAt: string;
  /** End (RFC 3339, UTC). */
  endsAt: string;
  /** IANA time zone of the place. */
  timeZone: string;
  /** Start as a wall there shows it. */
  localStart: string;
  /** End as a wall there shows it. */
  localEnd: string;
  /** Name of the venue, in person. */
  venueName: string | null;
  /** Address of the venue, in person. */
  venueAddress: string | null;
  /** From when on `GET /sessions/{id}/joining` answers the link (RFC 3339, UTC); null where there is none to get. */
  joinFrom: string | null;
  /** Until when it does (RFC 3339, UTC). */
  joinUntil: string | null;
  /**
   * What I may do now: with the session where I facilitate it, `edit`, `publish`, `reschedule`, `cancel`, `deliver`,
   * `debrief`; with my enrolment, `withdraw`, `transfer`.
   */
  @IsIn(agendaActs, { each: true }) can: (typeof agendaActs)[number][];
}

/** My agenda, by start. */
export class AgendaPage extends PageOf(AgendaItemDto) {}
