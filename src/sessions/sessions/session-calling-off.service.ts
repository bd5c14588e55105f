import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { judge, mostRows } from '../../platform/batches/batch.rules.js';
import { Batches } from '../../platform/batches/batches.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, rows, type Tx } from '../../platform/database/sql.js';
import { Events } from '../../platform/events/events.js';
import { RunService } from '../runs/run.service.js';
import type { DayCancellation, SessionBatchDto } from './session.dto.js';
import { presentSessionBatch } from './session.presenter.js';
import { restOfToday } from './session.queries.js';
import { requireCancellable } from './session.rules.js';
import { type LockedSession, SessionService } from './session.service.js';

/** Cancelling sessions that were not delivered (BR-33); their time and room are free again. */
@Injectable()
export class SessionCallingOffService {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly events: Events,
    private readonly runs: RunService,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  /** Cancels one session. */
  cancel(actor: Actor, id: string, reason: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const session = await this.sessions.lockSessionToWork(tx, actor, id);
      requireCancellable(session);
      await this.write(tx, actor, [session], reason);
      return id;
    });
  }

  /**
   * Cancels what begins in the rest of today, each by the day of its own place, all of it or nothing; of more than 200
   * sessions the first, and says so (BR-244).
   */
  async cancelToday(
    actor: Actor,
    { reason, venueId, online = false, dryRun = false }: DayCancellation,
  ): Promise<SessionBatchDto> {
    const done = await this.batches.run(actor, dryRun, {
      judge: async (tx, onlyLook) => {
        const at = this.clock.now();
        const look = () =>
          rows<Omit<LockedSession, 'now'>>(tx, restOfToday, [at, venueId ?? null, online, mostRows + 1]);
        const seen = await look();
        if (onlyLook) return firstOf(seen, () => true, at);
        const runIds = new Set(seen.slice(0, mostRows).map(({ runId }) => runId));
        const now = await this.runs.lockRuns(tx, [...runIds]);
        // Whoever held a lock may have moved something, out of today or into it.
        return firstOf(await look(), ({ runId }) => runIds.has(runId), now);
      },
      write: (tx, sessions) => this.write(tx, actor, sessions, reason),
    });
    return presentSessionBatch(done);
  }

  private async write(
    tx: Tx,
    actor: Actor,
    sessions: [LockedSession, ...LockedSession[]],
    reason: string,
  ): Promise<void> {
    const [{ now }] = sessions;
    await changed(
      tx,
      `
        update session
        set state = 'cancelled', cancelled_at = $2, cancelled_by = $3, cancellation_reason = $4,
          edited_alone = series_id is not null
        where id = any ($1)`,
      [sessions.map(({ id }) => id), now, actor.personId, reason],
    );
    const told = sessions.find(({ state, endsAt }) => state === 'published' && endsAt > now)?.id;
    const changeSet = this.events.changeSetOf(tx);
    await this.events.record(
      tx,
      actor,
      ...sessions.map(({ id, runId, state: from }) => ({
        type: 'session.cancelled',
        subjectId: id,
        from,
        to: 'cancelled',
        // The first that was announced tells of all of them.
        refs: { runId, changeSet, announced: id === told },
      })),
    );
    await this.datesChanged(tx, actor, [...new Set(sessions.map(({ runId }) => runId))].sort());
  }

  /** No offer of a place outlives the start, wherever that has moved: higher modules see to it. */
  private async datesChanged(tx: Tx, actor: Actor, runIds: string[]): Promise<void> {
    for (const runId of runIds) await this.events.actWithin(tx, 'run.capacity', runId, actor);
  }
}

/** Those that may be taken now; what was left out is more. */
function firstOf(
  found: readonly Omit<LockedSession, 'now'>[],
  mayBeTaken: (session: Omit<LockedSession, 'now'>) => boolean,
  now: Date,
) {
  const first = found.filter(mayBeTaken).slice(0, mostRows);
  const judged = first.map((session) =>
    judge(session.id, () => {
      requireCancellable(session);
      return { ...session, now };
    }),
  );
  return { judged, more: found.length > first.length };
}
