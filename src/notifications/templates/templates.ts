import type { MessageKind } from '../message.rules.js';
import { advisingAccepted } from './advising-accepted.js';
import { advisingAsked } from './advising-asked.js';
import { advisingDeclined } from './advising-declined.js';
import { certificationEnding } from './certification-ending.js';
import { certificationNews } from './certification-news.js';
import { contactChangeWaiting } from './contact-change-waiting.js';
import { emergencyContactUsed } from './emergency-contact-used.js';
import { facilitationOffered } from './facilitation-offered.js';
import { measureOffered } from './measure-offered.js';
import { offerExpired } from './offer-expired.js';
import { passwordCardMade } from './password-card-made.js';
import { placeCancelled } from './place-cancelled.js';
import { placeConfirmed } from './place-confirmed.js';
import { placeOffered } from './place-offered.js';
import { placeReleased } from './place-released.js';
import { placeWaitlisted } from './place-waitlisted.js';
import { quiet } from './quiet.js';
import { readyToFetch } from './ready-to-fetch.js';
import { requestDeclined } from './request-declined.js';
import { secondFactorRemoved } from './second-factor-removed.js';
import { sessionCancelled } from './session-cancelled.js';
import { sessionReminder } from './session-reminder.js';
import { sessionRescheduled } from './session-rescheduled.js';
import type { Template } from './template.js';

export const templates: Record<MessageKind, Template> = {
  place_confirmed: placeConfirmed,
  place_waitlisted: placeWaitlisted,
  place_offered: placeOffered,
  offer_expired: offerExpired,
  place_cancelled: placeCancelled,
  place_released: placeReleased,
  request_declined: requestDeclined,
  session_reminder: sessionReminder,
  session_rescheduled: sessionRescheduled,
  session_cancelled: sessionCancelled,
  facilitation_offered: facilitationOffered,
  certification_ending: certificationEnding,
  certification_news: certificationNews,
  emergency_contact_used: emergencyContactUsed,
  contact_change_waiting: contactChangeWaiting,
  second_factor_removed: secondFactorRemoved,
  password_card_made: passwordCardMade,
  advising_asked: advisingAsked,
  advising_accepted: advisingAccepted,
  advising_declined: advisingDeclined,
  measure_offered: measureOffered,
};

/** The words for somebody who is signed in, or who does not ask for discretion. */
export function wordsOf(kind: MessageKind, notAfter: Date, timeZone: string): Template {
  const { subject, preview, text } = templates[kind];
  return { subject, preview, text: text.replace('{time}', spoken(notAfter, timeZone)) };
}

/** The letter that leaves the house: by default one that is the same for every kind. */
export function letterOf(
  kind: MessageKind,
  discreet: boolean,
  notAfter: Date,
  timeZone: string,
): { subject: string; text: string } {
  return asLetter(discreet ? quiet : wordsOf(kind, notAfter, timeZone));
}

/**
 * That something which the person asked for can be fetched; it names nothing, and is no kind of message that is kept
 * (BR-133).
 */
export const readyLetter = (discreet: boolean): { subject: string; text: string } =>
  asLetter(discreet ? quiet : readyToFetch);

const asLetter = ({ subject, preview, text }: Template) => ({ subject, text: `${preview}\n\n${text}\n` });

/** What a person of the college may write by text message, leave on a machine or put in a letter (BR-146). */
export const wordsForStaff = quiet.text;

const spoken = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(instant);
