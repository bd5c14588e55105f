/**
 * The words of one kind of message. All of them are neutral: on a shared screen nothing may tell what it is about,
 * where it is, or who else takes part (BR-145). `{time}` is the moment up to which the message is of use; there is
 * nothing else to fill in.
 */
export interface Template {
  subject: string;
  /** What a mail program or a telephone shows beside the subject. */
  preview: string;
  text: string;
}
