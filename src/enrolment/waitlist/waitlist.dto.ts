import { IsIn, IsInt } from 'class-validator';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { OfferDto, PriorityDto } from '../enrolments/enrolment.dto.js';

/** Somebody who waits for a place, or is offered one. */
export class WaitingDto {
  /** Id of the enrolment. */
  id: string;
  /** Who. */
  personId: string;
  /** Chosen name. */
  chosenName: string | null;
  /** `waitlisted`, or `offered` while an offer stands. */
  @IsIn(['waitlisted', 'offered']) state: 'waitlisted' | 'offered';
  /** Place in the queue, 1 is next; null while an offer stands. */
  position: number | null;
  /** How the queue is ordered for this person. */
  priority: PriorityDto;
  /** Since when (RFC 3339, UTC). */
  joinedAt: string;
  /** The place that is held. */
  offer: OfferDto | null;
}

/** The queue of a run in its order. */
export class WaitlistPage extends PageOf(WaitingDto) {}

/** Why those who wait have no place yet. */
export class WaitlistExplanationDto {
  /** How many wait. */
  @IsInt() waiting: number;
  /** How many places are on offer. */
  @IsInt() openOffers: number;
  /** How many places are free; null where there is no limit. */
  freePlaces: number | null;
  /** The reasons, in plain words. */
  reasons: UnmetDto[];
}
