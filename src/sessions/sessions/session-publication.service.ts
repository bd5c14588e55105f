import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { judge, mostRows } from '../../platform/batches/batch.rules.js';
import { Batches } from '../../platform/batches/batches.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { updateRows } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { RunReadinessService } from '../runs/run-readiness.service.js';
import type { DraftsPublicationBody, PublicationBody, SessionBatchDto } from './session.dto.js';
import { Session } from './session.entity.js';
import { presentSessionBatch } from './session.presenter.js';
import { lockedDrafts } from './session.queries.js';
import { type PublicationCase, requirePublishable } from './session.rules.js';
import { SessionPlanningService } from './session-planning.service.js';
import { type LockedSession, SessionService } from './session.service.js';

/** Publishing sessions when start, end, contact minutes and access information stand (BR-31). */
@Injectable()
export class SessionPublicationService {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly sessions: SessionService,
    private readonly planning: SessionPlanningService,
    private readonly readiness: RunReadinessService,
  ) {}

  /** Publishes one session. */
  publish(actor: Actor, id: string, { recordedAsHeld }: PublicationBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const session = await this.sessions.lockSessionToWork(tx, actor, id);
      requirePublishable(session, await this.caseOf(tx, session.runId, session.now, recordedAsHeld));
      await this.write(tx, actor, [session]);
      return id;
    });
  }

  /** Publishes all drafts of a run that can be; of each other one, why not (BR-242). */
  async publishDrafts(
    actor: Actor,
    runId: string,
    { recordedAsHeld, dryRun }: DraftsPublicationBody,
  ): Promise<SessionBatchDto> {
    const done = await this.batches.run(actor, dryRun, {
      judge: async (tx, onlyLook) => {
        const { now } = await this.planning.lockRunToPlan(tx, actor, runId, { onlyLook });
        const drafts = await rows<Omit<LockedSession, 'now'>>(tx, lockedDrafts, [runId, mostRows + 1]);
        const publication = await this.caseOf(tx, runId, now, recordedAsHeld);
        const judged = drafts.slice(0, mostRows).map((draft) =>
          judge(draft.id, () => {
            requirePublishable(draft, publication);
            return { ...draft, now };
          }),
        );
        return { judged, more: drafts.length > mostRows };
      },
      write: (tx, drafts) => this.write(tx, actor, drafts),
    });
    return presentSessionBatch(done);
  }

  private async caseOf(tx: Tx, runId: string, now: Date, recordedAsHeld = false): Promise<PublicationCase> {
    const { registerLockDays: lockDays } = await this.college.policy(tx);
    return { run: await this.readiness.facts(tx, runId), now, recordedAsHeld, lockDays };
  }

  private async write(tx: Tx, actor: Actor, sessions: [LockedSession, ...LockedSession[]]): Promise<void> {
    const [{ now: publishedAt }] = sessions;
    const ids = sessions.map(({ id }) => id);
    await updateRows(tx, Session, { id: ids }, { state: 'published', publishedAt, publishedBy: actor.personId });
    await this.events.record(
      tx,
      actor,
      ...sessions.map(({ id, runId, state: from }) => ({
        type: 'session.published',
        subjectId: id,
        from,
        to: 'published',
        refs: { runId },
      })),
    );
  }
}
