import type { Actor } from '../../platform/actor.js';
import type { Run } from './run.entity.js';
import type { Capacity, RunDto } from './run.dto.js';
import { runActions, type RunRelation } from './run.policy.js';

export type RunRow = Omit<
  RunDto,
  | 'capacity'
  | 'placesLeft'
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

export const presentRun = (actor: Actor, run: RunRow, now: Date, atRisk: boolean | null): RunDto => ({
  id: run.id,
  courseId: run.courseId,
  courseTitle: run.courseTitle,
  versionId: run.versionId,
  termId: run.termId,
  mode: run.mode,
  venue: run.venue,
  online: run.online,
  capacity: presentCapacity(run.capacity),
  placesLeft: run.capacity === null ? null : Math.max(0, run.capacity - run.placesTaken),
  cohortMinimum: run.cohortMinimum,
  bookingOpensAt: run.bookingOpensAt?.toISOString() ?? null,
  bookingClosesAt: run.bookingClosesAt?.toISOString() ?? null,
  bookingOpen: isBookable(run, now),
  full: run.capacity !== null && run.placesTaken >= run.capacity,
  inProgress:
    run.state === 'open' &&
    run.firstStart !== null &&
    run.firstStart <= now &&
    run.lastEnd !== null &&
    run.lastEnd > now,
  atRisk,
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

const presentCapacity = (capacity: number | null): Capacity =>
  capacity === null ? { kind: 'unlimited' } : { kind: 'limited', places: capacity };

function isBookable({ state, bookingOpensAt, bookingClosesAt, lastEnd }: RunRow, now: Date): boolean {
  const closes = bookingClosesAt ?? lastEnd;
  return state === 'open' && (bookingOpensAt === null || bookingOpensAt <= now) && closes !== null && closes > now;
}
