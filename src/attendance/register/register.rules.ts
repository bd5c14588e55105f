import type { Policy } from '../../college/policy.dto.js';
import { aMinute, hasFourDigitYear } from '../../platform/calendar.js';
import { type AppError, fieldError, refuse } from '../../platform/errors/refusal.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { fieldWords } from '../../platform/http/field-words.js';
import { attendanceRefusals } from '../attendance.refusals.js';
import {
  type AttendanceMode,
  type AttendanceState,
  type MarkSource,
  type MarkState,
  type NoteCode,
  wasThere,
} from './attendance.rules.js';
import {
  inOrder,
  minutesPresent,
  type NotedTimes,
  presentSpans,
  type SessionMinutes,
  type Span,
} from './minutes.rules.js';

/** The session of a register, under its lock. */
export interface RegisterSession extends SessionMinutes {
  id: string;
  runId: string;
  mode: 'in_person' | 'online' | 'hybrid' | 'drop_in';
  state: 'draft' | 'published' | 'delivered' | 'cancelled';
  startsAt: Date;
  deliveredAt: Date | null;
}

/** One row of a register, as it stands before anything new is written. */
export interface RegisterPerson {
  enrolmentId: string;
  personId: string;
  attendanceId: string | null;
  state: AttendanceState;
  /** When the mark that counts happened. */
  occurredAt: Date | null;
  /** How many marks there are; the version of the row. */
  marks: number;
  /** Whether an apology came before the end. */
  apologised: boolean;
  clientEvents: string[];
}

/** What somebody wants to record about one person. */
export interface MarkWish extends NotedTimes {
  state: MarkState;
  minutesPresent?: number;
  mode?: AttendanceMode;
  noteCode?: NoteCode;
  clientEventId?: string;
  occurredAt?: string;
  version?: number;
  reason?: string;
}

/** What is going to be written. */
export interface NewMark {
  state: MarkState;
  arrivedMin: number | null;
  leftMin: number | null;
  minutesPresent: number;
  spans: Span[];
  mode: AttendanceMode | null;
  source: MarkSource;
  noteCode: NoteCode | null;
  clientEventId: string | null;
  occurredAt: Date;
  reason: string | null;
}

export interface MarkContext {
  now: Date;
  policy: Policy;
  source: MarkSource;
  /** Whether each mark has to say why: a coordinator's always, and everybody's once the register is locked. */
  reasonNeeded: boolean;
}

/** A mark, a refusal, or nothing, because the same event was recorded before. */
export type MarkDecision = NewMark | AppError | 'recorded';

const clockTolerance = 120_000;

/** What becomes of one wish (I-28). */
export function decideMark(
  wish: MarkWish,
  person: RegisterPerson,
  session: RegisterSession,
  context: MarkContext,
): MarkDecision {
  if (wish.clientEventId !== undefined && person.clientEvents.includes(wish.clientEventId)) return 'recorded';
  const told = wish.occurredAt === undefined ? undefined : new Date(wish.occurredAt);
  // What is marked now comes after the mark that stands, whichever clock that one was read from.
  const now = new Date(Math.max(Number(context.now), Number(person.occurredAt)));
  return (
    refusalOf(wish, person, session, context, told ?? context.now) ??
    markOf(wish, person, session, context, told ?? now)
  );
}

function refusalOf(
  wish: MarkWish,
  person: RegisterPerson,
  session: RegisterSession,
  context: MarkContext,
  occurredAt: Date,
): AppError | undefined {
  const { policy, now, reasonNeeded } = context;
  const grace = policy.attendanceGraceMinutes;
  if (wish.version !== undefined && wish.version !== person.marks) return stale(person.marks);
  if (!hasFourDigitYear(occurredAt))
    return refuse(platformRefusals.validation_failed, {
      errors: [fieldError(fieldWords.isRFC3339.code, fieldWords.isRFC3339.key, {}, '/occurredAt')],
    });
  if (reasonNeeded && wish.reason === undefined) return refuse(attendanceRefusals.reason_missing);
  if (occurredAt.getTime() > now.getTime() + clockTolerance) return refuse(attendanceRefusals.occurred_in_future);
  if (wish.state === 'dna' && session.mode === 'drop_in') return refuse(attendanceRefusals.no_absence_at_drop_in);
  if (wish.state === 'dna' && person.state === 'not_yet_enrolled') return refuse(attendanceRefusals.not_on_register);
  if (wish.state === 'dna' && occurredAt < session.startsAt) return refuse(attendanceRefusals.absence_before_start);
  if (wasThere(wish.state) && minutesAfter(session.startsAt, occurredAt) < -grace)
    return refuse(attendanceRefusals.session_not_started, { values: { grace } });
  return timesRefusal(wish, session, grace);
}

