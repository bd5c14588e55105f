import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { parseCronItems, type ParsedCronItem, runOnce, type Task, type TaskList } from 'graphile-worker';
import { violatedConstraint } from '../errors/database-faults.js';
import { Config } from '../config.js';
import { DatabaseUrls } from '../database/database-urls.js';
import { row, type Tx } from '../database/sql.js';
import { tracedJob } from '../tracing/tracing.js';
import { Declarations } from '../discovery/declarations.js';
import { jobs } from './job.decorators.js';
import { JobRunner, libraryPreset, quiet } from './job-runner.js';
import { LastingPool } from './lasting-pool.js';

export type JobPayload = Record<string, string>;

export const jobsStates = ['running', 'restarting', 'elsewhere'] as const;
export type JobsState = (typeof jobsStates)[number];

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
  private pool?: LastingPool;
  private runner?: JobRunner;

  constructor(
    private readonly urls: DatabaseUrls,
    private readonly declarations: Declarations,
    private readonly config: Config,
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
    if (this.runner) return;
    this.runner = new JobRunner(this.urls.owner, {
      taskList: this.tasks,
      parsedCronItems: this.timetable,
      concurrency,
      preset: libraryPreset(this.config.PREPARED),
    });
    await this.runner.start();
  }

  /** Whether jobs run in this process, wait for the database, or are for another process. */
  get state(): JobsState {
    if (!this.runner) return 'elsewhere';
    return this.runner.isRunning ? 'running' : 'restarting';
  }

  /**
   * Runs everything that is due now, and nothing more; for tests and the demo. Only in batches does the library wait
   * until each end is written down.
   */
  async runDue(): Promise<void> {
    this.pool ??= new LastingPool(this.urls.owner, () => undefined);
    await runOnce({
      pgPool: this.pool,
      taskList: this.tasks,
      logger: quiet,
      noHandleSignals: true,
      preset: libraryPreset(this.config.PREPARED),
    });
  }

  /** Lets running jobs finish and hands the others back. */
  async stop(): Promise<void> {
    const { runner, pool } = this;
    this.runner = undefined;
    this.pool = undefined;
    await runner?.stop();
    pool?.leave();
    await pool?.end();
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
}
