import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { aDay } from '../calendar.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Database } from '../database/database.js';
import { EndedLog } from '../endings/ended-log.js';
import { Endings } from '../endings/endings.js';
import { SeenLine } from '../endings/restore.entity.js';
import { Every } from '../jobs/job.decorators.js';

/** Keeps the log of what ended as long as the oldest backup may live. */
@Injectable()
export class EndedLogUpkeep {
  constructor(
    private readonly database: Database,
    private readonly endings: Endings,
    private readonly log: EndedLog,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Each hour, so that an older database is known as one even if nothing ended since. */
  @Every('7 * * * *', 'mark-ended-log')
  mark(): Promise<void> {
    return this.database.transaction((tx) => {
      this.endings.mark(tx);
      return Promise.resolve();
    });
  }

  /** The log first: a line that only the database had forgotten would look like one that it never saw. */
  @Every('43 3 * * *', 'let-go-ended-log')
  async letGo(): Promise<void> {
    const day = new Date(this.clock.now().getTime() - this.config.BACKUP_KEPT_DAYS * aDay).toISOString().slice(0, 10);
    await this.log.letGo(day);
    await this.database.transaction((tx) => tx.delete(SeenLine, { day: LessThan(day) }));
  }
}
