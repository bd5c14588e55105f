import { Injectable } from '@nestjs/common';
import { Policy } from '../../college/policy.dto.js';
import { type Actor, is } from '../../platform/actor.js';
import { isOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { errorsOf } from '../../platform/errors/problem.js';
import { AppError, detailOf, refuse, titleOf } from '../../platform/errors/refusal.js';
import { canSeeRegister, registerActions, requireDays } from './attendance.policy.js';
import { attendanceRefusals } from '../attendance.refusals.js';
import { locksAt } from '../../sessions/sessions/session.rules.js';
import { type Entry, type OpenPerson, RegisterWriterService } from './register-writer.service.js';
import type { RegisterDto, RegisterResultDto, RegisterResultsDto, RegisterRowBody } from './register.dto.js';
import { presentRegisterRow, type RegisterStoredRow } from './register.presenter.js';
import { registerHead, registerRows } from './register.queries.js';
import { afterMark, decideMark } from './register.rules.js';
import type { RunDays } from '../../sessions/facilitators/facilitator.rules.js';

interface RegisterHead extends RunDays {
  id: string;
  runId: string;
  state: RegisterDto['state'];
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  contactMinutes: number | null;
  deliveredAt: Date | null;
  facilitates: boolean;
  policy: Partial<Policy>;
  rosterDays: number;
  marks: number;
}

/** The register of a session, as facilitators fill it in and coordinators correct it. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly database: Database,
    private readonly writer: RegisterWriterService,
    private readonly clock: Clock,
  ) {}

  /**
   * The register as it stands. 404 for others than co-facilitators of the run and coordinators; 403 for a facilitator
   * outside the roster days (BR-210).
   */
  async read(actor: Actor, sessionId: string): Promise<RegisterDto> {
    const head = await this.database.row<RegisterHead>(registerHead, [actor.personId, sessionId]);
    if (!head || !canSeeRegister(actor, head)) throw refuse(platformRefusals.not_found);
    const policy = { ...new Policy(), ...head.policy };
    const now = this.clock.now();
    requireDays(actor, head, now);
    const rows = await this.database.rows<RegisterStoredRow>(registerRows, [sessionId]);
    const locks = locksAt(head.deliveredAt, policy.registerLockDays);
    const locked = locks !== null && locks <= now;
    const takesMarks = head.state === 'published' || head.state === 'delivered';
    return {
      id: head.id,
      runId: head.runId,
      state: head.state,
      startsAt: head.startsAt.toISOString(),
      endsAt: head.endsAt.toISOString(),
      timeZone: head.timeZone,
      contactMinutes: head.contactMinutes,
      locksAt: locks?.toISOString() ?? null,
      locked,
      rows: rows.map(presentRegisterRow),
      can: registerActions(actor, head, { locked, takesMarks }),
      version: head.marks,
    };
  }

  /**
   * Records rows of the register. Each row has its own result: refused rows are decided first, the rest commit
   * together. Marks are appended, so two people who fill in the same register lose nothing; a row that gives the
   * version it saw is refused with 412 when it changed since, and one about oneself with 422 `own_record` (BR-208). Three round trips, however many rows, and a fourth where somebody did not come. 409
   * `register_locked` for facilitators after the lock (BR-62).
   */
  mark(actor: Actor, sessionId: string, wishes: readonly RegisterRowBody[]): Promise<RegisterResultsDto> {
    return this.database.transaction(async (tx) => {
      const register = await this.writer.open(tx, actor, sessionId);
      if (!canSeeRegister(actor, register)) throw refuse(platformRefusals.not_found);
      requireDays(actor, register.days, register.now);
      this.writer.requireOpen(register);
      const { session, now, policy, facilitates, locked } = register;
      if (locked && !is(actor, 'coordinator'))
        throw refuse(attendanceRefusals.register_locked, { values: { days: policy.registerLockDays } });
      const context = { now, policy, source: 'register' as const, reasonNeeded: locked || !facilitates };
      const people = new Map(register.people.map((person) => [person.enrolmentId, person]));
      const known = new Map(
        register.people.flatMap(({ enrolmentId, clientEvents }) =>
          clientEvents.map((event) => [event, enrolmentId] as const),
        ),
      );
      const entries: Entry[] = [];
      const results = wishes.map((wish, place): RegisterResultDto => {
        const person = people.get(wish.enrolmentId);
        if (person === undefined) return refused(wish, undefined, refuse(attendanceRefusals.not_on_register), place);
        if (isOwnRecord(actor, person.personId))
          return refused(wish, person, refuse(platformRefusals.own_record), place);
        if (belongsToAnother(wish, known))
          return refused(wish, person, refuse(attendanceRefusals.client_event_reused), place);
        const decision = decideMark(wish, person, session, context);
        if (decision instanceof AppError) return refused(wish, person, decision, place);
        if (decision === 'recorded') return recorded(person, true);
        if (wish.clientEventId !== undefined) known.set(wish.clientEventId, wish.enrolmentId);
        entries.push({ person, mark: decision });
        // A second row about the same person is decided on what the first one leaves behind.
        const next = { ...person, ...afterMark(person, decision, session, person.attendanceId ?? person.enrolmentId) };
        people.set(wish.enrolmentId, next);
        return recorded(next, false);
      });
      const after =
        entries.length > 0 ? await this.writer.enter(tx, actor, register, entries) : new Map<string, OpenPerson>();
      const rows = results.map((result) =>
        result.problem
          ? result
          : { ...result, attendanceId: after.get(result.enrolmentId)?.attendanceId ?? result.attendanceId },
      );
      return { rows, recorded: entries.length, refused: results.filter(({ problem }) => problem !== null).length };
    });
  }
}

const belongsToAnother = (
  { clientEventId, enrolmentId }: RegisterRowBody,
  known: ReadonlyMap<string, string>,
): boolean => clientEventId !== undefined && known.has(clientEventId) && known.get(clientEventId) !== enrolmentId;

const recorded = ({ enrolmentId, attendanceId, state, marks }: OpenPerson, replayed: boolean): RegisterResultDto => ({
  enrolmentId,
  status: 200,
  attendanceId,
  state,
  version: marks,
  replayed,
  problem: null,
});

function refused(
  row: RegisterRowBody,
  person: OpenPerson | undefined,
  refusal: AppError,
  place: number,
): RegisterResultDto {
  return {
    enrolmentId: row.enrolmentId,
    status: refusal.status,
    attendanceId: person?.attendanceId ?? null,
    state: person?.state ?? null,
    version: person?.marks ?? 0,
    replayed: false,
    problem: {
      code: refusal.code,
      title: titleOf(refusal.code),
      detail: detailOf(refusal.code, refusal.details.values),
      errors: errorsOf(refusal, { body: row }).map((error) => ({
        ...error,
        pointer: `/rows/${place}${error.pointer ?? ''}`,
      })),
    },
  };
}
