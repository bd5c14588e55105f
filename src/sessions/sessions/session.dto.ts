import { RefusedWhen } from '../../platform/errors/refused-when.decorator.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import {
  Clearable,
  Instant,
  IsIdField,
  LocalDate,
  LocalDateTime,
  Omittable,
  PlainText,
} from '../../platform/http/dto.js';
import { BatchBody, BatchDto, BatchRowDto } from '../../platform/batches/batch.dto.js';
import { datedOrders, type DatedOrder, LongListQuery } from '../../platform/http/page-query.dto.js';
import { CountedPageOf } from '../../platform/http/pagination.js';
import { type MarkChoice, markChoices, sessionStates, type SessionState } from './session.rules.js';
import { type Occurrence, occurrences } from './wall-time.rules.js';
import { type DeliveryRole, deliveryRoles } from '../facilitators/facilitator.rules.js';
import { RunVenueDto } from '../venues/venue.dto.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto, NamedSessionDto } from '../../platform/names/named.dto.js';

/** Both as walls show them. Of two times that a wall shows twice, only the database knows which comes first. */
const EndAfterStart = RefusedWhen<Partial<SessionTimes>>(
  ['localStart', 'localEnd', 'endOccurrence'],
  ({ localStart, localEnd, endOccurrence }) =>
    localStart !== undefined && localEnd !== undefined && endOccurrence === undefined && localEnd <= localStart
      ? { code: sessionsRefusals.session_ends_before_start, field: 'localEnd' }
      : undefined,
);

/** Which sessions of a run to list. */
export class SessionQuery extends LongListQuery {}

/** Which sessions of the college to list. */
export class SessionsQuery extends LongListQuery {
  /** First day on which they begin, where each takes place. Default: today at the college; none where the latest
   * come first. @example 2027-01-11 */
  @Omittable() @LocalDate() from?: string;
  /** Last day on which they begin. @example 2027-01-17 */
  @Omittable() @LocalDate() to?: string;
  /** Only those at this venue. */
  @Omittable() @IsIdField() venueId?: string;
  /** Only those of runs that this person accepted to facilitate or to watch. */
  @Omittable() @IsIdField() facilitatorId?: string;
  /** Only those in this state. */
  @Omittable() @IsIn(sessionStates) state?: SessionState;
  /** By start. */
  @Omittable() @IsIn(datedOrders) sort: DatedOrder = 'soonest';
}

/** Somebody who works on a session. */
export class SessionFacilitatorDto {
  /** Who. */
  personId: string;
  /** Their chosen name. */
  chosenName: string | null;
  /** As what. */
  @IsIn(deliveryRoles) deliveryRole: DeliveryRole;
}

/** When a session takes place, as a wall at that place shows it. */
@EndAfterStart
export class SessionTimes {
  /** Start on the wall. @example 2027-01-12T10:00 */
  @LocalDateTime() localStart: string;
  /** End on the wall. @example 2027-01-12T12:00 */
  @LocalDateTime() localEnd: string;
  /** Which one is meant when the clocks go back and show the start twice. */
  @Omittable() @IsIn(occurrences) startOccurrence?: Occurrence;
  /** Which one is meant when the clocks go back and show the end twice. */
  @Omittable() @IsIn(occurrences) endOccurrence?: Occurrence;
}

