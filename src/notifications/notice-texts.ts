import type { Actor } from '../platform/actor.js';

/** What a notice says, for who opens the message of it: nothing of it is kept there. Answered by a higher module. */
export abstract class NoticeTexts {
  /** Undefined once it is gone, for anybody but whom it is for, and while a card closes what is earlier (BR-215). */
  abstract of(reader: Pick<Actor, 'personId' | 'afterCard'>, noticeId: string): Promise<string | undefined>;
}