/** BR-63 and I-30: what is noted has to fit the session and itself. */
function timesRefusal(wish: MarkWish, session: RegisterSession, grace: number): AppError | undefined {
  const { state, arrivedMin, leftMin, away = [], minutesPresent: told } = wish;
  const timed = arrivedMin !== undefined || leftMin !== undefined || away.length > 0;
  if (!wasThere(state))
    return timed || told !== undefined ? refuse(attendanceRefusals.no_minutes_when_absent) : undefined;
  const exceeded = () => refuse(attendanceRefusals.minutes_exceed_session, { values: { contact: session.contact } });
  if (told !== undefined && told > session.contact) return exceeded();
  if (!inOrder(wish)) return refuse(attendanceRefusals.times_not_in_order);
  const [from, to] = [arrivedMin ?? 0, leftMin ?? session.duration];
  const outside = from < -grace || to > session.duration + grace;
  if (outside && to - from > session.contact) return exceeded();
  if (outside) return refuse(attendanceRefusals.presence_outside_session, { values: { grace } });
  const untimed = (state === 'late' && arrivedMin === undefined) || (state === 'left_early' && leftMin === undefined);
  const lacking = state === 'late' ? '/arrivedMin' : '/leftMin';
  return untimed && told === undefined ? refuse(attendanceRefusals.times_missing, { at: [lacking] }) : undefined;
}

function markOf(
  wish: MarkWish,
  person: RegisterPerson,
  session: RegisterSession,
  { source }: MarkContext,
  occurredAt: Date,
): NewMark {
  // An apology before the end is an apology, whoever fills in the register later (BR-60).
  const state = wish.state === 'dna' && person.apologised ? 'apology' : wish.state;
  const there = wasThere(state);
  return {
    state,
    arrivedMin: wish.arrivedMin ?? null,
    leftMin: wish.leftMin ?? null,
    ...(there ? presenceOf(wish, session) : { minutesPresent: 0, spans: [] }),
    mode: there ? (wish.mode ?? usualMode(session)) : null,
    source: wish.reason === undefined ? source : 'correction',
    noteCode: wish.noteCode ?? null,
    clientEventId: wish.clientEventId ?? null,
    occurredAt,
    reason: wish.reason ?? null,
  };
}

/** Times that were noted count before minutes that were told; without either, the whole session. */
function presenceOf(wish: MarkWish, session: RegisterSession): Pick<NewMark, 'minutesPresent' | 'spans'> {
  const told = wish.minutesPresent;
  const timed = wish.arrivedMin !== undefined || wish.leftMin !== undefined || wish.away !== undefined;
  if (told !== undefined && !timed) return { minutesPresent: told, spans: [] };
  const spans = presentSpans(wish, session.duration);
  return { minutesPresent: spans.length > 0 ? minutesPresent(spans, session) : (told ?? 0), spans };
}

const usualMode = ({ mode }: RegisterSession): AttendanceMode => (mode === 'online' ? 'online' : 'in_person');

/** The row after a mark: the mark that happened last counts, whenever it arrives (I-28). */
export function afterMark(
  person: RegisterPerson,
  mark: NewMark,
  session: RegisterSession,
  attendanceId: string,
): RegisterPerson {
  const counts = person.occurredAt === null || mark.occurredAt >= person.occurredAt;
  const ends = session.startsAt.getTime() + session.duration * aMinute;
  return {
    ...person,
    attendanceId,
    marks: person.marks + 1,
    apologised:
      mark.source !== 'rescheduling' &&
      (person.apologised || (mark.state === 'apology' && mark.occurredAt.getTime() < ends)),
    clientEvents: mark.clientEventId === null ? person.clientEvents : [...person.clientEvents, mark.clientEventId],
    ...(counts && { state: mark.state, occurredAt: mark.occurredAt }),
  };
}

/** Whole minutes from one instant to another; negative when it lies before. */
export const minutesAfter = (from: Date, to: Date): number => Math.floor((to.getTime() - from.getTime()) / aMinute);
