import 'reflect-metadata';
import { copyFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, quantile } from '../../bench/load.js';
import { patienceMs } from './client.js';
import { College, type Wish } from './college.js';
import { auditPost } from './letters.js';
import { Report, seconds } from './report.js';

export interface Faults {
  times: number;
  /** Brings about the nth fault, and takes it away again where it does not pass by itself. */
  fault: (nth: number) => Promise<void>;
  /** Waits until the college is whole again; by default until every API process is ready. */
  whole?: () => Promise<void>;
  /** How long the college goes on as usual between two faults. */
  calmMs?: number;
}

/** What a drill may allow itself beyond what every drill is held to. */
export interface Allowances {
  /** Lines that break where the fault is not in a process that holds them. */
  unbroken?: boolean;
  /** Writes that were paused for longer than this break a promise. */
  mostPauseMs?: number;
}

/** FAULTS=3 for a quick look. */
export const timesOf = (usual: number): number => Number(process.env['FAULTS'] ?? usual);

/** One drill from its start to its row; ends the process with 1 where a promise broke. */
export async function drill(name: string, work: (scene: Scene) => Promise<void>): Promise<void> {
  const report = new Report(name);
  const scene = new Scene(report);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void scene.close().finally(() => process.exit(130)));
  try {
    await work(scene);
  } catch (error) {
    report.promise(false, `the drill itself ended early: ${error instanceof Error ? error.stack : String(error)}`);
  }
  await scene.close().catch((error: unknown) => report.note(`tidying up failed: ${String(error)}`));
  process.exit(report.print() ? 0 : 1);
}

/** Says why it was not run; that breaks nothing. */
export function notRun(name: string, because: string): never {
  const report = new Report(name);
  report.figure('tried', 'not run');
  report.note(because);
  report.print();
  process.exit(0);
}

/** What most drills do: a college under load, faults, and the books held against the database. */
export class Scene {
  private college?: College;
  private readonly afterwards: (() => Promise<void> | void)[] = [];

  constructor(readonly report: Report) {}

  async open(wish: Wish): Promise<College> {
    this.college = await College.open(wish);
    return this.college;
  }

  /** Tidied up at the end, the last first. */
  later(tidy: () => Promise<void> | void): void {
    this.afterwards.push(tidy);
  }

  /** Faults while people work. Afterwards everything that was asked for is asked again until it was answered. */
  async underLoad(college: College, { times, fault, whole, calmMs = 1000 }: Faults): Promise<void> {
    const { load } = college;
    const { acknowledgedAt } = load.answers;
    const pauses: number[] = [];
    load.start();
    await sleep(3000);
    for (let nth = 0; nth < times; nth++) {
      await sleep(calmMs * (0.5 + Math.random()));
      const from = performance.now();
      await fault(nth);
      await (whole ?? (() => college.untilReady()))();
      const before = acknowledgedAt.length;
      for (let waited = 0; acknowledgedAt.length < before + 10 && waited < 60_000; waited += 50) await sleep(50);
      pauses.push(longestGap(acknowledgedAt, from, performance.now()));
    }
    await sleep(2000);
    await load.stop();
    this.report.figure('faults', times);
    this.report.figure('pause (median / most)', `${seconds(median(pauses))} / ${seconds(quantile(pauses, 0.9999))}`);
  }

