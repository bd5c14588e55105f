import { spoken, textOf } from '../catalogues/catalogues.js';
import type { MessageKind } from './message.rules.js';

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

/**
 * The words for somebody who is signed in, or who does not ask for discretion. All that is filled in is the moment up
 * to which the message is of use.
 */
export const wordsOf = (kind: MessageKind, notAfter: Date, timeZone: string): MessageWords => ({
  subject: textOf(`letters.${kind}.subject`),
  preview: textOf(`letters.${kind}.preview`),
  text: textOf(`letters.${kind}.text`, { time: wallTime(notAfter, timeZone) }),
});

/** The letter that leaves the house: by default one that is the same for every kind. */
export const letterOf = (
  kind: MessageKind,
  discreet: boolean,
  notAfter: Date,
  timeZone: string,
): { subject: string; text: string } => asLetter(discreet ? quiet() : wordsOf(kind, notAfter, timeZone));

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

const wallTime = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(spoken.dates, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(instant);
