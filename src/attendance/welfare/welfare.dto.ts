import { IsIn } from 'class-validator';
import { CrisisSignpost } from '../../college/college.dto.js';
import { type ContactChannel, contactChannels } from '../../people/contact/safe-contact.rules.js';
import { IsIdField, Omittable, QueryFlag } from '../../platform/http/dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import {
  type AttemptOutcome,
  attemptOutcomes,
  type FollowUpState,
  followUpStates,
  type FollowUpTrigger,
  followUpTriggers,
} from './welfare.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedRunDto, NamedSessionDto } from '../../platform/names/named.dto.js';

/** Which follow-ups to list. */
export class FollowUpQuery extends PageQuery {
  /** Only those of one run. */
  @Omittable() @IsIdField() runId?: string;
  /** Only those in one state. */
  @Omittable() @IsIn(followUpStates) state?: FollowUpState;
  /** Only those that still wait for somebody to do something. */
  @Omittable() @QueryFlag() waiting?: boolean;
}

/** Asks that somebody gets in touch with a learner. There is no field for reasons. */
export class FollowUpBody {
  /** The enrolment of the learner. */
  @IsIdField() enrolmentId: string;
}

/** One attempt to get in touch. */
export class AttemptBody {
  /** How: one of the learner's safe ways. @example phone */
  @IsIn(contactChannels) channel: ContactChannel;
  /** What came of it. @example contacted_ok */
  @IsIn(attemptOutcomes) outcome: AttemptOutcome;
}

/** One attempt to get in touch. */
export class AttemptDto {
  /** When (RFC 3339, UTC). */
  at: string;
  /** Who tried. */
  by: string;
  /** How. */
  @IsIn(contactChannels) channel: ContactChannel;
  /** What came of it. */
  @IsIn(attemptOutcomes) outcome: AttemptOutcome;
}

export const followUpActs = ['attempt', 'close', 'decline'] as const;

/** Somebody asks how a learner is. */
export class FollowUpDto {
  /** Id of the follow-up. */
  id: string;
  /** The enrolment. */
  enrolmentId: string;
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** The session that was missed; null when nothing was. */
  sessionId: string | null;
  /** The same session by name; null where you could not open it now. */
  @Named('session') session?: NamedSessionDto | null;
  /** The learner. */
  personId: string;
  /** Chosen name of the learner. */
  chosenName: string | null;
  /** What made somebody ask. */
  @IsIn(followUpTriggers) trigger: FollowUpTrigger;
  /** How things stand. */
  @IsIn(followUpStates) state: FollowUpState;
  /** When it was opened (RFC 3339, UTC). */
  openedAt: string;
  /** When somebody should have asked by (RFC 3339, UTC). */
  dueAt: string;
  /** Whether a conversation is offered, because it was not the first absence in this run (BR-58). */
  conversationOffered: boolean;
  /**
   * Whether the session missed was the first one of a run that starts together; for a facilitator to look at, and
   * nothing else (BR-55).
   */
  firstSessionMissed: boolean;
  /** Absences in this run, and in no other (BR-59). */
  absencesInRun: number;
  /** The ways in which this person may safely be reached; only these may be used. */
  @IsIn(contactChannels, { each: true }) safeChannels: ContactChannel[];
  /** What was tried, oldest first. */
  attempts: AttemptDto[];
  /** Where to find help at once (BR-157). */
  crisisSignposts: CrisisSignpost[];
  /** What to do when somebody may be in danger. */
  guidance: string;
  /** What you may do with it now. */
  @IsIn(followUpActs, { each: true }) can: (typeof followUpActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Follow-ups, the most urgent first. */
export class FollowUpPage extends PageOf(FollowUpDto) {}
