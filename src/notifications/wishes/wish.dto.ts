import { IsIn } from 'class-validator';
import { type WishKind, wishKinds } from '../../college/wish.rules.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type StaffTaskOutcome, staffTaskOutcomes } from '../staff-task.rules.js';

/** Something that I asked the people of the college for. */
export class WishDto {
  /** Id of the wish, which is that of the task behind it. */
  id: string;
  /** What I asked for. */
  @IsIn(wishKinds) kind: WishKind;
  /** What it is about: the adjustment, the enrolment or the session; for a welcome conversation my own id. */
  subjectId: string;
  /** Since when (RFC 3339, UTC). */
  askedAt: string;
  /** By when somebody answers (RFC 3339, UTC). */
  dueAt: string;
  /** Whether somebody has taken it on. */
  taken: boolean;
  /** When it was answered, or ended because I took it back or it was of no use any more (RFC 3339, UTC). */
  answeredAt: string | null;
  /**
   * `answered`: where it was asked, so look there. Of a conversation: `held`, `date_offered`, `declined` by me,
   * `not_reached`, or `not_contacted` because no way to reach me was safe: come whenever it suits you. `no_longer_needed`
   * where it ended by itself. Null while it waits.
   */
  @IsIn(staffTaskOutcomes) answer: StaffTaskOutcome | null;
}

/** What I asked for, the newest first; at most 100. */
export class WishPage extends PageOf(WishDto) {}
