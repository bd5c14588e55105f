import { Injectable } from '@nestjs/common';
import { Policy } from '../../college/policy.dto.js';
import type { Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events, type Happening } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { attendanceRefusals } from '../attendance.refusals.js';
import type { RunDays } from '../../sessions/facilitators/facilitator.rules.js';
import type { RosterDays } from './attendance.policy.js';
import { locksAt } from '../../sessions/sessions/session.rules.js';
import { openRegister, writeMarks } from './register.queries.js';
import { afterMark, type NewMark, type RegisterPerson, type RegisterSession } from './register.rules.js';
import { type StoredWishes, wishesOf } from '../welfare/welfare.presenter.js';
import { sameTimeWorkingDaysLater } from '../welfare/welfare.queries.js';
import { type ContactWishes, safeWays } from '../welfare/welfare.rules.js';

export interface OpenPerson extends RegisterPerson {
  /** Whether they still have their place; somebody who left after being marked stays on the register. */
  holdsPlace: boolean;
  /** Absences in the other sessions of this run, and of no other (BR-59). */
  dnasBefore: number;
  /** Whether somebody was asked already how they are, after an absence from this date of the session. */
  followed: boolean;
  contact: ContactWishes | null;
}

/** A register under its lock, with everything that decides about its marks. */
export interface OpenRegister {
  session: RegisterSession;
  people: OpenPerson[];
  now: Date;
  policy: Policy;
  /** On which days those who facilitate see it. */
  days: RosterDays;
  /** Whether the one who opened it co-facilitates the run. */
  facilitates: boolean;
  locked: boolean;
  firstAndMandatory: boolean;
  timeZone: string;
  closureDays: ReadonlySet<string>;
}

/** A mark and the row as it stood before. */
export interface Entry {
  person: OpenPerson;
  mark: NewMark;
}

interface OpenedRow extends RegisterSession, RunDays {
  firstAndMandatory: boolean;
  facilitates: boolean;
  policy: Partial<Policy>;
  timeZone: string;
  closureDays: string[];
  people: (Omit<OpenPerson, 'occurredAt' | 'contact'> & { occurredAt: string | null; contact: StoredWishes | null })[];
}

/**
 * The register itself: opened under the session's lock, written by appending. Everything that marks attendance goes
 * through here.
 */
