import { aMinute, later } from '../platform/calendar.js';
import type { StateTable } from '../platform/states/state-table.js';

const insideOnly = [
  'calendar_feed_made',
  'emergency_contact_changed',
  'safe_contact_changed',
  'recovery_codes_made',
  'address_entered',
  'account_watch',
] as const;

/** What a message is about. Each has its words in the catalogue, as `letters.<kind>.…`. */
export const messageKinds = [
  'place_confirmed',
  'place_waitlisted',
  'place_offered',
  'offer_expired',
  'place_cancelled',
  'place_released',
  'request_declined',
  'session_reminder',
  'session_rescheduled',
  'session_cancelled',
  'run_cancelled',
  'facilitation_offered',
  'certification_ending',
  'certification_news',
  'emergency_contact_used',
  'contact_change_waiting',
  'second_factor_removed',
  'password_card_made',
  'password_card_used',
  'advising_asked',
  'advising_accepted',
  'advising_declined',
  'measure_offered',
  'administrator_ending',
  'administrators_changed',
  ...insideOnly,
  'waiting_ended',
  'wish_answered',
  'wish_overdue',
  'run_changed',
  'run_notice',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/**
 * Kinds that wait for an answer: they concern a person of the college even where the learner always makes the first
 * step.
 */
export const asksForAnswer = (kind: MessageKind): boolean =>
  kind === 'place_offered' || kind === 'facilitation_offered' || kind === 'certification_news';

/**
 * Kinds that warn of what gives lasting sight, of tries to get in, or of somebody who entered the person's address. They
 * wait inside the service whatever was said about channels, as whoever did it may have changed that too, or reads the
 * mail; and they go nowhere else (BR-189, BR-214, BR-220). So does what ended because somebody took a consent back
 * (BR-182).
 */
export const staysInside = (kind: MessageKind): boolean =>
  kind === 'waiting_ended' || insideOnly.some((each) => each === kind);

/**
 * Kinds that wait inside the service whatever was said about channels, and go out as well where that is safe: who made a
 * card may be the one whom they warn of (BR-188), and whoever asked for something finds the answer (BR-184).
 */
export const waitsInside = (kind: MessageKind): boolean =>
  kind === 'password_card_made' || kind === 'password_card_used' || kind === 'wish_answered' || staysInside(kind);

/**
 * Kinds that say something which the people of the college do not know, or have seen to: nobody there is asked to tell
 * it instead (BR-71, BR-80, BR-184, BR-189, BR-214, BR-220).
 */
export const isConfidential = (kind: MessageKind): boolean =>
  kind.startsWith('advising_') ||
  kind.startsWith('wish_') ||
  kind === 'measure_offered' ||
  kind === 'password_card_used' ||
  staysInside(kind);

/**
 * Kinds of which the person finds all inside the service whenever they look: staff are asked to tell them only where a
 * way is safe on which staff can (BR-206).
 */
export const isFoundInside = (kind: MessageKind): boolean => kind === 'run_notice';

const lasting: ReadonlySet<MessageKind> = new Set([
  'offer_expired',
  'place_cancelled',
  'place_released',
  'request_declined',
  'run_cancelled',
  'certification_news',
  'emergency_contact_used',
  'second_factor_removed',
  'password_card_made',
  'password_card_used',
  'administrator_ending',
  'administrators_changed',
  'waiting_ended',
  'wish_answered',
  ...insideOnly,
]);

/** Kinds that tell what happened, which stays true; of every other somebody is asked whether it still holds (I-25). */
export const staysTrue = (kind: MessageKind): boolean => lasting.has(kind);

/** Kinds that say that a plan has changed: who reads one inside the service is told how it stands now (BR-180). */
export const tellsPlan = (kind: MessageKind): boolean =>
  kind === 'session_rescheduled' ||
  kind === 'session_cancelled' ||
  kind === 'run_cancelled' ||
  kind === 'place_cancelled';

export const messageStates = ['planned', 'queued', 'sent', 'failed', 'suppressed', 'withdrawn'] as const;
export type MessageState = (typeof messageStates)[number];

/** Queued: a letter is on its way to the mail server. Failed: the server did not take it, and it may be tried again. */
export const messageMoves = {
  planned: ['queued', 'sent', 'suppressed', 'withdrawn'],
  queued: ['sent', 'failed'],
  failed: ['queued', 'sent', 'suppressed', 'withdrawn'],
  sent: [],
  suppressed: [],
  withdrawn: [],
} as const satisfies StateTable<MessageState>;

export const mostAttempts = 5;

/** When to try a letter again: after 1, 4, 16 and 64 minutes. Null when it was tried often enough. */
export const nextAttempt = (attempts: number, now: Date): Date | null =>
  attempts >= mostAttempts ? null : later(now, 4 ** (attempts - 1) * aMinute);

/** From when on an attempt that has not ended counts as lost; a mail server is given up on much sooner. */
export const lostFrom = (attemptedAt: Date): Date => later(attemptedAt, 15 * aMinute);
