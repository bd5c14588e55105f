import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The API of a checkout as it ships, in a process of its own. */
export class ApiServer {
  private constructor(
    private readonly process: ChildProcess,
    /** Where it serves: `http://…/api/v1`. */
    readonly api: string,
    /** Milliseconds until it said where it listens. */
    readonly readyAfter: number,
  ) {}

  /** Starts what was built in the folder of the checkout; knows no settings but these. */
  static start(checkout: string, settings: Record<string, string>): Promise<ApiServer> {
    const started = performance.now();
    const child = fork(join(checkout, 'dist/src/main.js'), {
      cwd: checkout,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', DRAIN_SECONDS: '0', ...settings },
      execArgv: ['--import', pathToFileURL(join(import.meta.dirname, 'cpu-usage.js')).href],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let said = '';
    return new Promise((resolve, reject) => {
      const listen = (text: Buffer) => {
        said = (said + String(text)).slice(-4000);
        const api = /http:\/\/[\d.:]+\/api\/v1/.exec(said)?.[0];
        if (api) resolve(new ApiServer(child, api, performance.now() - started));
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', (code) => reject(new Error(`The API of ${checkout} ended with ${code}: ${said}`)));
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Milliseconds of CPU that the process has used until now, all its threads together. */
  async cpuMs(): Promise<number> {
    const answer = once(this.process, 'message') as Promise<[NodeJS.CpuUsage]>;
    this.process.send('cpu');
    const [{ user, system }] = await answer;
    return (user + system) / 1000;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
  }
}
