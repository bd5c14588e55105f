import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { IsNull, Not } from 'typeorm';
import { automatic } from '../actor.js';
import { Clock } from '../clock.js';
import { DatabaseUrls } from '../database/database-urls.js';
import { Database } from '../database/database.js';
import { insertRows } from '../database/tables.js';
import { withStartLock } from '../database/start-lock.js';
import { Declarations } from '../discovery/declarations.js';
import { Event } from '../events/event.entity.js';
import { Events } from '../events/events.js';
import { newId } from '../ids.js';
import { StartError } from '../start-error.js';
import { EndedLog, type LoggedLine } from '../endings/ended-log.js';
import { markKind } from '../endings/endings.js';
import { replays, restoreActs } from '../endings/restore.decorators.js';
import { Every } from '../jobs/job.decorators.js';
import { linesSeen } from './lines-seen.js';
import { Restore, SeenLine } from '../endings/restore.entity.js';
import { RestoreMarker } from '../endings/restore-marker.js';

const commitMs = 7000;

/** What this database has not seen of the log, and the restore that somebody said there was. */
interface Found {
  unseen: LoggedLine[];
  marker: string | undefined;
}

/**
 * Looks at each start, of the API, the worker and every command, whether the database is older than the log beside the
 * keys, and ends again what a restore brought back, before a port is open or a job runs (BR-191). Done twice it changes
 * nothing more.
 */
@Injectable()
export class RestoreReplay implements OnApplicationBootstrap {
  private readonly logger = new Logger('RestoreReplay');

  constructor(
    private readonly database: Database,
    private readonly urls: DatabaseUrls,
    private readonly log: EndedLog,
    private readonly marker: RestoreMarker,
    private readonly declarations: Declarations,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (isNothing(await this.look())) return;
    await this.replayAlone();
  }

  /**
   * Looks again while the process runs: somebody may have put an older database beneath it, or a standby that lagged
   * behind may have taken over.
   */
  @Every('* * * * *', 'look-for-restore')
  async lookAgain(): Promise<void> {
    if (await this.isOlder()) await this.replayAlone();
  }

  /** Whether this database has not seen what was certainly committed. */
  async isOlder(): Promise<boolean> {
    return (await this.look()).unseen.some(({ kept }) => kept);
  }

  private replayAlone(): Promise<void> {
    return withStartLock(this.urls.owner, async () => {
      let found = await this.look();
      if (found.unseen.some(({ kept }) => !kept)) {
        // Somebody may just be committing what stands there; no such command takes longer.
        await pause(commitMs);
        found = await this.look();
      }
      if (!isNothing(found)) await this.replay(found);
    });
  }

  private async look(): Promise<Found> {
    const lines = await this.log.all();
    const named = await this.marker.find();
    const isOver =
      named !== undefined && (await this.database.manager.existsBy(Restore, { id: named, readyAt: Not(IsNull()) }));
    const seen = await linesSeen(this.database, lines);
    return { unseen: lines.filter(({ id }) => !seen.has(id)), marker: isOver ? undefined : named };
  }

  private async replay({ unseen, marker }: Found): Promise<void> {
    // What a crash left between the log and its commit is no restore: it is ended, and everything else goes on.
    const isRestore = marker !== undefined || unseen.some(({ kept }) => kept);
    // A database in which nothing ever happened is a new one beside old keys.
    const isNew = !(await this.database.manager.exists(Event));
    const restoreId = isRestore && !isNew ? await this.begin(marker, unseen.length) : undefined;
    if (!isNew) await this.endAgain(unseen);
    if (restoreId !== undefined) for (const { call } of this.declarations.find(restoreActs)) await call();
    await this.finish(unseen, restoreId);
    if (!isNew)
      await this.log.settle(
        unseen.filter(({ kept }) => !kept),
        'kept',
      );
    if (marker !== undefined) await this.marker.remove();
  }

  /** From here on no message leaves. After an interruption it goes on with the restore that was begun. */
  private begin(marker: string | undefined, replayed: number): Promise<string> {
    return this.database.transaction(async (tx) => {
      const begun = await tx.findOneBy(Restore, marker === undefined ? { readyAt: IsNull() } : { id: marker });
      if (begun) return begun.id;
      const id = marker ?? newId();
      await tx.insert(Restore, { id, foundAt: this.clock.now(), replayed });
      await this.events.record(tx, automatic(newId()), { type: 'restore.found', subjectId: id });
      this.logger.warn(
        `This database was restored: what ended since is ended again (${replayed} lines of the log beside the keys), ` +
          'everybody signs in anew, and no message leaves until an administrator releases them.',
      );
      return id;
    });
  }

  private async endAgain(unseen: readonly LoggedLine[]): Promise<void> {
    const known = this.declarations.findByName(replays, ({ kind }) => [kind]);
    const unknown = unseen.find(({ kind }) => kind !== markKind && !known.has(kind));
    if (unknown)
      throw new StartError(
        `The log beside the keys is newer than this program (it names ${unknown.kind}): start the program that wrote it, ` +
          'or a later one.',
      );
    for (const [kind, { call }] of known) {
      const ended = unseen.filter((line) => line.kind === kind);
      if (ended.length > 0) await call([...new Set(ended.map(({ subjectId }) => subjectId))]);
    }
  }

  private finish(unseen: readonly LoggedLine[], restoreId: string | undefined): Promise<void> {
    return this.database.transaction(async (tx) => {
      await insertRows(
        tx,
        SeenLine,
        unseen.map(({ id, day }) => ({ id, day })),
        { unlessThere: true },
      );
      if (restoreId !== undefined) await tx.update(Restore, { id: restoreId }, { readyAt: this.clock.now() });
    });
  }
}

const isNothing = ({ unseen, marker }: Found): boolean => unseen.length === 0 && marker === undefined;
