import type { DeliveryRole } from '../facilitators/facilitator.rules.js';
import { pairStands } from '../runs/run.rules.js';
import { anHour } from '../../platform/calendar.js';

/** Somebody who accepted to be there, and whether they were. */
export interface Presence {
  personId: string;
  deliveryRole: DeliveryRole;
  subjectExpert: boolean;
  present: boolean;
}

/** Whether the pair was really in the room; who was rostered does not matter (BR-29). */
export const wasCoDelivered = (presences: Presence[], allowPeerPlusPeerExpert: boolean): boolean =>
  pairStands(
    presences.filter(({ present }) => present),
    allowPeerPlusPeerExpert,
  );

export interface PeerSituation {
  /** Whether a peer is accepted on the run now. */
  hasPeer: boolean;
  /** When the last peer who had accepted stood down; null when none did. */
  peerLeftAt: Date | null;
}

/**
 * Whether a session may only run with a coordinator's waiver: the peer dropped out and nobody took their place (BR-28).
 */
export const needsWaiver = ({ hasPeer, peerLeftAt }: PeerSituation): boolean => !hasPeer && peerLeftAt !== null;

/**
 * A waiver is for those who dropped out so late that nobody else could be found (BR-28); before that, somebody is
 * asked.
 */
export const waiverIsOpen = (situation: PeerSituation, startsAt: Date, dropOutHours: number): boolean =>
  needsWaiver(situation) &&
  situation.peerLeftAt !== null &&
  startsAt.getTime() - situation.peerLeftAt.getTime() < dropOutHours * anHour;
