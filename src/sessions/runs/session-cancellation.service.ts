import { Injectable } from '@nestjs/common';
import type { Doer } from '../../platform/actor.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { Session } from '../sessions/session.entity.js';
import type { LockedRun } from './run.service.js';

/** What the end of a run means for its sessions. */
@Injectable()
export class SessionCancellationService {
  constructor(private readonly events: Events) {}

  /** Cancels what was not held yet of a run that is being cancelled, as one change. */
  async cancelSessionsOf(tx: Tx, doer: Doer, run: LockedRun, reason: string): Promise<void> {
    const runId = run.id;
    const cancelled = await rows<Pick<Session, 'id'> & { from: Session['state'] }>(
      tx,
      `
        with open as (select id, state from session where run_id = $1 and state in ('draft', 'published'))
        update session s
        set state = 'cancelled', cancelled_at = $2, cancelled_by = $3, cancellation_reason = $4
        from open
        where open.id = s.id
        returning ${columnsOf(Session, 's', 'id')}, open.state as "from"`,
      [runId, run.now, doer.personId, reason],
    );
    await this.events.record(
      tx,
      doer,
      ...cancelled.map(({ id, from }) => ({
        type: 'session.cancelled',
        subjectId: id,
        from,
        to: 'cancelled',
        refs: { runId, changeSet: runId, announced: from === 'published' },
      })),
    );
  }
}
