import { aDay, later } from '../../platform/calendar.js';
import { refuse, refuseUnmet, unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { transition } from '../../platform/states/state-table.js';
import { type RunFacts, type RunState, unmetForFitting } from '../runs/run.rules.js';
import type { Session } from './session.entity.js';
import { minutesBetween } from './wall-time.rules.js';
import { sessionsRefusals } from '../sessions.refusals.js';

export const sessionStates = ['draft', 'published', 'delivered', 'cancelled'] as const;
export type SessionState = (typeof sessionStates)[number];

/**
 * Moves of a session. A rescheduling is a record on the same session, not a state; what was delivered stays delivered
 * (BR-33).
 */
export const sessionMoves = {
  draft: ['published', 'cancelled'],
  published: ['delivered', 'cancelled'],
  delivered: [],
  cancelled: [],
} as const satisfies Record<SessionState, readonly SessionState[]>;

export interface SessionToPublish {
  startsAt: Date;
  endsAt: Date;
  plannedContactMinutes: number | null;
  /** A venue with access features, an online room, or a note of the session's own say how to get in. */
  hasAccessInfo: boolean;
}

/** What is missing before a session can be published (BR-31). Start and end cannot be missing. */
export function unmetForPublishing({
  startsAt,
  endsAt,
  plannedContactMinutes,
  hasAccessInfo,
}: SessionToPublish): UnmetGate[] {
  const duration = minutesBetween(startsAt, endsAt);
  return [
    ...(plannedContactMinutes === null ? [unmetCondition(sessionsRefusals.planned_minutes_missing)] : []),
    ...(plannedContactMinutes !== null && plannedContactMinutes > duration
      ? [unmetCondition(sessionsRefusals.planned_minutes_exceed_session, { most: duration })]
      : []),
    ...(hasAccessInfo ? [] : [unmetCondition(sessionsRefusals.access_info_missing)]),
  ];
}

export interface Times {
  startsAt: Date;
  endsAt: Date;
}

/** Whether a session moved so far that each learner may withdraw without any notice being recorded (BR-32). */
export const movedFar = (from: Times, to: Times, toleranceMinutes: number): boolean =>
  Math.abs(minutesBetween(from.startsAt, to.startsAt)) > toleranceMinutes ||
  Math.abs(minutesBetween(from.endsAt, to.endsAt)) > toleranceMinutes;

/** When the register of a delivered session locks; null while it is not delivered (BR-62). */
export const locksAt = (deliveredAt: Date | null, lockDays: number): Date | null =>
  deliveredAt && later(deliveredAt, lockDays * aDay);

/**
 * Sessions are planned ahead (BR-222). What was held already is recorded as such, no longer ago than a register stays
 * open. 422 `session_in_past`, `held_too_long_ago`.
 */
export function requireToCome(starts: readonly Date[], now: Date, recordedAsHeld: boolean, lockDays: number): void {
  const passed = starts.filter((startsAt) => startsAt <= now);
  if (passed.length > 0 && !recordedAsHeld) throw refuse(sessionsRefusals.session_in_past);
  if (passed.some((startsAt) => startsAt < later(now, -lockDays * aDay)))
    throw refuse(sessionsRefusals.held_too_long_ago, { values: { days: lockDays } });
}

/** What becomes of the register of a session that is moved. */
export const markChoices = ['keep', 'clear'] as const;
export type MarkChoice = (typeof markChoices)[number];

/**
 * Whether people are told of a change of a session besides a rescheduling (BR-180): how one gets in to what is announced
 * and to come.
 */
export const isToldOfSession = (
  { state, endsAt, accessNote }: Pick<Session, 'state' | 'endsAt' | 'accessNote'>,
  wish: { accessNote?: string | null },
  now: Date,
): boolean => state === 'published' && endsAt > now && wish.accessNote !== undefined && wish.accessNote !== accessNote;

/** What publishing asks beside the session. */
export interface PublicationCase {
  run: { state: RunState; facts: RunFacts };
  now: Date;
  recordedAsHeld: boolean;
  /** For how many days a register stays open. */
  lockDays: number;
}

/**
 * Refuses what cannot be published, alone or with the other drafts of its run: what does not stand yet (BR-31), what lies
 * in the past (BR-222), and what does not fit its open run (BR-22, BR-25, BR-179).
 */
export function requirePublishable(
  session: SessionToPublish & Pick<Session, 'state' | 'localEnd'>,
  { run, now, recordedAsHeld, lockDays }: PublicationCase,
): void {
  transition(sessionMoves, session.state, 'published');
  refuseUnmet(unmetForPublishing(session));
  requireToCome([session.startsAt], now, recordedAsHeld, lockDays);
  refuseUnmet(unmetForFitting(run, session.startsAt > now ? session.localEnd.slice(0, 10) : null));
}

/** Refuses what cannot be cancelled, alone or with a whole day: what was delivered stays delivered (BR-33). */
export const requireCancellable = ({ state }: Pick<Session, 'state'>): void =>
  void transition(sessionMoves, state, 'cancelled');
