import { spoken, textOf } from '../catalogues/catalogues.js';
import type { Message } from './message.entity.js';

/**
 * The words of one kind of message, `letters.<kind>.…` in the catalogue. All of them are neutral: on a shared screen
 * nothing may tell what it is about, where it is, or who else takes part (BR-145).
 */
export interface MessageWords {
  subject: string;
  /** What a mail program or a telephone shows beside the subject. */
  preview: string;
  text: string;
}

/** What decides about the words of a message. */
export type ToldMessage = Pick<Message, 'kind' | 'notAfter' | 'timeZone'>;

/**
 * The words for somebody who is signed in, or who does not ask for discretion. All that is filled in is the moment up
 * to which the message is of use, in the time of what it is about.
 */
export const wordsOf = ({ kind, notAfter, timeZone }: ToldMessage, collegeZone: string): MessageWords => ({
  subject: textOf(`letters.${kind}.subject`),
  preview: textOf(`letters.${kind}.preview`),
  text: textOf(`letters.${kind}.text`, { time: toldTime(notAfter, timeZone ?? collegeZone, collegeZone) }),
});

/** The letter that leaves the house: by default one that is the same for every kind. */
export const letterOf = (
  message: ToldMessage,
  discreet: boolean,
  collegeZone: string,
): { subject: string; text: string } => asLetter(discreet ? quiet() : wordsOf(message, collegeZone));

/**
 * That something which the person asked for can be fetched; it names nothing, and is no kind of message that is kept
 * (BR-133).
 */
export const readyLetter = (discreet: boolean): { subject: string; text: string } =>
  asLetter(
    discreet
      ? quiet()
      : {
          subject: textOf('letters.ready_to_fetch.subject'),
          preview: textOf('letters.ready_to_fetch.preview'),
          text: textOf('letters.ready_to_fetch.text'),
        },
  );

/** What a person of the college may write by text message, leave on a machine or put in a letter (BR-146). */
export const wordsForStaff = (): string => textOf('letters.quiet.text');

const quiet = (): MessageWords => ({
  subject: textOf('letters.quiet.subject'),
  preview: textOf('letters.quiet.preview'),
  text: wordsForStaff(),
});

const asLetter = ({ subject, preview, text }: MessageWords) => ({ subject, text: `${preview}\n\n${text}\n` });

/**
 * A moment as the wall of a place shows it. Where that is not the college's time, its name says whose: "Eastern Time",
 * which many places share, and not the city (BR-145, 178).
 */
export const toldTime = (instant: Date, timeZone: string, collegeZone: string): string =>
  new Intl.DateTimeFormat(spoken.dates, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone !== collegeZone && { timeZoneName: 'longGeneric' as const }),
  }).format(instant);
