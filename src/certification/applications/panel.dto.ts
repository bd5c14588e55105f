import { IsBoolean, IsIn } from 'class-validator';
import { IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type AppealOutcome, appealOutcomes, type PanelOutcome, panelOutcomes } from './panel.rules.js';
import { type Grade, grades } from '../schemes/scheme.rules.js';

/** Somebody who sat on a panel. */
export class PanelMemberDto {
  /** Id of the person. */
  @IsIdField() personId: string;
  /** Whether they decided from lived experience. */
  @IsBoolean() livedExperience: boolean;
}

/** Who decided, and why. */
export class PanelBody {
  /**
   * Everybody who decided, the recorder among them: at least three, at least half with lived experience, nobody close
   * to the applicant (BR-92).
   */
  @NestedList(() => PanelMemberDto, 20, { min: 1, uniqueBy: 'personId' })
  members: PanelMemberDto[];
  /** Why; needed unless it is in favour (BR-93). The applicant reads it. At most 5,000 characters. */
  @Omittable() @PlainText(5000, { lines: true }) reasons?: string;
  /**
   * Which certificate, when it is in favour: `provisional` needs less practice, where the scheme has it. Default: full.
   */
  @Omittable() @IsIn(grades) grade?: Grade;
}

/** What a panel decided. */
export class PanelDecisionBody extends PanelBody {
  /** `approve`, `refuse` with reasons, or `defer` with what is still needed. */
  @IsIn(panelOutcomes) outcome: PanelOutcome;
}

/** What another panel decided on an appeal. */
export class AppealDecisionBody extends PanelBody {
  /** `uphold` the refusal, or `overturn` it: the certificate is granted. */
  @IsIn(appealOutcomes) outcome: AppealOutcome;
}

/** What a panel decided. */
export class PanelDecisionDto {
  /** Id of the decision. */
  id: string;
  /** On the application, or on the appeal against its refusal. */
  @IsIn(['application', 'appeal']) about: 'application' | 'appeal';
  /** What it came to. */
  @IsIn([...panelOutcomes, ...appealOutcomes]) outcome: PanelOutcome | AppealOutcome;
  /** Which certificate was granted. */
  @IsIn([...grades, null]) grade: Grade | null;
  /** Why. */
  reasons: string | null;
  /** Last day for an appeal. */
  appealUntil: string | null;
  /** The day of the decision. */
  decidedOn: string;
  /** Who decided. */
  members: PanelMemberDto[];
}

/** Decisions, oldest first. */
export class PanelDecisionPage extends PageOf(PanelDecisionDto) {}
