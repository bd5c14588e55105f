import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repository } from '../../support/repository.js';
import { untilDone } from './postgres.js';

export type Settings = Record<string, string>;

const endWithParent = join(repository, 'dist/test/support/end-with-parent.js');

/** Starts one of the built programs; it knows no settings but these. */
export const startProgram = (
  entry: string,
  settings: Settings,
  words: readonly string[] = [],
  build = repository,
): ChildProcess =>
  spawn(process.execPath, ['--import', endWithParent, join(build, 'dist/src', `${entry}.js`), ...words], {
    cwd: settings['DATA_FOLDER'] ?? repository,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });

/** Runs one of the built programs to its end. */
export async function runProgram(
  entry: string,
  settings: Settings,
  words: readonly string[] = [],
): Promise<{ code: number | null; said: string }> {
  const child = startProgram(entry, settings, words);
  let said = '';
  child.stdout?.on('data', (text: Buffer) => (said += String(text)));
  child.stderr?.on('data', (text: Buffer) => (said += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

/** A process of the college that is started again whenever it ends, as a service manager does. */
export class Supervised {
  private child?: ChildProcess;
  private wanted = true;
  private meant = false;
  /** Ends that nobody of the drill brought about; each stands in the log. */
  ends = 0;
  starts = 0;
  /** What it said last. */
  said = '';
  /** The folder whose program runs from the next start on. */
  build = repository;

  constructor(
    readonly entry: 'main' | 'worker',
    private readonly settings: Settings,
    private readonly log: string,
  ) {
    this.launch();
  }

  get running(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it; it is started again. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!this.child || !this.running) return;
    const ended = once(this.child, 'exit');
    this.meant = true;
    this.child.kill(signal);
    await ended;
  }

  /** Ends it for good. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.wanted = false;
    const hard = setTimeout(() => this.child?.kill('SIGKILL'), 40_000);
    await this.kill(signal);
    clearTimeout(hard);
  }

  private launch(): void {
    this.starts++;
    const child = startProgram(this.entry, this.settings, [], this.build);
    this.child = child;
    const keep = (text: Buffer) => {
      this.said = (this.said + String(text)).slice(-4000);
      appendFileSync(this.log, text);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('exit', (code, signal) => void this.again(code, signal));
  }

  private async again(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (!this.meant) {
      this.ends++;
      appendFileSync(this.log, `--- ended by itself with ${code ?? signal}\n`);
    }
    const paused = this.meant ? 0 : 500;
    this.meant = false;
    await sleep(paused);
    if (this.wanted) this.launch();
  }
}

/** An API process under supervision, and where it answers. */
export class Server extends Supervised {
  readonly url: string;

  constructor(
    settings: Settings,
    readonly port: number,
    log: string,
  ) {
    super('main', { ...settings, PORT: `${port}` }, log);
    this.url = `http://127.0.0.1:${port}`;
  }

  async isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(3000) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
  }

  untilReady(seconds = 120): Promise<void> {
    return untilDone(`${this.url} was not ready`, seconds, () => this.isReady());
  }
}
