import { textOf } from '../../catalogues/catalogues.js';
import { refuse, unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { type DeliveryRole, facilitatingRoles } from '../facilitators/facilitator.rules.js';
import { sessionsRefusals } from '../sessions.refusals.js';

export const deliveryModes = ['in_person', 'online', 'hybrid', 'drop_in'] as const;
export type DeliveryMode = (typeof deliveryModes)[number];

export const runStates = ['draft', 'open', 'finished', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];

/** How many places are left, in words: a number would say when somebody came or left. */
export const placeWords = ['places available', 'few places', 'waiting list', 'full'] as const;
export type PlaceWord = (typeof placeWords)[number];

/**
 * Moves of a run; what dates and places decide (booking closed, full, in progress, at risk) is derived, never stored.
 */
export const runMoves = {
  draft: ['open', 'cancelled'],
  open: ['finished', 'cancelled'],
  finished: [],
  cancelled: [],
} as const satisfies Record<RunState, readonly RunState[]>;

export const cameraRules = ['off_ok', 'on_expected_with_alternatives'] as const;
export type CameraRule = (typeof cameraRules)[number];

/** A person who was asked to facilitate, as the gates need to know them. */
export interface RosteredFacilitator {
  personId: string;
  deliveryRole: DeliveryRole;
  state: 'offered' | 'accepted';
  subjectExpert: boolean;
  conflictOpen: boolean;
  /**
   * Last day on which a peer's certification for this course is valid without a gap from today on; null when there is
   * none.
   */
  certifiedThrough: string | null;
}

export interface RunFacts {
  mode: DeliveryMode;
  /** Null for a drop-in without limit. */
  capacity: number | null;
  facilitators: RosteredFacilitator[];
  /** Date, where it takes place, of the last session that is not cancelled. */
  lastSessionOn: string | null;
  /** `capacity`: of the smallest venue, where a session still to be held has one of its own. */
  venue: { capacity: number; hasAccessFeatures: boolean } | null;
  onlineRoom: { hasJoinLink: boolean } | null;
}

export interface RunPolicy {
  maxLearnersPerFacilitator: number;
  allowPeerPlusPeerExpert: boolean;
}

/** Everything that keeps a run from being open, in plain words (BR-21 to BR-26). Empty when nothing does. */
export function unmetForOpening(run: RunFacts, policy: RunPolicy): UnmetGate[] {
  const accepted = run.facilitators.filter(({ state }) => state === 'accepted');
  return [
    ...pairGates(run.facilitators, policy),
    ...accepted
      .filter(({ conflictOpen }) => conflictOpen)
      .slice(0, 1)
      .map(() => unmetCondition(sessionsRefusals.conflict_unresolved)),
    ...unmetByPeers(accepted, run.lastSessionOn),
    ...(run.lastSessionOn === null ? [unmetCondition(sessionsRefusals.no_session_planned)] : []),
    ...unmetForCapacity(run, policy),
    ...unmetForSetup(run),
  ];
}

/**
 * Too many learners for the facilitators who accepted, or for the venue (BR-25); a run without limit is bound by
 * neither.
 */
export function unmetForCapacity(run: RunFacts, { maxLearnersPerFacilitator }: RunPolicy): UnmetGate[] {
  const { capacity, facilitators } = run;
  if (capacity === null) return [];
  const leading = facilitators.filter(({ state, deliveryRole }) => state === 'accepted' && leads(deliveryRole)).length;
  const most = leading * maxLearnersPerFacilitator;
  return [
    ...(capacity > most
      ? [unmetCondition(sessionsRefusals.over_ratio, { capacity, facilitators: leading, most })]
      : []),
    ...unmetForRoom(run),
  ];
}

/** Too many learners for a venue of the run. */
export const unmetForRoom = ({ capacity, venue, mode }: RunFacts): UnmetGate[] =>
  capacity !== null && venue !== null && mode !== 'online' && capacity > venue.capacity
    ? [unmetCondition(sessionsRefusals.over_capacity, { capacity, most: venue.capacity })]
    : [];

/**
 * What a new, published or moved session of an open run does not meet: its peers are certified through the last day, and
 * the run fits into its room (BR-22, BR-25, BR-179). Null where none of them is to come.
 */
export const unmetForFitting = (
  { state, facts }: { state: RunState; facts: RunFacts },
  lastDay: string | null,
): UnmetGate[] =>
  state === 'open'
    ? [
        ...unmetByPeers(
          facts.facilitators.filter((facilitator) => facilitator.state === 'accepted'),
          lastDay,
        ),
        ...unmetForRoom(facts),
      ]
    : [];

/** Whether two different people, a peer and somebody with learned experience, are among them (BR-21). */
export function pairStands(
  facilitators: Pick<RosteredFacilitator, 'personId' | 'deliveryRole' | 'subjectExpert'>[],
  allowPeerPlusPeerExpert: boolean,
): boolean {
  const peers = facilitators.filter(({ deliveryRole }) => deliveryRole === 'peer');
  const seconds = facilitators.filter(
    ({ deliveryRole, subjectExpert }) =>
      deliveryRole === 'learned' || (allowPeerPlusPeerExpert && deliveryRole === 'peer' && subjectExpert),
  );
  return peers.some((peer) => seconds.some((second) => second.personId !== peer.personId));
}

function pairGates(facilitators: RosteredFacilitator[], { allowPeerPlusPeerExpert }: RunPolicy): UnmetGate[] {
  if (
    pairStands(
      facilitators.filter(({ state }) => state === 'accepted'),
      allowPeerPlusPeerExpert,
    )
  )
    return [];
  return [
    unmetCondition(
      pairStands(facilitators, allowPeerPlusPeerExpert)
        ? sessionsRefusals.assignment_not_accepted
        : sessionsRefusals.co_delivery_pair_missing,
    ),
  ];
}

/** Whether the pair of a session on that day is not whole: somebody is missing, or not certified so long (BR-21, BR-22). */
export const unmetByPair = ({ facilitators }: RunFacts, policy: RunPolicy, day: string): UnmetGate[] => [
  ...pairGates(facilitators, policy),
  ...unmetByPeers(
    facilitators.filter(({ state }) => state === 'accepted'),
    day,
  ),
];

/** Whether one of these peers holds no certification that lasts through the last session (BR-22). */
export function unmetByPeers(facilitators: RosteredFacilitator[], lastSessionOn: string | null): UnmetGate[] {
  if (lastSessionOn === null) return [];
  return uncertified(facilitators, lastSessionOn)
    .slice(0, 1)
    .map(() => unmetCondition(sessionsRefusals.certification_expires_before_last_session, { date: lastSessionOn }));
}

/** The peers among them whose certification does not last until that day. */
export const uncertified = (facilitators: RosteredFacilitator[], day: string): RosteredFacilitator[] =>
  facilitators.filter(
    ({ deliveryRole, certifiedThrough }) =>
      deliveryRole === 'peer' && (certifiedThrough === null || certifiedThrough < day),
  );

/** A venue with access features recorded, an online room with a join link, or both (BR-26). */
export const unmetForSetup = (run: RunFacts): UnmetGate[] =>
  isSetUp(run) ? [] : [unmetCondition(sessionsRefusals.delivery_setup_incomplete)];

/** The number of places; null for a drop-in without limit, which nothing else may be (I-10). */
export function placesOf(
  { kind, places }: { kind: 'limited' | 'unlimited'; places?: number },
  mode: DeliveryMode,
): number | null {
  if (kind === 'limited' && places !== undefined) return places;
  if (mode !== 'drop_in') throw refuse(sessionsRefusals.capacity_needed);
  return null;
}

function isSetUp({ mode, venue, onlineRoom }: RunFacts): boolean {
  const inPlace = venue?.hasAccessFeatures === true;
  const online = onlineRoom?.hasJoinLink === true;
  if (mode === 'hybrid') return inPlace && online;
  if (mode === 'drop_in') return inPlace || online;
  return mode === 'online' ? online : inPlace;
}

const leads = (role: DeliveryRole): boolean => (facilitatingRoles as readonly DeliveryRole[]).includes(role);

/** Whether a session of a run is still to come, or goes on: without one there is nothing to book (BR-225). */
export const hasDateToCome = ({ lastEnd }: { lastEnd: Date | null }, now: Date): boolean =>
  lastEnd !== null && lastEnd > now;

/** Whom a change of a run concerns: everybody on it, or only those who wait or ask for a place. */
export type ToldOfRun = 'all' | 'waiting';

interface ShownRun {
  state: RunState;
  mode: DeliveryMode;
  venueId: string | null;
  onlineRoomId: string | null;
  bookingClosesAt: Date | null;
  lastEnd: Date | null;
}

/**
 * Who is told of a change of a run (BR-180): all of another mode, or of another place or room where it meets there; those
 * who wait of booking that closes sooner. Nobody while it is a draft, and nobody once nothing of it is to come.
 */
export function toldOfRun(before: ShownRun, after: ShownRun, now: Date): ToldOfRun | null {
  if (after.state !== 'open' || !hasDateToCome(after, now)) return null;
  const { mode } = after;
  const another =
    before.mode !== mode ||
    (mode !== 'online' && before.venueId !== after.venueId) ||
    (mode !== 'in_person' && before.onlineRoomId !== after.onlineRoomId);
  if (another) return 'all';
  const closes = ({ bookingClosesAt, lastEnd }: ShownRun) => bookingClosesAt ?? lastEnd;
  const [then, nowCloses] = [closes(before), closes(after)];
  return nowCloses !== null && then !== null && nowCloses < then && then > now ? 'waiting' : null;
}

/** Whether the version is made for the way in which a run meets. 422 `mode_not_offered`. */
export function refuseOtherMode(offered: readonly DeliveryMode[], mode: DeliveryMode): void {
  if (!offered.includes(mode))
    throw refuse(sessionsRefusals.mode_not_offered, {
      values: { modes: offered.map((each) => textOf(`labels.delivery_mode.${each}`)).join(', ') },
    });
}
