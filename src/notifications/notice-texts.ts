/** What a notice says, for who opens the message of it: nothing of it is kept there. Answered by a higher module. */
export abstract class NoticeTexts {
  /** Undefined once it is gone, and for anybody but whom it is for. */
  abstract of(personId: string, noticeId: string): Promise<string | undefined>;
}
