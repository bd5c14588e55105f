import { Injectable } from '@nestjs/common';
import type { Doer } from '../../platform/actor.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { Events } from '../../platform/events/events.js';
import type { DropIn } from './attendance-mark.entity.js';
import { RegisterWriterService } from './register-writer.service.js';

/** What stands on a register, for those who move or deliver the session. */
@Injectable()
export class SessionMarkService {
  constructor(
    private readonly writer: RegisterWriterService,
    private readonly events: Events,
  ) {}

  /** Whether somebody is marked otherwise than expected, or came without enrolling. */
  anyOf(tx: Tx, sessionId: string): Promise<boolean> {
    return this.stands(tx, sessionId, `a.state <> 'expected'`);
  }

  /** Whether a register of this run was ever written on, whatever became of it. */
  async everOn(tx: Tx, runId: string): Promise<boolean> {
    const found = await row(
      tx,
      `
        select
        from session s
        where s.run_id = $1
          and (
            exists (select from attendance_mark m where m.session_id = s.id)
              or exists (select from drop_in d where d.session_id = s.id)
          )
        limit 1`,
      [runId],
    );
    return found !== undefined;
  }

  /** Whether somebody was there, or came without enrolling. */
  presentAt(tx: Tx, sessionId: string): Promise<boolean> {
    return this.stands(tx, sessionId, `a.state in ('present', 'late', 'left_early')`);
  }

  /**
   * Expects everybody anew: what was marked stays on record, follow-ups of an absence are not needed any more, and
   * neither an apology nor who came without enrolling speaks for another date (BR-222).
   */
  async clear(tx: Tx, doer: Doer, sessionId: string): Promise<void> {
    const register = await this.writer.open(tx, doer, sessionId);
    const marked = register.people.filter(
      ({ attendanceId, state, apologised }) => attendanceId !== null && (state !== 'expected' || apologised),
    );
    await this.writer.enter(
      tx,
      doer,
      register,
      marked.map((person) => ({
        person,
        mark: {
          state: 'expected',
          arrivedMin: null,
          leftMin: null,
          minutesPresent: 0,
          spans: [],
          mode: null,
          source: 'rescheduling',
          noteCode: null,
          clientEventId: null,
          // The mark that happened last counts, and a device may have been a little ahead.
          occurredAt: new Date(Math.max(Number(register.now), Number(person.occurredAt))),
          reason: null,
        },
      })),
    );
    const takenBack = await rows<Pick<DropIn, 'id'>>(
      tx,
      `
        update drop_in
        set taken_back_at = $2
        where session_id = $1 and taken_back_at is null
        returning id`,
      [sessionId, register.now],
    );
    const refs = { sessionId, runId: register.session.runId };
    await this.events.record(
      tx,
      doer,
      ...takenBack.map(({ id }) => ({ type: 'drop_in.taken_back', subjectId: id, refs })),
    );
  }

  private async stands(tx: Tx, sessionId: string, condition: string): Promise<boolean> {
    const found = await row(
      tx,
      `
        select
        where exists (
            select
            from attendance a
            where a.session_id = $1 and a.mark_id is not null and ${condition}
          )
          or exists (
            select
            from drop_in d
            where d.session_id = $1 and d.taken_back_at is null
          )`,
      [sessionId],
    );
    return found !== undefined;
  }
}
