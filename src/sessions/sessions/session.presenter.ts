import type { Actor } from '../../platform/actor.js';
import { resultOf } from '../../platform/batches/batch.rules.js';
import type { DoneBatch } from '../../platform/batches/batches.js';
import { plans, type RunRelation } from '../runs/run.policy.js';
import type { RunState } from '../runs/run.rules.js';
import type { ReschedulingDto, SessionBatchDto, SessionDto } from './session.dto.js';
import { sessionActions } from './session.policy.js';

export type SessionRow = Omit<SessionDto, 'startsAt' | 'endsAt' | 'inProgress' | 'can'> &
  RunRelation & {
    startsAt: Date;
    endsAt: Date;
    runState: RunState;
    deliveredAt: Date | null;
    registerLockDays: number;
  };

export function presentSession(actor: Actor, session: SessionRow, now: Date): SessionDto {
  const runsIt = plans(actor) || session.facilitates;
  return {
    id: session.id,
    runId: session.runId,
    courseTitle: session.courseTitle,
    facilitators: plans(actor) || session.assigned ? session.facilitators : null,
    seriesId: session.seriesId,
    planOrder: session.planOrder,
    title: session.title,
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    timeZone: session.timeZone,
    localStart: session.localStart,
    localEnd: session.localEnd,
    plannedContactMinutes: session.plannedContactMinutes,
    deliveredContactMinutes: session.deliveredContactMinutes,
    venue: session.venue,
    accessNote: session.accessNote,
    state: session.state,
    inProgress: session.state === 'published' && session.startsAt <= now && session.endsAt > now,
    coDelivered: runsIt ? session.coDelivered : null,
    cancellationReason: session.cancellationReason,
    moves: session.moves.map((move) => presentMove(move, runsIt)),
    can: sessionActions(actor, session, session, now),
    version: session.version,
  };
}

const presentMove = (move: ReschedulingDto, runsIt: boolean): ReschedulingDto => ({
  fromStartsAt: utc(move.fromStartsAt),
  fromEndsAt: utc(move.fromEndsAt),
  toStartsAt: utc(move.toStartsAt),
  toEndsAt: utc(move.toEndsAt),
  freeWithdrawal: move.freeWithdrawal,
  movedAt: utc(move.movedAt),
  movedBy: runsIt ? move.movedBy : null,
});

const utc = (instant: string): string => new Date(instant).toISOString();

export const presentSessionBatch = ({ kept, ...done }: DoneBatch<unknown>): SessionBatchDto => ({
  ...done,
  rows: kept.map((row) => ({ sessionId: row.id, ...resultOf(row) })),
});
