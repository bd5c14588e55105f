import { IsBoolean } from 'class-validator';
import { IsIdField } from '../../platform/http/dto.js';

/** Whether somebody passed the assessment of a run. */
export class CeAssessmentBody {
  /** The learner. */
  @IsIdField() personId: string;
  /** Whether it was passed. A later record counts in place of an earlier one. */
  @IsBoolean() passed: boolean;
}
