import { aDay, later } from '../platform/calendar.js';
import type { StateTable } from '../platform/states/state-table.js';
import { when } from '../platform/access/acts.js';

export const dataRequestKinds = ['access', 'correction', 'erasure', 'portability', 'restriction', 'objection'] as const;
export type DataRequestKind = (typeof dataRequestKinds)[number];

/** Kinds that hand records to whoever asks, or end them. */
export const takesOutOrErases = (kind: DataRequestKind): boolean =>
  kind === 'access' || kind === 'portability' || kind === 'erasure';

export const dataRequestStates = [
  'received',
  'verified',
  'working',
  'fulfilled',
  'partly',
  'refused',
  'closed',
] as const;
export type DataRequestState = (typeof dataRequestStates)[number];

export const dataRequestOutcomes = ['fulfilled', 'partly', 'refused'] as const;
export type DataRequestOutcome = (typeof dataRequestOutcomes)[number];

/** Nothing is handed out before it is clear who asks; a refusal needs no more than its reason. */
export const dataRequestMoves = {
  received: ['verified', 'refused'],
  verified: ['working', 'refused'],
  working: ['fulfilled', 'partly', 'refused'],
  fulfilled: ['closed'],
  partly: ['closed'],
  refused: ['closed'],
  closed: [],
} as const satisfies StateTable<DataRequestState>;

export interface Promised {
  dueAt: Date;
  extensionDays: number | null;
  answeredAt: Date | null;
}

/** Until when the college has to answer (BR-160). */
export const answerDue = ({ dueAt, extensionDays }: Pick<Promised, 'dueAt' | 'extensionDays'>): Date =>
  later(dueAt, (extensionDays ?? 0) * aDay);

/** Whether the college is late, or was when it answered. */
export const isLate = (promised: Promised, now: Date): boolean => (promised.answeredAt ?? now) > answerDue(promised);

/** Once, and while the time that was promised first is not over. */
export const canExtend = ({ dueAt, extensionDays, answeredAt }: Promised, now: Date): boolean =>
  answeredAt === null && extensionDays === null && now <= dueAt;

/** Whether an answer says what it has to say. */
export const saysEnough = (outcome: DataRequestOutcome, reason?: string, complaintRoute?: string): boolean =>
  outcome === 'fulfilled' || (reason !== undefined && (outcome === 'partly' || complaintRoute !== undefined));

export const dataRequestActs = ['verify', 'start', 'answer', 'extend', 'close'] as const;
export type DataRequestAct = (typeof dataRequestActs)[number];

/** What an administrator may do with somebody else's request now. */
export function dataRequestActions(state: DataRequestState, promised: Promised, now: Date): DataRequestAct[] {
  const next: readonly DataRequestState[] = dataRequestMoves[state];
  return [
    ...when(next.includes('verified'), 'verify'),
    ...when(next.includes('working'), 'start'),
    ...when(next.includes('refused'), 'answer'),
    ...when(canExtend(promised, now), 'extend'),
    ...when(next.includes('closed'), 'close'),
  ];
}
