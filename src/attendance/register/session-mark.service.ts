import { Injectable } from '@nestjs/common';
import type { Doer } from '../../platform/actor.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { RegisterWriterService } from './register-writer.service.js';

/** What stands on a register, for those who move or deliver the session. */
@Injectable()
export class SessionMarkService {
  constructor(private readonly writer: RegisterWriterService) {}

  /** Whether somebody is marked otherwise than expected, or came without enrolling. */
  anyOf(tx: Tx, sessionId: string): Promise<boolean> {
    return this.stands(tx, sessionId, `a.state <> 'expected'`);
  }

  /** Whether somebody was there, or came without enrolling. */
  presentAt(tx: Tx, sessionId: string): Promise<boolean> {
    return this.stands(tx, sessionId, `a.state in ('present', 'late', 'left_early')`);
  }

  /**
   * Expects everybody anew: what was marked stays on record, and follow-ups of an absence are not needed any more. Who
   * came without enrolling stays.
   */
  async clear(tx: Tx, doer: Doer, sessionId: string): Promise<void> {
    const register = await this.writer.open(tx, doer, sessionId);
    const marked = register.people.filter(({ attendanceId, state }) => attendanceId !== null && state !== 'expected');
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
          source: 'register',
          noteCode: null,
          clientEventId: null,
          // The mark that happened last counts, and a device may have been a little ahead.
          occurredAt: new Date(Math.max(Number(register.now), Number(person.occurredAt))),
          reason: null,
        },
      })),
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
            where d.session_id = $1
          )`,
      [sessionId],
    );
    return found !== undefined;
  }
}
