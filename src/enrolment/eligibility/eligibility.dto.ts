import { IsIn } from 'class-validator';
import { IsIdField, Omittable } from '../../platform/http/dto.js';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { type Outcome, outcomes } from '../seats/seat.rules.js';

/** Whose eligibility is asked. */
export class EligibilityQuery {
  /** Somebody else, for those who book for others. Left out: me. */
  @Omittable() @IsIdField() personId?: string;
}

/** Whether somebody could enrol on a run now, and if not, everything that is in the way. */
export class EligibilityDto {
  /** Whether nothing is in the way. */
  eligible: boolean;
  /**
   * What enrolling would lead to now; for those who do not run it, with the places as they were at the last full hour.
   * Enrolling itself answers what came of it.
   */
  @IsIn(outcomes) outcome: Outcome;
  /** Every rule that is not met, in plain words; empty when eligible. */
  gates: UnmetDto[];
  /** The enrolment that exists already, if any. */
  enrolmentId: string | null;
}
