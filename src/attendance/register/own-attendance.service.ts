import { Injectable } from '@nestjs/common';
import { Policy } from '../../college/policy.dto.js';
import { type Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { AppError, refuse } from '../../platform/errors/refusal.js';
import { KeyFolder } from '../../platform/keys/key-folder.js';
import type { CheckInCodeDto } from './attendance.dto.js';
import { canSeeRegister } from './attendance.policy.js';
import { attendanceRefusals } from '../attendance.refusals.js';
import { wasThere } from './attendance.rules.js';
import { checkInCode, checkInWindow, codeSeconds, isCurrentCode, stepAt } from './check-in.rules.js';
import { type OpenPerson, type OpenRegister, RegisterWriterService } from './register-writer.service.js';
import { registerHead } from './register.queries.js';
import { decideMark, type MarkWish, minutesAfter } from './register.rules.js';

/** What learners say about their own attendance: that they cannot come, or that they are here. */
@Injectable()
export class OwnAttendanceService {
  constructor(
    private readonly database: Database,
    private readonly writer: RegisterWriterService,
    private readonly keys: KeyFolder,
    private readonly clock: Clock,
  ) {}

  /**
   * Says that I cannot come, any time before the end; an absence recorded already becomes an apology (BR-60). Answers
   * the id of the attendance.
   */
  apologise(actor: Actor, sessionId: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { register, person } = await this.open(tx, actor, sessionId);
      const { session, now } = register;
      if (minutesAfter(session.startsAt, now) >= session.duration) throw refuse(attendanceRefusals.apology_too_late);
      if (wasThere(person.state)) throw refuse(attendanceRefusals.there_already);
      if (person.state === 'apology' && person.attendanceId !== null) return person.attendanceId;
      return this.recordMark(tx, actor, register, person, { state: 'apology' });
    });
  }

  /**
   * Says that I am here, with the code that the room shows. Only for my own place, this session and this time (I-27).
   * 409 `check_in_closed`, 422 `check_in_code_wrong`. Checking in twice changes nothing.
   */
  async checkIn(actor: Actor, sessionId: string, code: string): Promise<string> {
    const secret = await this.secret();
    return this.database.command(actor, async (tx) => {
      const { register, person } = await this.open(tx, actor, sessionId);
      const { session, now, policy } = register;
      this.requireWindow(session, now, policy.attendanceGraceMinutes);
      if (!isCurrentCode(secret, session.id, now, code)) throw refuse(attendanceRefusals.check_in_code_wrong);
      if (wasThere(person.state) && person.attendanceId !== null) return person.attendanceId;
      const arrivedMin = Math.max(0, minutesAfter(session.startsAt, now));
      return this.recordMark(tx, actor, register, person, {
        state: arrivedMin > policy.lateAfterMinutes ? 'late' : 'present',
        arrivedMin,
      });
    });
  }

  /** The code to show in the room now. For co-facilitators of the run, while check-in is open. */
  async code(actor: Actor, sessionId: string): Promise<CheckInCodeDto> {
    const head = await this.database.row<{
      state: string;
      startsAt: Date;
      endsAt: Date;
      facilitates: boolean;
      policy: Partial<Policy>;
    }>(registerHead, [actor.personId, sessionId]);
    if (!head || !canSeeRegister(actor, head)) throw refuse(platformRefusals.not_found);
    if (!head.facilitates) throw refuse(platformRefusals.forbidden);
    if (head.state === 'draft') throw refuse(attendanceRefusals.session_not_published);
    if (head.state === 'cancelled') throw refuse(attendanceRefusals.session_cancelled);
    const { attendanceGraceMinutes: grace } = { ...new Policy(), ...head.policy };
    const now = this.clock.now();
    const session = { startsAt: head.startsAt, duration: minutesAfter(head.startsAt, head.endsAt) };
    this.requireWindow(session, now, grace);
    const { opensAt, closesAt } = checkInWindow(session, grace);
    return {
      id: sessionId,
      code: checkInCode(await this.secret(), sessionId, stepAt(now)),
      changesAt: new Date((stepAt(now) + 1) * codeSeconds * 1000).toISOString(),
      opensAt: opensAt.toISOString(),
      closesAt: closesAt.toISOString(),
    };
  }

  private async open(tx: Tx, actor: Actor, sessionId: string): Promise<{ register: OpenRegister; person: OpenPerson }> {
    const register = await this.writer.open(tx, actor, sessionId, actor.personId);
    const person = register.people.find(({ holdsPlace }) => holdsPlace);
    // A draft is not there for anybody without a place; what is published, everybody sees.
    if (!person)
      throw register.session.state === 'draft'
        ? refuse(platformRefusals.not_found)
        : refuse(attendanceRefusals.not_enrolled_here);
    this.writer.requireOpen(register);
    return { register, person };
  }

  private async recordMark(
    tx: Tx,
    actor: Actor,
    register: OpenRegister,
    person: OpenPerson,
    wish: MarkWish,
  ): Promise<string> {
    const decision = decideMark(wish, person, register.session, { ...register, source: 'self', reasonNeeded: false });
    if (decision instanceof AppError) throw decision;
    if (decision === 'recorded') return person.attendanceId ?? register.session.id;
    const after = await this.writer.enter(tx, actor, register, [{ person, mark: decision }]);
    return after.get(person.enrolmentId)?.attendanceId ?? register.session.id;
  }

  private requireWindow(session: { startsAt: Date; duration: number }, now: Date, grace: number): void {
    const { opensAt, closesAt } = checkInWindow(session, grace);
    if (now < opensAt || now >= closesAt) throw refuse(attendanceRefusals.check_in_closed, { values: { grace } });
  }

  private secret = (): Promise<Buffer> => this.keys.secretFor('check-in');
}
