import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  Logger as JobLogger,
  parseCronItems,
  type ParsedCronItem,
  run,
  type Runner,
  runOnce,
  type Task,
  type TaskList,
} from 'graphile-worker';
import { Pool } from 'pg';
import { violatedConstraint } from '../errors/database-faults.js';
import { DatabaseUrls } from '../database/database-urls.js';
import { row, type Tx } from '../database/sql.js';
import { tracedJob } from '../tracing/tracing.js';
import { Declarations } from '../discovery/declarations.js';
import { jobs } from './job.decorators.js';

export type JobPayload = Record<string, string>;

/**
 * Work that happens after the answer, or at a time of day: delivered by graphile-worker from the same Postgres,
 * enqueued in the caller's own transaction. Jobs only notify and tidy up; with all of them stopped no answer of the API
 * is wrong. Found by `@Every` and `@OnDemand`.
 */
@Injectable()
export class Jobs implements OnModuleInit {
  private readonly log = new Logger('Jobs');
  private readonly tasks: TaskList = {};
  private readonly timetable: ParsedCronItem[] = [];
  private pool?: Pool;
  private runner?: Runner;

  constructor(
    private readonly urls: DatabaseUrls,
    private readonly declarations: Declarations,
  ) {}

  onModuleInit(): void {
    for (const [task, { said, call }] of this.declarations.findByName(jobs, (job) => [job.task])) {
      this.tasks[task] = this.logging(task, (payload) =>
        tracedJob(task, () => call(...said.fields.map((field) => payload[field] ?? ''))),
      );
      if (said.cron !== undefined)
        this.timetable.push(
          ...parseCronItems([{ task, match: said.cron, options: { backfillPeriod: 0, maxAttempts: 3 } }]),
        );
    }
  }

  /** Puts one job in, which becomes visible when the transaction commits. A `key` replaces a waiting twin. */
  async enqueue(
    tx: Tx,
    task: string,
    payload: JobPayload,
    options: { key?: string; runAt?: Date } = {},
  ): Promise<void> {
    await row(tx, 'select enqueue_job($1, $2, $3, $4)', [
      task,
      JSON.stringify(payload),
      options.key ?? null,
      options.runAt ?? null,
    ]);
  }

  /** Starts delivering, in this process, until `stop`. */
  async start(concurrency = 4): Promise<void> {
    this.runner ??= await run({
      ...this.shared(),
      concurrency,
      parsedCronItems: this.timetable,
      noHandleSignals: true,
      pollInterval: 5000,
    });
  }

  /**
   * Runs everything that is due now, and nothing more; for tests and the demo. Only in batches does the library wait
   * until each end is written down.
   */
  async runDue(): Promise<void> {
    await runOnce({
      ...this.shared(),
      noHandleSignals: true,
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
  }

  /** Lets running jobs finish and hands the others back. */
  async stop(): Promise<void> {
    await this.runner?.stop();
    await this.pool?.end();
    this.runner = undefined;
    this.pool = undefined;
  }

  private logging(task: string, work: (payload: JobPayload) => Promise<void>): Task {
    return async (payload) => {
      try {
        await work(payload as JobPayload);
      } catch (error) {
        // What comes late for somebody who was erased is dropped (BR-227).
        if (violatedConstraint(error) === 'person_is_here') return;
        this.log.error(`Job failed and will be tried again: ${task}`, error);
        throw error;
      }
    };
  }

  private shared() {
    this.pool ??= poolFor(this.urls.owner);
    return { pgPool: this.pool, taskList: this.tasks, logger: quiet };
  }
}

function poolFor(connectionString: string): Pool {
  // A broken connection is replaced by the pool, and the library tries its job again.
  const lost = () => undefined;
  const pool = new Pool({ connectionString, max: 6, connectionTimeoutMillis: 5000 });
  return pool.on('error', lost).on('connect', (client) => client.on('error', lost));
}

// The library's own lines would carry payloads and messages.
const quiet = new JobLogger(() => () => undefined);
