import { aDay, anHour, later } from '../../platform/calendar.js';
import { peopleRefusals } from '../people.refusals.js';
import type { PasswordCard } from './password.entity.js';

/** For how long a second person is waited for, and from then on the code works. */
export const cardHours = 24;
export const mostTries = 5;
/** For how long the password from before a card goes on. */
export const earlierPasswordHours = 72;
/** How long a role has to be held before it makes or confirms cards for accounts in use. */
export const cardRoleDays = 14;

/** Somebody for whom staff would make a card. */
export interface CardHolder {
  /** Has an e-mail address, and did not say that no letter may open the way to a new password. */
  resetsByEmail: boolean;
  /** Has or had a password: the account is in use. */
  hasPassword: boolean;
  /** Holds a role besides learner. */
  isStaff: boolean;
}

/**
 * Why no card is made: whoever can be sent a new password or has more rights than a learner has another way in, and a forgotten
 * password is replaced only for somebody who was recognised.
 */
export function cardRefusal(
  { resetsByEmail, hasPassword, isStaff }: CardHolder,
  identityChecked: boolean,
): 'account_in_use' | 'identity_not_checked' | undefined {
  if (resetsByEmail || isStaff) return peopleRefusals.account_in_use;
  return hasPassword && !identityChecked ? peopleRefusals.identity_not_checked : undefined;
}

/** What dates make of a card. */
export const cardStates = ['waiting', 'live', 'used', 'ended', 'void'] as const;
export type CardState = (typeof cardStates)[number];

type Dates = Pick<PasswordCard, 'needsSecond' | 'confirmedAt' | 'expiresAt' | 'usedAt' | 'endedAt'>;
type Hands = Pick<PasswordCard, 'personId' | 'madeBy' | 'confirmedBy'>;
type Told = Pick<PasswordCard, 'toldAt' | 'sealedDays'>;

/** Waiting for a second person; live, so that its code works; used, ended or out of time for good. */
export function cardStateOf({ needsSecond, confirmedAt, expiresAt, usedAt, endedAt }: Dates, now: Date): CardState {
  if (endedAt) return 'ended';
  if (usedAt) return 'used';
  if (now >= expiresAt) return 'void';
  return needsSecond && !confirmedAt ? 'waiting' : 'live';
}

/** From when on a card opens what was written before: so many days after the person was told; null until they were. */
export const cardOpensAt = ({ toldAt, sealedDays }: Told): Date | null => toldAt && later(toldAt, sealedDays * aDay);

/** Whether the password of a card is in use, and what was written before is closed to it (BR-188). */
export function isSealed(card: Dates & Told, now: Date): boolean {
  const opensAt = cardOpensAt(card);
  return card.needsSecond && cardStateOf(card, now) === 'used' && (opensAt === null || now < opensAt);
}

/** Whether a role has been held for long enough; `since` is null for whoever holds none (BR-188). */
export const heldLongEnough = (since: Date | null, now: Date): boolean =>
  since !== null && since <= later(now, -cardRoleDays * aDay);

/** Why this person does not confirm a card: neither the first nor the owner, and both hold their role for long enough. */
export function secondRefusal(
  card: Hands,
  secondId: string,
  since: { first: Date | null; second: Date | null },
  now: Date,
): 'second_person_needed' | 'card_role_too_new' | 'card_maker_left' | undefined {
  if (secondId === card.madeBy || secondId === card.personId) return peopleRefusals.second_person_needed;
  if (!heldLongEnough(since.second, now)) return peopleRefusals.card_role_too_new;
  return heldLongEnough(since.first, now) ? undefined : peopleRefusals.card_maker_left;
}

/**
 * Whether this member of staff sees a card: all of them while it waits, or while it closes what is earlier, as anybody
 * may be told of an objection; between the two and afterwards only who made and confirmed it.
 */
export const staffSeesCard = (card: Dates & Hands & Told, staffId: string, now: Date): boolean =>
  cardStateOf(card, now) === 'waiting' || isSealed(card, now) || [card.madeBy, card.confirmedBy].includes(staffId);

/** Whether a card can still be ended: before its use, or while the person may object to it. */
export const canEndCard = (card: Dates & Told, now: Date): boolean =>
  ['waiting', 'live'].includes(cardStateOf(card, now)) || isSealed(card, now);

/** Why this is not the moment to say that the person was told, or not the one to say it: only the second, a day later. */
export function tellingRefusal(
  card: Dates & Hands & Told,
  tellerId: string,
  now: Date,
): 'password_card_over' | 'second_person_needed' | 'card_told_too_soon' | undefined {
  if (!isSealed(card, now) || card.toldAt || !card.usedAt) return peopleRefusals.password_card_over;
  if (card.confirmedBy !== tellerId) return peopleRefusals.second_person_needed;
  return now < later(card.usedAt, 24 * anHour) ? peopleRefusals.card_told_too_soon : undefined;
}