@Injectable()
export class RegisterWriterService {
  constructor(
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks the register of a session and reads it, for one person only where `personId` is given. 404 for an unknown
   * session.
   */
  async open(tx: Tx, doer: Doer, sessionId: string, personId?: string): Promise<OpenRegister> {
    const found = await row<OpenedRow>(tx, openRegister, [
      sessionId,
      doer.personId,
      personId ?? null,
      this.clock.now(),
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    const { people, policy: chosen, facilitates, firstAndMandatory, timeZone, closureDays, ...session } = found;
    const policy = { ...new Policy(), ...chosen };
    // Read after the lock was granted, so that the order of marks is the order of locks.
    const now = this.clock.now();
    const locks = locksAt(session.deliveredAt, policy.registerLockDays);
    return {
      session,
      now,
      policy,
      days: { ...found, rosterDays: policy.rosterDays },
      facilitates,
      firstAndMandatory,
      timeZone,
      closureDays: new Set(closureDays),
      locked: locks !== null && locks <= now,
      people: people.map((person) => ({
        ...person,
        occurredAt: person.occurredAt === null ? null : new Date(person.occurredAt),
        contact: wishesOf(person.contact),
      })),
    };
  }

  /** 409 for a register on which nothing can be recorded. */
  requireOpen({ session }: OpenRegister): void {
    if (session.state === 'draft') throw refuse(attendanceRefusals.session_not_published);
    if (session.state === 'cancelled') throw refuse(attendanceRefusals.session_cancelled);
  }

  /**
   * Appends the marks and what follows from them, and answers the rows as they stand then. Two round trips, however
   * many marks, and a third where somebody did not come.
   */
  async enter(tx: Tx, doer: Doer, register: OpenRegister, entries: readonly Entry[]): Promise<Map<string, OpenPerson>> {
    const before = new Map<string, OpenPerson>();
    const after = new Map<string, OpenPerson>();
    const marks: object[] = [];
    const spans: object[] = [];
    const happenings: Happening[] = [];
    for (const { person, mark } of entries) {
      const last = after.get(person.enrolmentId) ?? person;
      const attendanceId = last.attendanceId ?? newId();
      const next = { ...last, ...afterMark(last, mark, register.session, attendanceId) };
      const id = newId();
      before.set(person.enrolmentId, before.get(person.enrolmentId) ?? person);
      after.set(person.enrolmentId, next);
      marks.push(markRow(id, next, mark, register, doer));
      spans.push(...spanRows(id, mark, register.session));
      happenings.push(this.happening(register, last, next, mark));
    }
    const rowsAfter = [...after.values()];
    const absent = rowsAfter.filter(
      ({ enrolmentId, state, followed }) => state === 'dna' && !followed && before.get(enrolmentId)?.state !== 'dna',
    );
    const back = rowsAfter.filter(
      ({ enrolmentId, state }) => state !== 'dna' && before.get(enrolmentId)?.state === 'dna',
    );
    const { now, policy, timeZone, closureDays } = register;
    const days = policy.welfareDueWorkingDays;
    const dueAt = absent[0] ? await sameTimeWorkingDaysLater(tx, now, days, timeZone, closureDays) : now;
    const followUps = absent.map((person) => this.followUp(register, person, doer, dueAt));
    const ended = await rows<{ id: string; enrolmentId: string }>(tx, writeMarks, [
      JSON.stringify(marks),
      JSON.stringify(spans),
      JSON.stringify(followUps.map(({ stored }) => stored)),
      back.map(({ enrolmentId }) => enrolmentId),
      register.session.id,
    ]);
    await this.events.record(
      tx,
      doer,
      ...happenings,
      ...followUps.map(({ happening }) => happening),
      ...ended.map(({ id, enrolmentId }) => ({
        type: 'welfare_follow_up.not_needed',
        subjectId: id,
        personId: after.get(enrolmentId)?.personId,
        to: 'not_needed',
        refs: { enrolmentId },
      })),
      ...(entries.length > 0
        ? [{ type: 'register.taken', subjectId: register.session.id, refs: { runId: register.session.runId } }]
        : []),
    );
    return after;
  }

  private happening({ session }: OpenRegister, before: OpenPerson, after: OpenPerson, mark: NewMark): Happening {
    return {
      type: mark.source === 'correction' ? 'attendance.corrected' : 'attendance.marked',
      subjectId: after.attendanceId ?? session.id,
      personId: after.personId,
      from: before.state,
      to: after.state,
      refs: { enrolmentId: after.enrolmentId, sessionId: session.id, runId: session.runId, source: mark.source },
    };
  }

  /** Somebody did not come: within a working day somebody asks how they are, in a way that is safe (BR-57, 58). */
  private followUp(
    { session, now, policy, firstAndMandatory }: OpenRegister,
    person: OpenPerson,
    doer: Doer,
    dueAt: Date,
  ) {
    const { enrolmentId, personId } = person;
    const id = newId();
    const state = safeWays(person.contact, policy, now).length === 0 ? 'no_safe_channel' : 'open';
    const conversationOffered = person.dnasBefore + 1 >= policy.absencesBeforeConversation;
    const refs = { enrolmentId, sessionId: session.id, runId: session.runId };
    const happening: Happening = {
      type: 'welfare_follow_up.opened',
      subjectId: id,
      personId,
      to: state,
      refs: { ...refs, trigger: 'dna', dueAt: dueAt.toISOString(), conversationOffered },
    };
    return {
      happening,
      stored: {
        id,
        enrolment_id: enrolmentId,
        session_id: session.id,
        trigger: 'dna',
        state,
        conversation_offered: conversationOffered,
        // Missing a mandatory first session is something for a facilitator to look at, and changes nothing by itself
        // (BR-55).
        first_session_missed: firstAndMandatory,
        opened_at: now,
        opened_by: doer.personId,
        due_at: dueAt,
        version: 1,
      },
    };
  }
}

const markRow = (id: string, after: RegisterPerson, mark: NewMark, { session, now }: OpenRegister, doer: Doer) => ({
  id,
  attendance_id: after.attendanceId,
  enrolment_id: after.enrolmentId,
  session_id: session.id,
  sequence: after.marks,
  state: mark.state,
  arrived_min: mark.arrivedMin,
  left_min: mark.leftMin,
  minutes_present: mark.minutesPresent,
  mode: mark.mode,
  source: mark.source,
  note_code: mark.noteCode,
  client_event_id: mark.clientEventId,
  occurred_at: mark.occurredAt,
  recorded_at: now,
  recorded_by: doer.personId,
  reason: mark.reason,
});

/** JSON has no infinity: a span without a beginning or an end is written with null, as the database has it. */
const spanRows = (markId: string, { spans }: NewMark, { id }: RegisterSession) =>
  spans.map(({ from, to }) => ({ mark_id: markId, session_id: id, since: from, until: to }));
