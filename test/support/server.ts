import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repository } from './repository.js';

/** The real server process, as `npm start` runs it, or the worker of `npm run worker`. */
export class RunningServer {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
    readonly welcome: string,
    /** All that it has said until now, its log too. */
    readonly said: () => string,
  ) {}

  /** Starts it and waits until it says where it is; rejects with what it said when it ends before that. */
  static async start(
    settings: Record<string, string>,
    entry: 'main' | 'worker' = 'main',
    listens = /http:\/\/[\d.:]+(?=\/api\/v1)/,
  ): Promise<RunningServer> {
    const child = spawn(
      process.execPath,
      ['--import', join(import.meta.dirname, 'end-with-parent.js'), join(repository, `dist/src/${entry}.js`)],
      {
        cwd: repository,
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          PORT: '0',
          LOG_LEVEL: 'silent',
          DRAIN_SECONDS: '0',
          ...settings,
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    let said = '';
    return new Promise((resolve, reject) => {
      const listen = (text: Buffer) => {
        said += String(text);
        const url = listens.exec(said)?.[0];
        if (url !== undefined) resolve(new RunningServer(child, url, said, () => said));
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
    });
  }

  static worker(settings: Record<string, string>): Promise<RunningServer> {
    return RunningServer.start(settings, 'worker', /runs jobs/);
  }

  get lives(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Ends it with the signal; answers the exit code, null after a kill. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }
}
