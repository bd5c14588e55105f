import { certificationRefusals } from '../certification.refusals.js';
import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { IsBoolean, IsIn } from 'class-validator';
import { LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type ActKind, actKinds } from './due-process.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** For how long, and why. */
@InOrder('fromOn', 'untilOn', certificationRefusals.period_ends_before_start)
export class SuspensionBody {
  /**
   * Whether it is at once and for safety, before anything is decided: for 30 days, and longer only by somebody else
   * (BR-95).
   */
  @Omittable() @IsBoolean() interim?: boolean;
  /** First day; default: today. Not with `interim`. */
  @Omittable() @LocalDate() fromOn?: string;
  /** Last day; default: until it is lifted. Not with `interim`. */
  @Omittable() @LocalDate() untilOn?: string;
  /** Why; with `interim`, which danger it averts. The holder reads it. At most 5,000 characters. */
  @Omittable() @PlainText(5000, { lines: true }) reasons?: string;
}

/** Why a step is taken, or what somebody says to it. */
export class ReasonsBody {
  /** In plain words. The other side reads it. At most 5,000 characters. */
  @Omittable() @PlainText(5000, { lines: true }) reasons?: string;
}

/** What a notice came to. */
export class RevocationBody extends ReasonsBody {
  /** `revoked`, or `dismissed`: the certification stands. */
  @IsIn(['revoked', 'dismissed']) outcome: 'revoked' | 'dismissed';
}

/** What an appeal came to. */
export class AppealOutcomeBody extends ReasonsBody {
  /** `upheld`, or `overturned`: the certification counts as if it had never been revoked (BR-94). */
  @IsIn(['upheld', 'overturned']) outcome: 'upheld' | 'overturned';
}

/** One step. */
export class ActDto {
  /** Id of the step. */
  id: string;
  /** What was done. */
  @IsIn(actKinds) kind: ActKind;
  /** The step that it answers. */
  aboutId: string | null;
  /** First day of its effect. */
  fromOn: string | null;
  /** Last day of its effect. */
  untilOn: string | null;
  /** Last day for what may follow: an answer, an appeal. */
  answerBy: string | null;
  /** The day on which it was done. */
  takenOn: string;
  /** Who did it. */
  takenBy: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person', 'takenBy') takenByPerson?: NamedPersonDto | null;
  /** What was said with it. */
  words: string | null;
}

/** Steps, oldest first. */
export class ActPage extends PageOf(ActDto) {}