  /** What every drill is held to. */
  async verdict(college: College, { unbroken = false, mostPauseMs }: Allowances = {}): Promise<void> {
    const { report } = this;
    const { load, ledger, postgres } = college;
    const replayed = await load.replay(0.1);
    const left = await college.settle();
    const { answers } = load;
    const books = await ledger.audit(postgres);
    const came = await college.letters();
    const post = await auditPost(
      postgres,
      came,
      ledger.of('sign-up').flatMap(({ names = [] }) => [...names]),
    );
    const ends = college.processes.reduce((sum, each) => sum + each.ends, 0);
    const odd = [...answers.odd].map(([code, times]) => `${times} × ${code}`);
    report.figure('writes', books.acknowledged);
    report.figure('lost', books.lost.length);
    report.figure('doubled', books.doubled.length + replayed.length);
    report.figure('503', answers.busy);
    report.figure('other 5xx', answers.faulty);
    report.figure('odd', odd.length);
    report.figure('broken lines', answers.broken);
    report.figure('hung', answers.hung);
    report.figure('own ends', ends);
    report.figure('letters', post.letters);
    report.figure('twice', post.twice);
    report.note(`people looked at ${answers.reads} pages meanwhile`);
    if (post.codesAgain > 0) report.note(`${post.codesAgain} sign-up codes were sent anew`);
    if (post.unknown > 0) report.note(`${post.unknown} letters came of which the college does not know it`);
    if (post.waiting > 0)
      report.note(`${post.waiting} letters wait for another attempt, or a person of the college is told`);

    const open = ledger.open.filter(({ kind }) => kind !== 'sign-up').length;
    report.promise(open === 0, `${open} acts were never answered`);
    report.promise(books.lost.length === 0, `acknowledged and not there: ${few(books.lost)}`);
    report.promise(books.doubled.length === 0, `there more often than asked: ${few(books.doubled)}`);
    report.promise(replayed.length === 0, `a retried key had another effect: ${few(replayed)}`);
    report.promise(answers.faulty === 0, `${answers.faulty} answers from 500 on other than 503`);
    report.promise(odd.length === 0, `refused what was allowed: ${few(odd)}`);
    report.promise(answers.hung === 0, `${answers.hung} requests without an answer for ${seconds(patienceMs)}`);
    report.promise(ends === 0, `${ends} processes ended by themselves, last said: ${lastWords(college)}`);
    report.promise(left === 0, `${left} jobs are due and not done`);
    report.promise(post.twice === 0, `${post.twice} messages came twice`);
    report.promise(post.missing === 0, `${post.missing} letters never came`);
    report.promise(post.untold === 0, `${post.untold} letters are not known to have come, and nobody is told`);
    report.promise(!unbroken || answers.broken === 0, `${answers.broken} lines broke`);
    if (mostPauseMs !== undefined) {
      const gap = longestGap(answers.acknowledgedAt, load.startedAt, answers.acknowledgedAt.at(-1) ?? 0);
      report.promise(gap <= mostPauseMs, `no write for ${seconds(gap)}, at most ${seconds(mostPauseMs)} is promised`);
    }
    await this.audits(college);
  }

  /** The audits that operators run. */
  async audits(college: College): Promise<void> {
    for (const audit of ['audit-invariants', 'audit-events']) {
      const { code, said } = await college.command(audit);
      const found = said.split('\n').filter((each) => !each.startsWith('ok ') && each !== '');
      this.report.promise(code === 0, `${audit} ended with ${code}: ${few(found)}`);
    }
  }

  async close(): Promise<void> {
    if (process.env['DRILL_LOG']) await this.keepLog(process.env['DRILL_LOG']);
    for (const tidy of this.afterwards.toReversed()) await tidy();
    await this.college?.close();
  }

  private async keepLog(path: string): Promise<void> {
    if (this.college) await copyFile(this.college.log, path).catch(() => undefined);
  }
}

/** The longest time in which nothing was acknowledged. */
function longestGap(moments: readonly number[], from: number, until: number): number {
  const within = [from, ...moments.filter((moment) => moment > from && moment < until), until];
  return within.reduce((most, moment, nth) => Math.max(most, moment - (within[nth - 1] ?? moment)), 0);
}

const few = (found: readonly string[]): string =>
  found.slice(0, 3).join('; ') + (found.length > 3 ? `; and ${found.length - 3} more` : '');

const lastWords = (college: College): string =>
  college.processes
    .filter(({ ends }) => ends > 0)
    .map(({ said }) => said.trim().split('\n').slice(-3).join(' / '))
    .join(' | ')
    .slice(0, 500);
