import { IsBoolean, IsIn } from 'class-validator';
import { IsIdField, Omittable } from '../../platform/http/dto.js';
import { LongListQuery, recordedOrders, type RecordedOrder } from '../../platform/http/page-query.dto.js';
import { CountedPageOf } from '../../platform/http/pagination.js';
import {
  type EnrolmentSource,
  enrolmentSources,
  enrolmentStates,
  type EnrolmentState,
  releaseReasons,
  type ReleaseReason,
} from './enrolment.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** What a person may do with an enrolment, as a frontend shows it. */
export const enrolmentActions = [
  'withdraw',
  'accept_offer',
  'decline_offer',
  'transfer',
  'decide_request',
  'change_priority',
  'release',
] as const;
export type EnrolmentAction = (typeof enrolmentActions)[number];

/** A wish to enrol. There is no field for a referral, a mandate or a payment, and never will be (BR-45). */
export class EnrolBody {
  /** For whom, when a coordinator books for somebody who asked; left out: for myself. */
  @Omittable() @IsIdField() personId?: string;
  /**
   * How the wish reached the college, when a coordinator books. Default: `staff`. The learner sees it (BR-65).
   * @example phone
   */
  @Omittable() @IsIn(enrolmentSources) source?: EnrolmentSource;
  /** Set after `time_clash`: yes, although another course meets at the same time (BR-47). */
  @Omittable() @IsBoolean() confirmTimeClash?: boolean;
}

/** Accepting an offered place. */
export class OfferAcceptanceBody {
  /** Set after `time_clash`: yes, although another course meets at the same time (BR-47). */
  @Omittable() @IsBoolean() confirmTimeClash?: boolean;
}

/** Answer to a request on a run that asks for approval. */
export class ApprovalBody {
  /** Whether the request is approved; false declines it. */
  @IsBoolean() approved: boolean;
}

/** Moving to another run. */
export class TransferBody {
  /** The run to move to. */
  @IsIdField() runId: string;
  /** Set after `time_clash`: yes, although another course meets at the same time (BR-47). */
  @Omittable() @IsBoolean() confirmTimeClash?: boolean;
}

/** Why a named person gives a place to somebody else (BR-58). */
export class ReleaseBody {
  /** One of a few codes; none says anything about health. */
  @IsIn(releaseReasons) reason: ReleaseReason;
}

/** The run that an enrolment is on, in a line. */
export class EnrolledRunDto {
  /** Id of the run. */
  id: string;
  /** Title of the course. */
  courseTitle: string;
  /** How people meet. */
  mode: string;
  /** Whether it takes place: `draft`, `open`, `finished` or `cancelled`. */
  state: string;
  /** Start of the first session (RFC 3339, UTC). */
  firstStart: string | null;
  /** End of the last session (RFC 3339, UTC). */
  lastEnd: string | null;
  /** IANA time zone of the sessions. */
  timeZone: string;
}

/** A place that is held for a while. */
export class OfferDto {
  /** Since when it is held (RFC 3339, UTC). */
  offeredAt: string;
  /** Until when it can be accepted (RFC 3339, UTC). */
  expiresAt: string;
}

/** How the queue is ordered for this enrolment. */
export class PriorityDto {
  /** Lower tiers are asked first; within a tier, who joined first. */
  tier: number;
  /** The published reason of the tier (BR-49). */
  reason: string;
}

/** One person's way onto one run, from the request to its end. */
export class EnrolmentDto {
  /** Id of the enrolment. */
  id: string;
  /** Whose it is. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** The run. */
  run: EnrolledRunDto;
  /** Where it stands now; an offer whose time is over reads `offer_expired` at once. */
  @IsIn(enrolmentStates) state: EnrolmentState;
  /** By whom the booking came: `self`, or for the learner by `phone` or `staff`. */
  @IsIn(enrolmentSources) source: EnrolmentSource;
  /** Since when this person has been on it (RFC 3339, UTC). It never changes. */
  joinedAt: string;
  /** Place in the queue, 1 is next; null unless waiting. */
  position: number | null;
  /** How the queue is ordered. */
  priority: PriorityDto;
  /** The place that is held, while an offer stands. */
  offer: OfferDto | null;
  /** When the place was confirmed (RFC 3339, UTC). */
  confirmedAt: string | null;
  /** When it ended (RFC 3339, UTC). */
  endedAt: string | null;
  /** Whether it was given back shortly before the start. It never counts against anybody (BR-54). */
  lateNotice: boolean;
  /** The enrolment that took its place, after moving to another run. */
  transferredTo: string | null;
  /** What you may do with it now. */
  @IsIn(enrolmentActions, { each: true }) can: EnrolmentAction[];
  /** Rises with each change. */
  version: number;
}

/** Enrolments, newest first. */
export class EnrolmentPage extends CountedPageOf(EnrolmentDto) {}

/** Whose enrolments, or on which run; one of both is said. */
export class EnrolmentsQuery extends LongListQuery {
  /** Only those of this person. */
  @Omittable() @IsIdField() personId?: string;
  /** Only those on this run. */
  @Omittable() @IsIdField() runId?: string;
  /** Only those that stand in this state now. */
  @Omittable() @IsIn(enrolmentStates) state?: EnrolmentState;
  /** By when people joined. */
  @Omittable() @IsIn(recordedOrders) sort: RecordedOrder = 'newest';
}

/** Which enrolments of a run to list. */
export class EnrolmentQuery extends LongListQuery {
  /** Only those that stand in this state now. */
  @Omittable() @IsIn(enrolmentStates) state?: EnrolmentState;
  /** By when people joined. */
  @Omittable() @IsIn(recordedOrders) sort: RecordedOrder = 'newest';
}
