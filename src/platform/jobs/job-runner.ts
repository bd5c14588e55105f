import { Logger } from '@nestjs/common';
import { Logger as JobLogger, run, type Runner, type RunnerOptions, type WorkerEvents } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../config.js';
import { delayBefore, LastingPool } from './lasting-pool.js';
import { LivingWorkers } from './living-workers.js';

/**
 * Only in batches does the library wait until each end is written down; alone it lets go of the promise, and a fault
 * there would end the process.
 */
const eachEndIsWritten = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };

/** How the library works here. */
export const libraryPreset = (prepared: Config['PREPARED']) => ({
  worker: { ...eachEndIsWritten, preparedStatements: prepared === 'on' },
});

// The library's own lines would carry payloads and messages.
export const quiet = new JobLogger(() => () => undefined);

/** Delivers jobs until it is stopped: outlives every loss of the database, and begins anew when the library gives up. */
export class JobRunner {
  private readonly log = new Logger('Jobs');
  private readonly pool: LastingPool;
  private readonly living: LivingWorkers;
  private readonly left = new AbortController();
  private runner: Runner | undefined;
  private watching: Promise<void> | undefined;
  private isReached = true;

  constructor(
    owner: string,
    private readonly options: Pick<RunnerOptions, 'taskList' | 'parsedCronItems' | 'concurrency' | 'preset'>,
  ) {
    this.pool = new LastingPool(owner, (isReached, error) => {
      this.isReached = isReached;
      if (isReached) this.log.warn('Jobs run again: the database is back');
      else this.log.warn('Jobs wait: the database is out of reach', error);
    });
    this.living = new LivingWorkers(owner, () => void this.runner?.stop().catch(() => undefined));
  }

  get isRunning(): boolean {
    return this.isReached && this.runner !== undefined;
  }

  /** Fails where the first begin does. */
  async start(): Promise<void> {
    this.watching = this.watch(await this.begin());
    this.living.start();
  }

  /** Lets running jobs finish, and waits for no database. */
  async stop(): Promise<void> {
    this.left.abort();
    this.pool.leave();
    await this.runner?.stop().catch(() => undefined);
    await this.watching;
    await this.living.stop();
    await this.pool.end();
  }

  private async begin(): Promise<{ runner: Runner; worker: string }> {
    const events: WorkerEvents = new EventEmitter();
    let worker = '';
    events.on('pool:create', ({ workerPool }) => this.living.begin((worker = workerPool.id)));
    events.on('job:start', ({ job }) => this.living.took(job));
    this.runner = await run({
      ...this.options,
      pgPool: this.pool,
      events,
      logger: quiet,
      noHandleSignals: true,
      pollInterval: 5000,
    });
    return { runner: this.runner, worker };
  }

  private async watch({ runner, worker }: { runner: Runner; worker: string }): Promise<void> {
    for (;;) {
      const why: unknown = await runner.promise.catch((error: unknown) => error);
      this.living.end(worker);
      this.runner = undefined;
      if (this.left.signal.aborted) return;
      this.log.warn('Jobs stopped unasked, and begin anew', why);
      const next = await this.beginAnew();
      if (!next) return;
      ({ runner, worker } = next);
      this.log.warn('Jobs run again');
    }
  }

  /** Undefined once the process leaves. */
  private async beginAnew(): Promise<{ runner: Runner; worker: string } | undefined> {
    for (let tries = 1; ; tries++) {
      await pause(delayBefore(tries), undefined, { signal: this.left.signal }).catch(() => undefined);
      if (this.left.signal.aborted) return undefined;
      try {
        const begun = await this.begin();
        if (!this.left.signal.aborted) return begun;
        await begun.runner.stop();
        return undefined;
      } catch (error) {
        this.log.error('Jobs could not begin anew, and try again', error);
      }
    }
  }
}
