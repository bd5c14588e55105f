import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { AppError, refuse } from '../../platform/errors/refusal.js';
import type { AttendanceDto } from './attendance.dto.js';
import { canSeeAttendance, requireDaysFor } from './attendance.policy.js';
import { RegisterWriterService } from './register-writer.service.js';
import type { CorrectionBody } from './register.dto.js';
import { type AttendanceRow, presentAttendance } from './register.presenter.js';
import { attendanceRows } from './register.queries.js';
import { decideMark } from './register.rules.js';

/** How somebody attended, with everything that was ever recorded about it. */
@Injectable()
export class AttendanceService {
  constructor(
    private readonly database: Database,
    private readonly writer: RegisterWriterService,
    private readonly clock: Clock,
  ) {}

  /** 404 for others than the learner, co-facilitators of the run and coordinators; 403 as `requireDays`. */
  async one(actor: Actor, id: string): Promise<AttendanceDto> {
    const found = await this.database.row<AttendanceRow>(`${attendanceRows} where a.id = $2`, [actor.personId, id]);
    if (!found || !canSeeAttendance(actor, found)) throw refuse(platformRefusals.not_found);
    const now = this.clock.now();
    requireDaysFor(actor, found, now);
    return presentAttendance(actor, found, now);
  }

  /** The sessions of one enrolment, by start; at most 200. 404 as above. */
  async ofEnrolment(actor: Actor, enrolmentId: string): Promise<AttendanceDto[]> {
    const found = await this.database.rows<AttendanceRow>(
      `${attendanceRows} where a.enrolment_id = $2 order by a.starts_at, a.session_id limit 200`,
      [actor.personId, enrolmentId],
    );
    const [first] = found;
    if (!first || !canSeeAttendance(actor, first)) throw refuse(platformRefusals.not_found);
    const now = this.clock.now();
    requireDaysFor(actor, first, now);
    return found.map((each) => presentAttendance(actor, each, now));
  }

  /**
   * Corrects a mark, before or after the lock; what stood before stays on record (BR-62). For
   * coordinators, and 422 `own_record` for their own (BR-207).
   */
  correct(actor: Actor, id: string, wish: CorrectionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const known = await row<{ sessionId: string; personId: string }>(
        tx,
        `
          select m.session_id as "sessionId", e.person_id as "personId"
          from attendance_mark m
          join enrolment e on e.id = m.enrolment_id
          where m.attendance_id = $1
          limit 1`,
        [id],
      );
      if (!known) throw refuse(platformRefusals.not_found);
      refuseOwnRecord(actor, known.personId);
      const register = await this.writer.open(tx, actor, known.sessionId, known.personId);
      this.writer.requireOpen(register);
      const person = register.people.find(({ attendanceId }) => attendanceId === id);
      if (!person) throw refuse(platformRefusals.not_found);
      const decision = decideMark(wish, person, register.session, {
        ...register,
        source: 'correction',
        reasonNeeded: true,
      });
      if (decision instanceof AppError) throw decision;
      if (decision !== 'recorded') await this.writer.enter(tx, actor, register, [{ person, mark: decision }]);
      return id;
    });
  }
}
