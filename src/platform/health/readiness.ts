import { Injectable } from '@nestjs/common';
import type { JobsState } from '../jobs/jobs.js';

type Check = () => Promise<void>;

const checkSeconds = 2;

/** Whether this process should get requests: every registered check passes and it is not on its way out. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, Check>();
  private draining = false;
  private askJobs: () => JobsState = () => 'elsewhere';

  /**
   * Registers a check, e.g. `readiness.require('database', () => …)`; it fails by throwing, or by taking longer than
   * two seconds.
   */
  require(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Who says whether jobs run here. A process whose jobs wait still answers requests: jobs only notify and tidy up. */
  watchJobs(state: () => JobsState): void {
    this.askJobs = state;
  }

  get jobs(): JobsState {
    return this.askJobs();
  }

  get isDraining(): boolean {
    return this.draining;
  }

  /** From now on the process says that it is not ready. */
  drain(): void {
    this.draining = true;
  }

  /** The names of the checks that fail now. */
  async failing(): Promise<string[]> {
    const names = [...this.checks.keys()];
    const results = await Promise.allSettled([...this.checks.values()].map(inTime));
    return names.filter((_, position) => results[position]?.status === 'rejected');
  }
}

async function inTime(check: Check): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), checkSeconds * 1_000);
  });
  try {
    await Promise.race([check(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
