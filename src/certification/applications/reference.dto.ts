import { IsBoolean, IsEmail, IsIn, Matches } from 'class-validator';
import { LocalDate, PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type ReferenceState, referenceStates } from './reference.rules.js';
import { type ReferenceKind, referenceKinds } from '../schemes/scheme.rules.js';

/** Somebody whom I ask to speak for me. They get a letter with a link that works once. */
export class ReferenceBody {
  /** How they know me. */
  @IsIn(referenceKinds) kind: ReferenceKind;
  /** Their name. At most 200 characters. */
  @PlainText(200) refereeName: string;
  /** Where the letter goes. */
  @IsEmail() @PlainText(254) refereeEmail: string;
}

/** What a referee answers. */
export class ReferenceReplyBody {
  /** The code from the letter. It works once. */
  @Matches(/^[\w-]{43}$/) secret: string;
  /** The last day on which the two worked together. @example 2026-11-30 */
  @LocalDate() workedTogetherUntil: string;
  /** Whether they recommend the applicant. */
  @IsBoolean() recommends: boolean;
  /** Why, in their own words; the college reads it. At most 5,000 characters. */
  @PlainText(5000, { lines: true }) statement: string;
}

/** That an answer has arrived. */
export class ReferenceReplyDto {
  /** True: the answer is with the college, and the link has done its work. */
  received: boolean;
}

/** Whether a reference counts. */
export class ReferenceDecisionBody {
  /** Whether it counts. */
  @IsBoolean() accepted: boolean;
}

/** A reference. */
export class ReferenceDto {
  /** Id of the reference. */
  id: string;
  /** The application. */
  applicationId: string;
  /** How the referee knows the applicant. */
  @IsIn(referenceKinds) kind: ReferenceKind;
  /** Name of the referee. */
  refereeName: string;
  /** Where it stands. */
  @IsIn(referenceStates) state: ReferenceState;
  /** When it was asked for (RFC 3339, UTC). */
  askedAt: string;
  /** Until when the link works. */
  expiresAt: string;
  /** When the answer arrived. */
  receivedAt: string | null;
  /** The last day on which the two worked together. */
  workedTogetherUntil: string | null;
  /** Whether they recommend; for staff and panel members only. */
  recommends: boolean | null;
  /** Why; for staff and panel members only. */
  statement: string | null;
  /** Rises with each change. */
  version: number;
}

/** References, oldest first. */
export class ReferencePage extends PageOf(ReferenceDto) {}