/** A new session of a run, as a draft. */
export class SessionBody extends SessionTimes {
  /** It was held already, within the days for which a register stays open (BR-222). Default: false. */
  @Omittable() @IsBoolean() recordedAsHeld?: boolean;
  /** Title, where it differs from the course's. At most 200 characters. */
  @Omittable() @PlainText(200) title?: string;
  /**
   * Which planned session of the course version it holds, by its order; null for an extra meeting. Default: the first
   * that no session of the run holds which was not cancelled, else null.
   */
  @Clearable() @IsInt() @Min(1) @Max(20) planOrder?: number | null;
  /** Minutes of contact time, breaks aside. Default: as the course version plans for this session. @example 105 */
  @Omittable() @IsInt() @Min(1) @Max(1440) plannedContactMinutes?: number;
  /** Another venue than the run's. */
  @Omittable() @IsIdField() venueId?: string;
  /** How people get in, beyond what the venue says. At most 2000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) accessNote?: string;
}

/** Changes to a session; what is left out stays. Times and place of a published session are moved by rescheduling. */
@EndAfterStart
export class SessionChange {
  /** It was held already, within the days for which a register stays open (BR-222). Default: false. */
  @Omittable() @IsBoolean() recordedAsHeld?: boolean;
  /** Title, where it differs from the course's; null for the course's. */
  @Clearable() @PlainText(200) title?: string | null;
  /** Start on the wall. */
  @Omittable() @LocalDateTime() localStart?: string;
  /** End on the wall. */
  @Omittable() @LocalDateTime() localEnd?: string;
  /** Which one is meant when the clocks show the start twice. */
  @Omittable() @IsIn(occurrences) startOccurrence?: Occurrence;
  /** Which one is meant when the clocks show the end twice. */
  @Omittable() @IsIn(occurrences) endOccurrence?: Occurrence;
  /** Which planned session it holds, or null for an extra meeting; until somebody is marked on it. */
  @Clearable() @IsInt() @Min(1) @Max(20) planOrder?: number | null;
  /** Minutes of contact time, breaks aside. */
  @Omittable() @IsInt() @Min(1) @Max(1440) plannedContactMinutes?: number;
  /** Another venue than the run's; null for the run's. */
  @Clearable() @IsIdField() venueId?: string | null;
  /** How people get in, beyond what the venue says. At most 2000 characters. */
  @Clearable() @PlainText(2000, { lines: true }) accessNote?: string | null;
}

/** New times for a published session, and another place if need be. */
export class ReschedulingBody extends SessionTimes {
  /** It was held then, within the days for which a register stays open (BR-222). Default: false. */
  @Omittable() @IsBoolean() recordedAsHeld?: boolean;
  /** What becomes of a register that somebody has marked: needed where one has (BR-222). */
  @Omittable() @IsIn(markChoices) marks?: MarkChoice;
  /** Another venue than the run's; null for the run's. Left out: as it is. */
  @Clearable() @IsIdField() venueId?: string | null;
}

/** How a session is published. */
export class PublicationBody {
  /** It was held already, within the days for which a register stays open (BR-222). Default: false. */
  @Omittable() @IsBoolean() recordedAsHeld?: boolean;
}

/** How the drafts of a run are published. */
export class DraftsPublicationBody {
  /** Only say what would become of each draft, and write nothing. It has to be said: a body left out publishes nothing. */
  @IsBoolean() dryRun: boolean;
  /** Those that lie in the past were held, within the days for which a register stays open (BR-222). Default: false. */
  @Omittable() @IsBoolean() recordedAsHeld?: boolean;
}

/** Why a session is cancelled. */
export class SessionCancellation {
  /** In words that learners may read. At most 300 characters. @example "The building is closed that day." */
  @PlainText(300) reason: string;
}

/** Why what begins in the rest of today is cancelled. */
export class DayCancellation extends BatchBody {
  /** In words that learners may read. At most 300 characters. @example "The roads are closed by snow." */
  @PlainText(300) reason: string;
  /** Only what takes place at this venue. Default: everywhere. */
  @Omittable() @IsIdField() venueId?: string;
  /** Also what takes place online alone, for which nobody has to come. Default: false. */
  @Omittable() @IsBoolean() online?: boolean;
}

/** What became of one session. */
export class SessionBatchRowDto extends BatchRowDto {
  /** Which. */
  sessionId: string;
  /** The same session in a line; null where you could not open it now. */
  @Named('session') session?: NamedSessionDto | null;
}

/** What became of several sessions, by start: each is in exactly one row. */
export class SessionBatchDto extends BatchDto {
  /** One row per session. */
  rows: SessionBatchRowDto[];
}

/** A move of a session, as it was recorded. */
export class ReschedulingDto {
  /** Start before (RFC 3339, UTC). */
  @Instant() fromStartsAt: string;
  /** End before (RFC 3339, UTC). */
  @Instant() fromEndsAt: string;
  /** Start after (RFC 3339, UTC). */
  @Instant() toStartsAt: string;
  /** End after (RFC 3339, UTC). */
  @Instant() toEndsAt: string;
  /** Whether it moved so far that learners may withdraw without any notice being recorded (BR-32). */
  freeWithdrawal: boolean;
  /** When it was moved (RFC 3339, UTC). */
  movedAt: string;
  /** Who moved it; only for those who run it, and null where the rules of its time zone changed. */
  movedBy: string | null;
  /** The same person by name; null, as the id is, where you could not open their record now. */
  @Named('person', 'movedBy', { idToo: true }) movedByPerson?: NamedPersonDto | null;
}

export const sessionActs = ['edit', 'cancel', 'publish', 'reschedule', 'deliver', 'waive', 'debrief'] as const;

/** One dated meeting of a run. */
export class SessionDto {
  /** Id of the session; it stays the same when the session moves. */
  id: string;
  /** The run. */
  runId: string;
  /** Title of the course. */
  courseTitle: string;
  /**
   * Those who accepted to facilitate the run or to watch it, in the order in which they were asked; null for those who may
   * not read who was asked for it.
   */
  facilitators: SessionFacilitatorDto[] | null;
  /** The weekly series that it came from. */
  seriesId: string | null;
  /** The planned session of the course version that it holds, by its order; null for an extra meeting (BR-176). */
  planOrder: number | null;
  /** Title. */
  title: string;
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
  /** Minutes of contact time that are planned. */
  plannedContactMinutes: number | null;
  /** Minutes of contact time that were delivered. */
  deliveredContactMinutes: number | null;
  /** Where, in person. */
  venue: RunVenueDto | null;
  /** How people get in, beyond what the venue says. */
  accessNote: string | null;
  /** Where it stands. */
  @IsIn(sessionStates) state: SessionState;
  /** Whether it takes place right now. */
  inProgress: boolean;
  /** Whether a peer and a colleague were both in the room; null before it was delivered (BR-29). */
  coDelivered: boolean | null;
  /** Why it was cancelled. */
  cancellationReason: string | null;
  /** Moves, oldest first. */
  moves: ReschedulingDto[];
  /** What you may do with it now: `edit`, `publish`, `reschedule`, `cancel`, `deliver`, `waive`, `debrief`. */
  @IsIn(sessionActs, { each: true }) can: (typeof sessionActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Sessions by start. */
export class SessionPage extends CountedPageOf(SessionDto) {}
