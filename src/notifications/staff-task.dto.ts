import { IsIn } from 'class-validator';
import { IsIdField, Omittable } from '../platform/http/dto.js';
import { datedOrders, type DatedOrder, LongListQuery } from '../platform/http/page-query.dto.js';
import { CountedPageOf } from '../platform/http/pagination.js';
import {
  type ContactChannel,
  contactChannels,
  type MessageHabit,
  messageHabits,
} from '../people/contact/safe-contact.rules.js';
import { SafeHours } from '../people/contact/safe-channels.dto.js';
import { type MessageKind, messageKinds } from './message.rules.js';
import {
  type CompletionOutcome,
  completionOutcomes,
  type StaffTaskKind,
  staffTaskKinds,
  type StaffTaskOutcome,
  staffTaskOutcomes,
  type StaffTaskReason,
  staffTaskReasons,
  staffTaskActs,
} from './staff-task.rules.js';
import { Named } from '../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../platform/names/named.dto.js';

export const staffTaskStates = ['open', 'done'] as const;
export type StaffTaskState = (typeof staffTaskStates)[number];

/** Which tasks to list. */
export class StaffTaskQuery extends LongListQuery {
  /** Open tasks, or those that are done. Default: open. */
  @Omittable() @IsIn(staffTaskStates) state: StaffTaskState = 'open';
  /** Only tasks of this kind. */
  @Omittable() @IsIn(staffTaskKinds) kind?: StaffTaskKind;
  /** Only tasks about this person. */
  @Omittable() @IsIdField() personId?: string;
  /** By when they are due. */
  @Omittable() @IsIn(datedOrders) sort: DatedOrder = 'soonest';
}

/** Something that a person of the college does. */
export class StaffTaskDto {
  /** Id of the task. */
  id: string;
  /** What there is to do. */
  @IsIn(staffTaskKinds) kind: StaffTaskKind;
  /** What the person should be told, where a message could not go out. */
  @IsIn(messageKinds) about: MessageKind | null;
  /** Why no message went out. */
  @IsIn(staffTaskReasons) reason: StaffTaskReason | null;
  /** What it is about: the enrolment, session, run, assignment, follow-up, adjustment or person. */
  subjectId: string;
  /** Whom it concerns. */
  personId: string;
  /** The name that everybody here uses for them. */
  chosenName: string | null;
  /** Since when it is open (RFC 3339, UTC). */
  openedAt: string;
  /** Until when it makes sense to do it (RFC 3339, UTC). */
  dueAt: string;
  /** Who has taken it; null while it is everybody's. */
  takenBy: string | null;
  /** The same person by name; null where you could not open their record now. */
  @Named('person', 'takenBy') takenByPerson?: NamedPersonDto | null;
  /** When it was done (RFC 3339, UTC). */
  doneAt: string | null;
  /** Who did it; null also when it settled itself. */
  doneBy: string | null;
  /** The same person by name; null where you could not open their record now. */
  @Named('person', 'doneBy') doneByPerson?: NamedPersonDto | null;
  /** How it ended. */
  @IsIn(staffTaskOutcomes) outcome: StaffTaskOutcome | null;
  /** What I may do with it now: `complete`, `take`, `give_back`. */
  @IsIn(staffTaskActs, { each: true }) can: (typeof staffTaskActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Tasks, the most pressing first. */
export class StaffTaskPage extends CountedPageOf(StaffTaskDto) {}

/** A way on which this person may be reached, as they said. */
export class SafeWayDto {
  /** Which way. */
  @IsIn(contactChannels) channel: ContactChannel;
  /** Number or address. */
  value: string;
  /** When it is safe, in the college's time zone; empty means at any hour. */
  safeHours: SafeHours[];
  /** The next safe moment, now or later (RFC 3339, UTC); null when there is none within a week. */
  nextSafeAt: string | null;
  /** What may be left behind. */
  @IsIn(messageHabits) leaveMessage: MessageHabit;
  /** Who else may answer or open, in the person's own words. */
  whoMayAnswer: string | null;
}

/**
 * A task together with the ways on which the person may be reached. Reading it is recorded, and the person can see
 * that.
 */
export class StaffTaskWithWaysDto extends StaffTaskDto {
  /**
   * The only ways that may be used for this; empty when none is safe, when the person makes the first step, or when it
   * is done.
   */
  ways: SafeWayDto[];
  /** Neutral words to write or to leave; at most 160 characters. */
  neutralWords: string;
}

/** How a task ended. */
export class StaffTaskCompletionBody {
  /**
   * `reached`, `message_left` (only where the person allows it), `not_reached`, `not_contacted` (no way was safe) or
   * `no_longer_needed`. Of a conversation that was asked for: `held`, `date_offered`, `declined` (by the person),
   * `not_reached` or `not_contacted`.
   */
  @IsIn(completionOutcomes) outcome: CompletionOutcome;
}
