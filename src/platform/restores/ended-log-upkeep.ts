import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { aDay } from '../calendar.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Database } from '../database/database.js';
import { EndedLog } from '../endings/ended-log.js';
import { Endings } from '../endings/endings.js';
import { SeenLine } from '../endings/restore.entity.js';
import { linesSeen } from './lines-seen.js';
import { Every } from '../jobs/job.decorators.js';

/** Keeps the log of what ended as long as the oldest backup may live. */
@Injectable()
export class EndedLogUpkeep {
  /** Lines that were open an hour ago too: no transaction lives so long. */
  private openBefore: ReadonlySet<string> = new Set();

  constructor(
    private readonly database: Database,
    private readonly endings: Endings,
    private readonly log: EndedLog,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Each hour, so that an older database is known as one even if nothing ended since. */
  @Every('7 * * * *', 'mark-ended-log')
  async mark(): Promise<void> {
    await this.settleLost();
    await this.database.transaction((tx) => {
      this.endings.mark(tx);
      return Promise.resolve();
    });
  }

  /** How a command ended whose connection was lost is known to the database, unless that is an older one. */
  private async settleLost(): Promise<void> {
    const lines = await this.log.all();
    const seen = await linesSeen(this.database, lines);
    if (lines.some(({ id, kept }) => kept && !seen.has(id))) return;
    const open = lines.filter(({ kept }) => !kept);
    const over = open.filter(({ id }) => this.openBefore.has(id));
    await this.log.settle(
      over.filter(({ id }) => seen.has(id)),
      'kept',
    );
    await this.log.settle(
      over.filter(({ id }) => !seen.has(id)),
      'taken_back',
    );
    this.openBefore = new Set(open.map(({ id }) => id));
  }

  /** The log first: a line that only the database had forgotten would look like one that it never saw. */
  @Every('43 3 * * *', 'let-go-ended-log')
  async letGo(): Promise<void> {
    const day = new Date(this.clock.now().getTime() - this.config.BACKUP_KEPT_DAYS * aDay).toISOString().slice(0, 10);
    await this.log.letGo(day);
    await this.database.transaction((tx) => tx.delete(SeenLine, { day: LessThan(day) }));
  }
}
