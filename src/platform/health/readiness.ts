import { Injectable, Logger } from '@nestjs/common';
import type { ReadsFrom } from '../database/standby.js';
import type { JobsState } from '../jobs/jobs.js';

/** Something that keeps this process from its work: a stable code, and a sentence for whoever runs the college. */
export interface Lack {
  code: string;
  says: string;
}

/** Names what is lacking; throws where it cannot even be asked. */
type Check = () => Promise<readonly Lack[] | void>;

const checkSeconds = 2;
const watchSeconds = 60;

/** Whether this process should get requests: no registered check finds a lack, and it is not on its way out. */
@Injectable()
export class Readiness {
  private readonly log = new Logger('Readiness');
  private readonly checks = new Map<string, Check>();
  private draining = false;
  private askJobs: () => JobsState = () => 'elsewhere';
  private askReads: () => ReadsFrom | undefined = () => undefined;
  private asking?: Promise<Lack[]> | undefined;
  private lacking: readonly Lack[] = [];

  /**
   * Registers a check, e.g. `readiness.require('keys', () => …)`. One that throws, or takes longer than two seconds, is a
   * lack under its own name.
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

  /** Who says from where public pages are read; both places have them. */
  watchReads(from: () => ReadsFrom | undefined): void {
    this.askReads = from;
  }

  get reads(): ReadsFrom | undefined {
    return this.askReads();
  }

  get isDraining(): boolean {
    return this.draining;
  }

  /** From now on the process says that it is not ready. */
  drain(): void {
    this.draining = true;
  }

  /** What is lacking now. Whoever asks while it is being looked at hears the same answer. */
  failing(): Promise<Lack[]> {
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** Looks each minute by itself, so that the log says what is lacking where nobody asks. */
  watch(): void {
    setInterval(() => void (this.draining ? undefined : this.failing()), watchSeconds * 1_000).unref();
  }

  private async ask(): Promise<Lack[]> {
    const found = await Promise.all([...this.checks].map(([name, check]) => inTime(name, check)));
    const lacking = found.flat();
    if (!this.draining) this.tell(lacking);
    this.lacking = lacking;
    return lacking;
  }

  /** Once when it begins and once when it ends. */
  private tell(lacking: readonly Lack[]): void {
    for (const { code, says } of lacking)
      if (!this.lacking.some((before) => before.code === code)) this.log.warn(`not ready (${code}): ${says}`);
    for (const { code } of this.lacking)
      if (!lacking.some((now) => now.code === code)) this.log.warn(`all is well again (${code})`);
  }
}

async function inTime(name: string, check: Check): Promise<readonly Lack[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<readonly Lack[]>((resolve) => {
    const lack = { code: name, says: `there was no answer within ${checkSeconds} s` };
    timer = setTimeout(() => resolve([lack]), checkSeconds * 1_000);
  });
  try {
    return (await Promise.race([check(), tooLate])) ?? [];
  } catch {
    return [{ code: name, says: 'there was no answer' }];
  } finally {
    clearTimeout(timer);
  }
}
