import { IsIn, IsInt } from 'class-validator';
import { placeWords, type PlaceWord } from '../../sessions/runs/run.rules.js';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
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

/** Which queues to list. */
export class WaitlistsQuery extends PageQuery {}

/** How long the queue of a run is. */
export class QueueDto {
  /** The run. */
  runId: string;
  /** Title of the course. */
  courseTitle: string;
  /** Start of the first session that is not cancelled (RFC 3339, UTC). */
  firstStart: string | null;
  /** IANA time zone of its sessions. */
  timeZone: string;
  /** How many wait. */
  @IsInt() waiting: number;
  /** How many hold an offer that they can still accept. */
  @IsInt() openOffers: number;
}

/** The queues of open runs in which somebody waits or holds an offer, those planned last first. */
export class QueuePage extends PageOf(QueueDto) {}

/** Why those who wait have no place yet. */
export class WaitlistExplanationDto {
  /** How many wait; null for those who do not run it: they would see who comes and leaves. */
  waiting: number | null;
  /** How many places are on offer; null for those who do not run it. */
  openOffers: number | null;
  /** How many places are free; null where there is no limit, and for those who do not run it. */
  freePlaces: number | null;
  /** How many places were left at the last full hour, in words; null for a run that is not open. */
  @IsIn(placeWords) places: PlaceWord | null;
  /** The reasons, in plain words; for those who do not run it, as they were at the last full hour. */
  reasons: UnmetDto[];
}
