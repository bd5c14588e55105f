import type { Policy } from './policy.dto.js';

/** What a person may ask others of the college for; each is a task of staff with a due day (BR-184). */
export const wishKinds = ['welcome_conversation', 'adjustment', 'approval', 'supervision'] as const;
export type WishKind = (typeof wishKinds)[number];

/** A wish as the module knows it where it was said. Its words stay there. */
export interface Wish {
  kind: WishKind;
  /** What it is about: the person, the adjustment, the enrolment or the session. */
  subjectId: string;
  /** Who asks. */
  personId: string;
  askedAt: Date;
  /** By when an answer is of use, whatever the working days say. */
  before: Date | null;
  /** Whether it was answered where it was said; otherwise it still waits. */
  answered: boolean;
}

/** Working days in which a wish of this kind is answered (BR-184). */
export const workingDaysFor = (kind: WishKind, policy: Policy): number =>
  ({
    welcome_conversation: policy.wishWelcomeConversationWorkingDays,
    adjustment: policy.wishAdjustmentWorkingDays,
    approval: policy.wishApprovalWorkingDays,
    supervision: policy.wishSupervisionWorkingDays,
  })[kind];
