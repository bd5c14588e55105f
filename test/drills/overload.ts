import 'reflect-metadata';
import { Agent } from 'node:http';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fill } from '../bench/filling.js';
import { median, quantile } from '../bench/load.js';
import { MeasuredCollege } from '../bench/measured-college.js';
import { send } from '../support/send.js';
import { Report } from './parts/report.js';

// npm run drill:overload: one address asks for the prospectus, and one person for their enrolments, on 5 and on 20
// times as many connections as saturate the API, and ask again at once when they are turned away. Beside them a
// bystander from the same address, who has an account, and whoever watches its health. Ratios only mean something
// within one run.
const saturating = 16;
const seconds = Number(process.env['SECONDS'] ?? 8);
const targets = { goodput: 0.7, bystander: 0.9, health: 250, recovery: 10 };

interface Figures {
  good: number;
  refused: number;
  bystander: number;
  bystanderMs: number;
  healthP50: number;
  healthP99: number;
  recovery: number;
}

const report = new Report('overload');
await MeasuredCollege.during('overload', drill);
if (process.exitCode === 1) report.promise(false, 'the drill itself ended early');
process.exitCode = report.print() ? 0 : 1;

async function drill(college: MeasuredCollege): Promise<void> {
  const { site } = college;
  const { people } = await fill(site, { courses: 20, runsPerCourse: 4, learners: 300 });
  await site.sql.query('analyze');
  const [eve, robin] = people;
  if (!eve || !robin) throw new Error('Nobody is there');
  const [hammering, bystanding] = [await eve.bearer(), await robin.bearer()];

  const { api } = await college.serve();
  await crowd(`${api}/prospectus`, undefined, saturating, 3);
  report.note(`load of the machine ${loadavg()[0]?.toFixed(1)}; ${seconds} s for each line`);
  for (const [name, url, token] of [
    ['prospectus', `${api}/prospectus`, undefined],
    ['own enrolments', `${api}/me/enrolments`, hammering],
  ] as const) {
    // The peak is the better of two, so that a machine that was busy in between does not flatter.
    const found: [times: number, figures: Figures][] = [];
    for (const times of [1, 5, 20, 1])
      found.push([times, await observed(api, url, token, saturating * times, bystanding)]);
    const peak = Math.max(...found.filter(([times]) => times === 1).map(([, { good }]) => good));
    for (const [times, figures] of found) tell(name, times, figures, figures.good / peak);
  }
}

function tell(name: string, times: number, found: Figures, ofPeak: number): void {
  const line = [
    `${name} on ${saturating * times} connections`,
    `${found.good.toFixed(0)} good answers a second (${(ofPeak * 100).toFixed(0)} % of the peak)`,
    `${found.refused.toFixed(0)} refused`,
    `bystander served ${(found.bystander * 100).toFixed(0)} %, median ${found.bystanderMs.toFixed(0)} ms`,
    `health p50 ${found.healthP50.toFixed(0)} ms, p99 ${found.healthP99.toFixed(0)} ms`,
    `normal after ${found.recovery.toFixed(1)} s`,
  ].join(', ');
  report.note(line);
  if (times === 1) return;
  report.promise(ofPeak >= targets.goodput, `${name} at ${times} times: ${(ofPeak * 100).toFixed(0)} % of the peak`);
  report.promise(found.bystander >= targets.bystander, `${name} at ${times} times: the bystander is not served`);
  report.promise(
    found.healthP99 <= targets.health,
    `${name} at ${times} times: health p99 ${found.healthP99.toFixed(0)} ms`,
  );
  report.promise(found.recovery <= targets.recovery, `${name} at ${times} times: not normal in time`);
}

async function observed(
  api: string,
  url: string,
  token: string | undefined,
  connections: number,
  bystander: string,
): Promise<Figures> {
  const healthUrl = `${api.replace('/api/v1', '')}/health/ready`;
  const watching = new Agent({ keepAlive: true });
  const standing = new Agent({ keepAlive: true });
  const quiet: number[] = [];
  for (let n = 0; n < 20; n++) quiet.push((await ask(healthUrl, standing)).ms);
  const enough = new AbortController();
  const repeat = async (address: string, agent: Agent, shown?: string) => {
    const answers: Answer[] = [];
    while (!enough.signal.aborted) {
      answers.push(await ask(address, agent, shown));
      await sleep(20);
    }
    return answers;
  };
  const hammering = crowd(url, token, connections, seconds);
  await sleep(500);
  const beside = [repeat(`${api}/me/enrolments`, standing, bystander), repeat(healthUrl, watching)];
  const { good, refused } = await hammering;
  enough.abort();
  const [mine = [], health = []] = await Promise.all(beside);
  const ended = performance.now();
  const calm = Math.max(25, median(quiet) * 3);
  while ((await ask(healthUrl, watching)).ms > calm && performance.now() - ended < 30_000) await sleep(20);
  const recovery = (performance.now() - ended) / 1_000;
  watching.destroy();
  standing.destroy();
  const served = mine.filter(({ status }) => status === 200);
  return {
    good,
    refused,
    bystander: served.length / Math.max(1, mine.length),
    bystanderMs: median(served.map(({ ms }) => ms)),
    healthP50: median(health.map(({ ms }) => ms)),
    healthP99: quantile(
      health.map(({ ms }) => ms),
      0.99,
    ),
    recovery,
  };
}

/** Asks on so many connections without pause; how many a second were served, and turned away. */
async function crowd(url: string, token: string | undefined, connections: number, forSeconds: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const until = performance.now() + forSeconds * 1_000;
  let [good, refused] = [0, 0];
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const { status } = await ask(url, agent, token);
        if (status === 200) good++;
        else refused++;
      }
    }),
  );
  agent.destroy();
  return { good: good / forSeconds, refused: refused / forSeconds };
}

interface Answer {
  status: number;
  ms: number;
}

/** A line that breaks counts as status 0. */
async function ask(url: string, agent: Agent, token?: string): Promise<Answer> {
  const start = performance.now();
  const status = await send({ url, token }, agent).then(
    (answer) => answer.status,
    () => 0,
  );
  return { status, ms: performance.now() - start };
}
