import { ApiSchema } from '@nestjs/swagger';
import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { Clearable, IsIdField, LocalDate, Omittable } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { type Approver, approvers } from './ce-approval.rules.js';

/** An approval that covers the course for some time. */
@ApiSchema({ name: 'CeAttachment' })
export class AttachedApproval {
  /** The approval. */
  @IsIdField() approvalId: string;
  /** First day on which it covers this course. */
  @LocalDate() from: string;
  /** Last day on which it covers this course; null while no end is known. */
  @Clearable() @LocalDate() to?: string | null;
}

/** Which category of credit a learning outcome of the course serves. */
export class CeOutcome {
  /** The outcome, counted from 1 on in the order of the course version. */
  @IsInt() @Min(1) @Max(20) outcome: number;
  /** The category. @example ethics */
  @Matches(/^[a-z][a-z0-9_]{0,39}$/) category: string;
}

/** Everything that a version says about credit beyond its signed content. */
export class CeConfigurationBody {
  /** The approvals that cover it, each for its time; at most 50. */
  @NestedList(() => AttachedApproval, 50)
  approvals: AttachedApproval[];
  /** Which outcome serves which category; at most 40. */
  @Omittable()
  @NestedList(() => CeOutcome, 40)
  outcomes: CeOutcome[] = [];
}

/** An approval that covers the course for some time. */
export class CeAttachmentDto {
  /** The approval. */
  approvalId: string;
  /** What the approval is called. */
  name: string;
  /** Who approved the college. */
  @IsIn(approvers) approver: Approver;
  /** Their number for it. */
  approvalNumber: string;
  /** First day on which it covers this course. */
  from: string;
  /** Last day on which it covers this course; null while no end is known. */
  to: string | null;
}

/** What of one session counts. */
export class CeSessionDto {
  /** Its place in the course. */
  order: number;
  /** What it is called. */
  title: string;
  /** Minutes that count: allowable activities, without breaks (BR-108). */
  allowableMinutes: number;
}

/** Minutes of one category. */
export class CeCategoryDto {
  /** Code of the category. @example ethics */
  category: string;
  /** Its minutes. */
  minutes: number;
}

export const ceConfigurationActs = ['change'] as const;

/** What taking part in a course counts for. */
export class CeConfigurationDto {
  /** Id of the course version. */
  id: string;
  /** Minutes of the whole course that count. */
  allowableMinutes: number;
  /** The same by session. */
  sessions: CeSessionDto[];
  /** The same by category, as signed off with the content; what no category claims is `general`. */
  categoryMinutes: CeCategoryDto[];
  /** The approvals that cover the course, each for its time. */
  approvals: CeAttachmentDto[];
  /** Which outcome serves which category. */
  outcomes: CeOutcome[];
  /** What you may do with it now. */
  @IsIn(ceConfigurationActs, { each: true }) can: (typeof ceConfigurationActs)[number][];
  /** Rises with each change; 0 before the first. */
  version: number;
}
