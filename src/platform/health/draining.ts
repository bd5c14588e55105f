import type { INestApplication } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '../config.js';
import type { Log } from '../logging/log.js';
import { Readiness } from './readiness.js';

const closeSeconds = 20;

export interface Leaving {
  /** While requests are still answered, and before the pool closes with the app: jobs need it. At most 20 seconds. */
  before: () => Promise<void>;
  /** When everything else is closed, however it went. */
  after: () => Promise<void>;
}

const inTime = (work: Promise<void>): Promise<void> =>
  Promise.race([work.catch(() => undefined), wait(closeSeconds * 1_000, undefined, { ref: false })]);

/**
 * Leaves in order: not ready at once, reachable for DRAIN_SECONDS so that nobody is sent to a closed port (not after
 * Ctrl-C in a terminal) while jobs finish, then open requests finish, at most 20 seconds. A second signal ends the process at once.
 */
export function stopOnSignals(
  app: INestApplication,
  config: Pick<Config, 'DRAIN_SECONDS'>,
  log: Log,
  { before, after }: Leaving,
): void {
  const leave = async (seconds: number, signal: NodeJS.Signals) => {
    try {
      await drain(app, seconds, log, signal, before);
    } finally {
      await after();
    }
  };
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    const seconds = signal === 'SIGINT' && process.stdin.isTTY ? 0 : config.DRAIN_SECONDS;
    // A database that has fallen silent does not even take a farewell.
    setTimeout(() => process.exit(1), (seconds + 3 * closeSeconds) * 1_000).unref();
    void leave(seconds, signal).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** The way out without the process's end, so that tests can walk it. */
export async function drain(
  app: INestApplication,
  seconds: number,
  log: Log,
  signal: NodeJS.Signals,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  log.info({ signal }, 'draining');
  app.get(Readiness, { strict: false }).drain();
  await Promise.all([wait(seconds * 1_000), inTime(before())]);
  const limit = new AbortController();
  const tooLong = wait(closeSeconds * 1_000, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new Error('Open requests did not finish in time');
  });
  tooLong.catch(() => undefined);
  try {
    await Promise.race([app.close(), tooLong]);
  } finally {
    limit.abort();
  }
  log.info({ signal }, 'stopped');
}
