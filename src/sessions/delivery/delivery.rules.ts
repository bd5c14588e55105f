import type { DeliveryRole } from '../facilitators/facilitator.rules.js';
import { locksAt } from '../sessions/session.rules.js';
import { pairStands } from '../runs/run.rules.js';
import type { Policy } from '../../college/policy.dto.js';
import { anHour, later } from '../../platform/calendar.js';

/** Somebody who accepted to be there, and whether they were. */
export interface Presence {
  personId: string;
  deliveryRole: DeliveryRole;
  subjectExpert: boolean;
  present: boolean;
  /** Whether they held that day what a peer needs; false for every other part. */
  certified: boolean;
}

/**
 * Whether the pair was really in the room; who was rostered does not matter (BR-29), and a peer without a certification
 * that counted on the day was none (BR-179).
 */
export const wasCoDelivered = (presences: Presence[], allowPeerPlusPeerExpert: boolean): boolean =>
  pairStands(
    presences.filter(({ present, certified, deliveryRole }) => present && (certified || deliveryRole !== 'peer')),
    allowPeerPlusPeerExpert,
  );

export interface WaiverFacts {
  startsAt: Date;
  deliveredAt: Date | null;
  /** Whether a certified peer is expected or, once the session was delivered, was in the room. */
  hasPeer: boolean;
}

/**
 * Why a session cannot be waived now: a peer is there, or it lies further ahead than somebody else could be asked, or
 * its register is locked (BR-28, BR-179). Undefined when it can.
 */
export function refusalOfWaiver(
  { startsAt, deliveredAt, hasPeer }: WaiverFacts,
  { peerDropOutHours, registerLockDays }: Pick<Policy, 'peerDropOutHours' | 'registerLockDays'>,
  now: Date,
): 'waiver_not_needed' | 'waiver_not_open' | undefined {
  if (hasPeer) return 'waiver_not_needed';
  const tooEarly = now < later(startsAt, -peerDropOutHours * anHour);
  const locks = locksAt(deliveredAt, registerLockDays);
  return tooEarly || (locks !== null && locks <= now) ? 'waiver_not_open' : undefined;
}
