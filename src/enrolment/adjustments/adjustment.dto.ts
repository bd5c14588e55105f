import { IsBoolean, IsIn } from 'class-validator';
import { IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type AdjustmentState, adjustmentStates, adjustmentActs } from './adjustment.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** What would help me to take part in this run. */
export class AdjustmentBody {
  /** What would help, in my own words. At most 1,000 characters. @example "Slides a day before" */
  @PlainText(1000, { lines: true }) wish: string;
  /** The support need that it comes from. */
  @Omittable() @IsIdField() supportNeedId?: string;
}

/** What is going to be done. */
export class AgreementBody {
  /** What is going to be done, in words for everybody who facilitates. At most 1,000 characters. */
  @PlainText(1000, { lines: true }) action: string;
}

/** Why it cannot be done, and what can. */
export class ImpossibilityBody {
  /** Why not. At most 1,000 characters. */
  @PlainText(1000, { lines: true }) reason: string;
  /** What can be done instead. At most 1,000 characters. */
  @PlainText(1000, { lines: true }) alternative: string;
}

/** Whether it helps. */
export class AdjustmentConfirmationBody {
  /** Whether what was agreed is really there. */
  @IsBoolean() met: boolean;
}

/** An adjustment for one enrolment; seen by the learner, by those who facilitate the run and by coordinators. */
export class AdjustmentDto {
  /** Id of the adjustment. */
  id: string;
  /** The enrolment. */
  enrolmentId: string;
  /** The support need that it comes from; null for others than the learner. */
  supportNeedId: string | null;
  /** How things stand. */
  @IsIn(adjustmentStates) state: AdjustmentState;
  /** Whether some of its words can no longer be opened, because storage damaged them; a sentence stands instead. */
  damaged: boolean;
  /** What the learner asked for. */
  wish: string;
  /** What was agreed. */
  action: string | null;
  /** Why it was not possible. */
  reason: string | null;
  /** What was offered instead. */
  alternative: string | null;
  /** Who sees to it. */
  ownerId: string | null;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') owner?: NamedPersonDto | null;
  /** Whether the learner says that it is really there. */
  met: boolean | null;
  /** What I may do with it now. */
  @IsIn(adjustmentActs, { each: true }) can: (typeof adjustmentActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Adjustments, oldest first. */
export class AdjustmentPage extends PageOf(AdjustmentDto) {}
