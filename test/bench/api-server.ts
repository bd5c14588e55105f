import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Started {
  child: ChildProcess;
  /** What it said when it was ready. */
  said: string;
  /** Milliseconds until then. */
  readyAfter: number;
}

/** A program of a checkout as it ships, in a process of its own. */
abstract class Measured {
  private readonly process: ChildProcess;
  /** Milliseconds until it said that it is ready. */
  readonly readyAfter: number;

  protected constructor({ child, readyAfter }: Started) {
    this.process = child;
    this.readyAfter = readyAfter;
  }

  /** Milliseconds of CPU that the process has used until now, all its threads together. */
  async cpuMs(): Promise<number> {
    const answer = once(this.process, 'message') as Promise<[NodeJS.CpuUsage]>;
    this.process.send('cpu');
    const [{ user, system }] = await answer;
    return (user + system) / 1000;
  }

  /** What it takes of the machine's memory; null where this system does not tell. */
  async megabytes(): Promise<number | null> {
    const status = await readFile(`/proc/${this.process.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
  }

  /** It does nothing until it is told to go on. */
  pause(): void {
    this.process.kill('SIGSTOP');
  }

  goOn(): void {
    this.process.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
  }
}

/** The API. */
export class ApiServer extends Measured {
  /** Where it serves: `http://…/api/v1`. */
  readonly api: string;

  private constructor(started: Started) {
    super(started);
    this.api = started.said;
  }

  /** Starts what was built in the folder of the checkout; knows no settings but these. */
  static async start(checkout: string, settings: Record<string, string>): Promise<ApiServer> {
    return new ApiServer(await launch(checkout, 'main', /http:\/\/[\d.:]+\/api\/v1/, settings));
  }
}

/** The process that runs the jobs. */
export class Worker extends Measured {
  static async start(checkout: string, settings: Record<string, string>): Promise<Worker> {
    return new Worker(await launch(checkout, 'worker', /The worker runs jobs/, settings));
  }
}

function launch(checkout: string, entry: string, ready: RegExp, settings: Record<string, string>): Promise<Started> {
  const started = performance.now();
  const child = fork(join(checkout, `dist/src/${entry}.js`), {
    cwd: checkout,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', DRAIN_SECONDS: '0', ...settings },
    execArgv: ['--import', pathToFileURL(join(import.meta.dirname, 'cpu-usage.js')).href],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (text: Buffer) => {
      said = (said + String(text)).slice(-4000);
      const found = ready.exec(said)?.[0];
      if (found) resolve({ child, said: found, readyAfter: performance.now() - started });
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => reject(new Error(`The ${entry} of ${checkout} ended with ${code}: ${said}`)));
  });
}
