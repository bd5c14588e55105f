import type { RunState } from '../../sessions/runs/run.rules.js';
import type { StateTable } from '../../platform/states/state-table.js';

/** One row from the request to its end (`src/enrolment/rules.md`). */
export const enrolmentStates = [
  'requested',
  'waitlisted',
  'offered',
  'confirmed',
  'declined',
  'offer_declined',
  'offer_expired',
  'withdrawn',
  'released',
  'cancelled_by_college',
  'completed',
  'not_completed',
] as const;
export type EnrolmentState = (typeof enrolmentStates)[number];

/** Absence moves nothing: `released` is what a named person decides, and nothing else leads there (BR-58). */
export const enrolmentMoves = {
  requested: ['confirmed', 'waitlisted', 'declined', 'withdrawn', 'cancelled_by_college'],
  waitlisted: ['offered', 'withdrawn', 'cancelled_by_college'],
  offered: ['confirmed', 'offer_declined', 'offer_expired', 'withdrawn', 'cancelled_by_college'],
  confirmed: ['withdrawn', 'cancelled_by_college', 'released', 'completed', 'not_completed'],
  completed: ['not_completed'],
  not_completed: ['completed'],
  declined: [],
  offer_declined: [],
  offer_expired: [],
  withdrawn: [],
  released: [],
  cancelled_by_college: [],
} as const satisfies StateTable<EnrolmentState>;

/** While an enrolment is in one of these, the same person cannot join the same run again (I-03). */
export const liveStates = [
  'requested',
  'waitlisted',
  'offered',
  'confirmed',
] as const satisfies readonly EnrolmentState[];

/** How the booking came: by the learner, by a call, or otherwise through staff (BR-65). */
export const enrolmentSources = ['self', 'phone', 'staff'] as const;
export type EnrolmentSource = (typeof enrolmentSources)[number];

/** Why a named person gave a place back for somebody else (BR-58). None of them says anything about health. */
export const releaseReasons = ['stopped_attending', 'agreed_with_learner', 'no_contact_possible'] as const;
export type ReleaseReason = (typeof releaseReasons)[number];

/** Somebody has a place, whatever came of it. */
export const placeStates = ['confirmed', 'completed', 'not_completed'] as const satisfies readonly EnrolmentState[];

const takingPlace: readonly EnrolmentState[] = ['offered', ...placeStates];

/** Whether an enrolment in this state uses up one of the run's places. The database counts by the same words. */
export const takesPlace = (state: EnrolmentState): boolean => takingPlace.includes(state);

/** How somebody steps back from the college: for a while, for now, or for good. */
export type SteppingBack = 'paused' | 'left' | 'erased';

/**
 * Whether somebody who steps back gives this enrolment up. A pause keeps confirmed places; leaving keeps those of runs
 * that are over, so that what came of them can still be said (BR-192).
 */
export function isGivenUp(
  state: EnrolmentState,
  how: SteppingBack,
  run: { state: RunState; lastEnd: Date | null },
  now: Date,
): boolean {
  if (!liveStates.some((live) => live === state)) return false;
  if (how === 'erased' || state !== 'confirmed') return true;
  const isOver = run.state === 'finished' || (run.lastEnd !== null && run.lastEnd <= now);
  return how === 'left' && !isOver;
}
