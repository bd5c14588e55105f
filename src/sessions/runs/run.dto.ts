import { sessionsRefusals } from '../sessions.refusals.js';
import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { IsBoolean, IsIn, IsInt, Max, Min, ValidateIf } from 'class-validator';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { Clearable, Instant, IsIdField, Omittable, PlainText, TimeZoneName } from '../../platform/http/dto.js';
import { Nested } from '../../platform/http/nested-fields.js';
import { CountedPageOf } from '../../platform/http/pagination.js';
import {
  cameraRules,
  type CameraRule,
  deliveryModes,
  type DeliveryMode,
  placeWords,
  type PlaceWord,
  runStates,
  type RunState,
} from './run.rules.js';
import { SessionDto } from '../sessions/session.dto.js';
import { RunVenueDto } from '../venues/venue.dto.js';

export const capacityKinds = ['limited', 'unlimited'] as const;

/** How many learners fit; said outright, so that a missing number is never read as no limit. */
export class Capacity {
  /** `unlimited` is for drop-ins only. */
  @IsIn(capacityKinds) kind: (typeof capacityKinds)[number];
  /** Number of places, when limited. @example 12 */
  @ValidateIf((capacity: Capacity) => capacity.kind !== 'unlimited') @IsInt() @Min(0) @Max(10000) places?: number;
}

/** A new run of a published course version. */
@InOrder('bookingOpensAt', 'bookingClosesAt', sessionsRefusals.run_booking_out_of_order)
export class RunBody {
  /** The course version that is delivered; it has to be published and current. */
  @IsIdField() versionId: string;
  /** The term it belongs to. @example "term of the demo" */
  @Omittable() @IsIdField() termId?: string;
  /** How people meet; the version has to be made for it. @example in_person */
  @IsIn(deliveryModes) mode: DeliveryMode;
  /** Where, in person. @example "venue of the demo" */
  @Omittable() @IsIdField() venueId?: string;
  /** Where, online. */
  @Omittable() @IsIdField() onlineRoomId?: string;
  /** How many learners. Default: as the version says. @example {"kind": "limited", "places": 12} */
  @Omittable() @Nested(() => Capacity) capacity?: Capacity;
  /** Fewest learners for which the run is worth holding. Default: as the version says. */
  @Omittable() @IsInt() @Min(1) @Max(500) cohortMinimum?: number;
  /** When booking opens (RFC 3339). Default: with the term, or at once. */
  @Omittable() @Instant() bookingOpensAt?: string;
  /** When booking closes (RFC 3339). Default: when the last session ends. */
  @Omittable() @Instant() bookingClosesAt?: string;
  /** Whether missing the first session is followed up by the facilitators (BR-55). Default: the college's policy. */
  @Omittable() @IsBoolean() firstSessionMandatory?: boolean;
  /** Whether people may wait when it is full. Default: true. */
  @Omittable() @IsBoolean() waitlistOn?: boolean;
  /** Whether a coordinator confirms each enrolment. Default: false. */
  @Omittable() @IsBoolean() approvalNeeded?: boolean;
  /**
   * Cameras are never required (BR-36). A run may state a preference, and then names an alternative. Default: off is
   * fine.
   */
  @Omittable() @IsIn(cameraRules) cameraRule?: CameraRule;
  /**
   * What people do instead who keep their camera off. At most 300 characters.
   */
  @Omittable() @PlainText(300) cameraAlternative?: string;
  /** IANA time zone of its sessions. Default: the venue's, else the college's. */
  @Omittable() @TimeZoneName() timeZone?: string;
}

/** Changes to a run; what is left out stays. */
@InOrder('bookingOpensAt', 'bookingClosesAt', sessionsRefusals.run_booking_out_of_order)
export class RunChange {
  /** The term it belongs to; null for none. */
  @Clearable() @IsIdField() termId?: string | null;
  /** How people meet. */
  @Omittable() @IsIn(deliveryModes) mode?: DeliveryMode;
  /** Where, in person. */
  @Clearable() @IsIdField() venueId?: string | null;
  /** Where, online. */
  @Clearable() @IsIdField() onlineRoomId?: string | null;
  /** How many learners. Never below those who have a place or an offer (I-11). */
  @Omittable() @Nested(() => Capacity) capacity?: Capacity;
  /** Fewest learners for which the run is worth holding. */
  @Omittable() @IsInt() @Min(1) @Max(500) cohortMinimum?: number;
  /** When booking opens (RFC 3339); null for: with the term. */
  @Clearable() @Instant() bookingOpensAt?: string | null;
  /** When booking closes (RFC 3339); null for: when the last session ends. */
  @Clearable() @Instant() bookingClosesAt?: string | null;
  /** Whether missing the first session is followed up by the facilitators. */
  @Omittable() @IsBoolean() firstSessionMandatory?: boolean;
  /** Whether people may wait when it is full. */
  @Omittable() @IsBoolean() waitlistOn?: boolean;
  /** Whether a coordinator confirms each enrolment. */
  @Omittable() @IsBoolean() approvalNeeded?: boolean;
  /** Cameras are never required; a preference names an alternative. */
  @Omittable() @IsIn(cameraRules) cameraRule?: CameraRule;
  /** What people do instead who keep their camera off. At most 300 characters. */
  @Clearable() @PlainText(300) cameraAlternative?: string | null;
}

