import { type WishKind, wishKinds } from '../college/wish.rules.js';
import type { Role } from '../platform/actor.js';
import { suppressionReasons } from './safe-contact.rules.js';
import { when } from '../platform/access/acts.js';

/**
 * What there is to do: to tell a person what no message could, to ask somebody how they are who did not come (BR-57),
 * to see to a session whose peer lost their certification (BR-30), to answer what somebody asks about their records
 * (BR-160), to confirm a card that a colleague made (BR-188), or to answer what somebody asked for (BR-184).
 */
export const staffTaskKinds = [
  'message_not_sent',
  'welfare_follow_up',
  'session_at_risk',
  'data_request',
  'password_card',
  ...wishKinds,
] as const;
export type StaffTaskKind = (typeof staffTaskKinds)[number];

/**
 * Who does what: administrators answer requests about records, coordinators look after people and sessions, both confirm
 * cards.
 */
const whoDoes = (kind: StaffTaskKind): readonly Role[] => {
  if (kind === 'password_card') return ['coordinator', 'administrator'];
  return [kind === 'data_request' ? 'administrator' : 'coordinator'];
};

export const tasksFor = (roles: ReadonlySet<Role>): StaffTaskKind[] =>
  staffTaskKinds.filter((kind) => whoDoes(kind).some((role) => roles.has(role)));

export const isWish = (kind: StaffTaskKind): kind is WishKind => wishKinds.some((wish) => wish === kind);

/** Whether a task is done by getting in touch; the others are answered where they stand. */
export const reachesOut = (kind: StaffTaskKind): boolean =>
  kind !== 'data_request' && kind !== 'password_card' && !isAnsweredWhereItStands(kind);

/** Wishes that settle themselves once they are answered: adjustments and requests for a place have routes of their own. */
const isAnsweredWhereItStands = (kind: StaffTaskKind): boolean => kind === 'adjustment' || kind === 'approval';

/** Why a message became a task: what suppressed it, or a mail server that did not take it. */
export const staffTaskReasons = [...suppressionReasons, 'not_delivered'] as const;
export type StaffTaskReason = (typeof staffTaskReasons)[number];

/**
 * How somebody says that a task ended. There is no field for words: nobody writes down how a person is. A conversation
 * that was asked for was held, a date for it was offered, or the person would rather not have it after all.
 */
export const completionOutcomes = [
  'reached',
  'message_left',
  'not_reached',
  'not_contacted',
  'no_longer_needed',
  'held',
  'date_offered',
  'declined',
] as const;
export type CompletionOutcome = (typeof completionOutcomes)[number];

/** The same, or that it was answered where it stands. */
export const staffTaskOutcomes = [...completionOutcomes, 'answered'] as const;
export type StaffTaskOutcome = (typeof staffTaskOutcomes)[number];

/** How a task of this kind may be said to have ended: whoever asked for a conversation gets an answer (BR-184). */
export const outcomesFor = (kind: StaffTaskKind): readonly CompletionOutcome[] => {
  if (isAnsweredWhereItStands(kind)) return [];
  if (isWish(kind)) return ['held', 'date_offered', 'declined', 'not_reached', 'not_contacted'];
  return ['reached', 'message_left', 'not_reached', 'not_contacted', 'no_longer_needed'];
};

/** What decides about what somebody may do with a task. */
export interface TaskStanding {
  kind: StaffTaskKind;
  personId: string;
  takenBy: string | null;
  doneAt: Date | null;
}

export const staffTaskActs = ['complete', 'take', 'give_back'] as const;
export type StaffTaskAct = (typeof staffTaskActs)[number];

/**
 * What somebody who does tasks of this kind may do with it now. It is everybody's until one takes it; whoever has it
 * may be away, so each of them may give it back (BR-184). Nobody does anything about themselves.
 */
export function taskActions({ kind, personId, takenBy, doneAt }: TaskStanding, me: string): StaffTaskAct[] {
  if (doneAt !== null || personId === me) return [];
  const completable = outcomesFor(kind).length > 0 && (takenBy === null || takenBy === me);
  return [...when(completable, 'complete'), takenBy === null ? 'take' : 'give_back'];
}
