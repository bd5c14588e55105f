import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import {
  forbiddenBases,
  priorityBases,
  type PriorityBasis,
  type PriorityReason,
  priorityReasons,
} from './priority.rules.js';

/** A tier of the queue, with the reason that everybody can read. */
export class PriorityTierBody {
  /** Lower tiers are asked first; everybody else stands in 100. @example 50 */
  @IsInt() @Min(1) @Max(1000) tier: number;
  /** On what it rests. Absences, incidents and scores are refused (BR-68). @example cancelled_by_college */
  @IsIn([...priorityBases, ...forbiddenBases]) basis: string;
  /**
   * Why these people are asked first, for everybody to read. At most 300 characters.
   * @example "People whose course we had to cancel are asked first."
   */
  @PlainText(300) reason: string;
}

/** A published tier of the queue. */
export class PriorityTierDto {
  /** Id of the tier. */
  id: string;
  /** Lower tiers are asked first. */
  @IsInt() tier: number;
  /** On what it rests. */
  @IsIn(priorityBases) basis: PriorityBasis;
  /** Why these people are asked first. */
  reason: string;
  /** Rises with each change. */
  @IsInt() version: number;
}

/** Every tier, the first to be asked first. */
export class PriorityTierPage extends PageOf(PriorityTierDto) {}

/** Moving one waiting person to another tier. */
export class PriorityBody {
  /** The tier to stand in. */
  @IsInt() @Min(1) @Max(1000) tier: number;
  /** Why; it is kept with who moved them and when. */
  @IsIn(priorityReasons) reason: PriorityReason;
}
