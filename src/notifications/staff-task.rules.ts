import type { Role } from '../platform/actor.js';
import { suppressionReasons } from './safe-contact.rules.js';

/**
 * What there is to do: to tell a person what no message could, to ask somebody how they are who did not come (BR-57),
 * to see to a session whose peer lost their certification (BR-30), to answer what somebody asks about their records
 * (BR-160), or to confirm a card that a colleague made (BR-188).
 */
export const staffTaskKinds = [
  'message_not_sent',
  'welfare_follow_up',
  'session_at_risk',
  'data_request',
  'password_card',
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

/** Whether a task is done by getting in touch; requests about records and cards are answered where they stand. */
export const reachesOut = (kind: StaffTaskKind): boolean => kind !== 'data_request' && kind !== 'password_card';

/** Why a message became a task: what suppressed it, or a mail server that did not take it. */
export const staffTaskReasons = [...suppressionReasons, 'not_delivered'] as const;
export type StaffTaskReason = (typeof staffTaskReasons)[number];

/** How a task ended. There is no field for words: nobody writes down how a person is. */
export const staffTaskOutcomes = [
  'reached',
  'message_left',
  'not_reached',
  'not_contacted',
  'no_longer_needed',
] as const;
export type StaffTaskOutcome = (typeof staffTaskOutcomes)[number];