/** Why a run is cancelled. */
export class RunCancellation {
  /** In words that learners may read. At most 300 characters. @example "Too few people could come this term." */
  @PlainText(300) reason: string;
}

/** How a run meets online; the join link is shown elsewhere, around each session. */
export class RunOnlineDto {
  /** Id of the online room. */
  id: string;
  /** Who provides it. */
  provider: string;
  /** Help with joining. */
  joiningHelp: string | null;
}

/** How many learners fit. */
export class RunCapacityDto {
  /** `unlimited` is for drop-ins only. */
  @IsIn(capacityKinds) kind: (typeof capacityKinds)[number];
  /**
   * Number of places; null without limit, and for those who do not run it: with the number of those who came it would
   * say what reports hide.
   */
  places: number | null;
}

export const runActs = ['edit', 'offer_assignment', 'cancel', 'open', 'close', 'plan_sessions'] as const;

/** A scheduled delivery of a course: what a learner enrols on. */
export class RunDto {
  /** Id of the run. */
  id: string;
  /** The course. */
  courseId: string;
  /** Title of the course. */
  courseTitle: string;
  /** The course version that is delivered. */
  versionId: string;
  /** The term it belongs to. */
  termId: string | null;
  /** How people meet. */
  @IsIn(deliveryModes) mode: DeliveryMode;
  /** Where, in person. */
  venue: RunVenueDto | null;
  /** How, online. */
  online: RunOnlineDto | null;
  /** How many learners. */
  capacity: RunCapacityDto;
  /** Places that nobody holds; null without limit, and for those who do not run it: they would see who comes and leaves. */
  placesLeft: number | null;
  /** Places that somebody has or is offered; null for those who do not run it. */
  @IsInt() placesTaken: number | null;
  /** How many wait; only in the list of my own runs (`mine`), and null for those who do not run it. */
  @IsInt() waiting: number | null;
  /**
   * Its next 40 sessions and the last ten, by start, each with what I may do with it; only in the list of my own runs
   * (`mine`), else null. `GET /runs/{id}/sessions` has all of them.
   */
  sessions: SessionDto[] | null;
  /** How many places were left at the last full hour, in words; null for a run that is not open. */
  @IsIn(placeWords) places: PlaceWord | null;
  /** Fewest learners for which the run is worth holding. */
  cohortMinimum: number;
  /** When booking opens (RFC 3339, UTC); null for: at once. */
  bookingOpensAt: string | null;
  /** When booking closes (RFC 3339, UTC); null for: when the last session ends. */
  bookingClosesAt: string | null;
  /** Whether one can book now. */
  bookingOpen: boolean;
  /**
   * Whether no place is left. For those who do not run it: whether a newcomer would have waited at the last full hour,
   * and null for a run that is not open. What enrolling leads to now, enrolling itself answers.
   */
  full: boolean | null;
  /** Whether its first session has begun and its last one not ended. */
  inProgress: boolean;
  /**
   * Whether an open run that is not over has lost something that it needs, e.g. its pair. Null for those who do not run
   * it.
   */
  atRisk: boolean | null;
  /** Whether missing the first session is followed up. */
  firstSessionMandatory: boolean;
  /** Whether people may wait when it is full. */
  waitlistOn: boolean;
  /** Whether a coordinator confirms each enrolment. */
  approvalNeeded: boolean;
  /** Cameras are never required; this is at most a preference. */
  @IsIn(cameraRules) cameraRule: CameraRule;
  /** What people do instead who keep their camera off. */
  cameraAlternative: string | null;
  /** Recording is off. */
  recording: boolean;
  /** IANA time zone of its sessions. */
  timeZone: string;
  /** Start of the first session that is not cancelled (RFC 3339, UTC). */
  firstStart: string | null;
  /** End of the last session that is not cancelled (RFC 3339, UTC). */
  lastEnd: string | null;
  /** Where it stands. */
  @IsIn(runStates) state: RunState;
  /** Why it was cancelled. */
  cancellationReason: string | null;
  /** What you may do with it now: `edit`, `open`, `close`, `cancel`, `offer_assignment`, `plan_sessions`. */
  @IsIn(runActs, { each: true }) can: (typeof runActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Runs that I may see. */
export class RunPage extends CountedPageOf(RunDto) {}

/** Whether a run can be opened, and everything that is still missing. */
export class RunReadinessDto {
  /** True when nothing is missing. */
  ready: boolean;
  /** Everything that is still missing. */
  missing: UnmetDto[];
}
