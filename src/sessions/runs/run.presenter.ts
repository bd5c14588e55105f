import type { Actor } from '../../platform/actor.js';
import type { Run } from './run.entity.js';
import type { RunDto } from './run.dto.js';
import { hasDateToCome } from './run.rules.js';
import { runActions, type RunRelation, runsIt } from './run.policy.js';

export type RunRow = Omit<
  RunDto,
  | 'capacity'
  | 'placesLeft'
  | 'placesTaken'
  | 'waiting'
  | 'sessions'
  | 'bookingOpensAt'
  | 'bookingClosesAt'
  | 'bookingOpen'
  | 'full'
  | 'inProgress'
  | 'atRisk'
  | 'recording'
  | 'firstStart'
  | 'lastEnd'
  | 'can'
> &
  RunRelation &
  Pick<Run, 'capacity' | 'placesTaken' | 'bookingOpensAt' | 'bookingClosesAt'> & {
    firstStart: Date | null;
    lastEnd: Date | null;
  };

/** What only the list of one's own runs shows of each. */
export type OwnRun = Pick<RunDto, 'waiting' | 'sessions'>;

export const presentRun = (
  actor: Actor,
  run: RunRow,
  now: Date,
  atRisk: boolean,
  own: OwnRun = { waiting: null, sessions: null },
): RunDto => ({
  id: run.id,
  courseId: run.courseId,
  courseTitle: run.courseTitle,
  versionId: run.versionId,
  termId: run.termId,
  mode: run.mode,
  venue: run.venue,
  online: run.online,
  ...presentPlaces(run, runsIt(actor, run)),
  placesTaken: runsIt(actor, run) ? run.placesTaken : null,
  ...own,
  cohortMinimum: run.cohortMinimum,
  bookingOpensAt: run.bookingOpensAt?.toISOString() ?? null,
  bookingClosesAt: run.bookingClosesAt?.toISOString() ?? null,
  bookingOpen: isBookable(run, now),
  inProgress:
    run.state === 'open' &&
    run.firstStart !== null &&
    run.firstStart <= now &&
    run.lastEnd !== null &&
    run.lastEnd > now,
  atRisk: runsIt(actor, run) ? atRisk : null,
  firstSessionMandatory: run.firstSessionMandatory,
  waitlistOn: run.waitlistOn,
  approvalNeeded: run.approvalNeeded,
  cameraRule: run.cameraRule,
  cameraAlternative: run.cameraAlternative,
  recording: false,
  timeZone: run.timeZone,
  firstStart: run.firstStart?.toISOString() ?? null,
  lastEnd: run.lastEnd?.toISOString() ?? null,
  state: run.state,
  cancellationReason: run.cancellationReason,
  can: runActions(actor, run, run.state),
  version: run.version,
});

/** Numbers for those who run it; for others words that say nothing of who has just come or left (BR-211). */
function presentPlaces(
  { capacity, placesTaken, places }: RunRow,
  inNumbers: boolean,
): Pick<RunDto, 'capacity' | 'placesLeft' | 'places' | 'full'> {
  const kind = capacity === null ? 'unlimited' : 'limited';
  if (!inNumbers) {
    const full = places && (places === 'waiting list' || places === 'full');
    return { capacity: { kind, places: null }, placesLeft: null, places, full };
  }
  return {
    capacity: { kind, places: capacity },
    placesLeft: capacity === null ? null : Math.max(0, capacity - placesTaken),
    places,
    full: capacity !== null && placesTaken >= capacity,
  };
}

const isBookable = (run: RunRow, now: Date): boolean =>
  run.state === 'open' &&
  hasDateToCome(run, now) &&
  (run.bookingOpensAt === null || run.bookingOpensAt <= now) &&
  (run.bookingClosesAt === null || run.bookingClosesAt > now);
