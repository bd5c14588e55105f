import { setTimeout as sleep } from 'node:timers/promises';
import { SealChainService } from '../../src/platform/audit/seal-chain.service.js';
import type { ApiServer } from './api-server.js';
import { call, median } from './load.js';
import type { MeasuredCollege } from './measured-college.js';
import { type Bench, cpuIn, workTurn } from './rows.js';
import { addressOf } from './sign-ins.js';
import type { Figure } from './table.js';
import { backendTimes, usedBetween } from './turn.js';
import { at, type Work } from './work.js';

/** How long a start on an existing database takes, and how much memory an idle process keeps; answers it as well. */
export async function starting(
  college: MeasuredCollege,
  times: number,
): Promise<{ server: ApiServer; figures: Figure[] }> {
  const readyAfter: number[] = [];
  let server = await college.serve();
  while (readyAfter.push(server.readyAfter) < times) {
    await server.stop();
    server = await college.serve();
  }
  await sleep(10_000); // what starting needed is given back
  return {
    server,
    figures: [
      { what: 'start on an existing database', found: median(readyAfter) / 1000, unit: 's', most: 2 },
      { what: 'memory, idle', found: await server.megabytes(), unit: 'MB', most: 140 },
    ],
  };
}

/** What a process keeps that was busy on 64 connections. */
export async function memoryAfter64({ server, tokens, active, isShort }: Bench): Promise<Figure> {
  let asked = 0;
  await Promise.all(
    Array.from({ length: 64 }, async (_, nth) => {
      const person = { token: tokens.of(at(active, nth)), headers: { 'x-forwarded-for': addressOf(nth) } };
      for (; asked < (isShort ? 2_000 : 20_000); asked += 2) {
        await call({ url: `${server.api}/prospectus?limit=20`, headers: person.headers }, 64);
        await call({ url: `${server.api}/me/enrolments`, ...person }, 64);
      }
    }),
  );
  await sleep(2_000);
  return { what: 'memory, after 64 connections', found: await server.megabytes(), unit: 'MB', most: 200 };
}

/** The first visitor after ten quiet seconds, beside one who comes right after another. */
export async function firstVisitor({ server, tokens, active, isShort }: Bench): Promise<Figure[]> {
  const asks = {
    prospectus: () => call({ url: `${server.api}/prospectus?limit=20` }, 1),
    'my enrolments': () => call({ url: `${server.api}/me/enrolments`, token: tokens.of(at(active, 0)) }, 1),
  };
  const figures: Figure[] = [];
  for (const [what, ask] of Object.entries(asks)) {
    const took = async () => {
      const start = performance.now();
      await ask();
      return performance.now() - start;
    };
    const [quiet, busy]: [number[], number[]] = [[], []];
    while (quiet.length < (isShort ? 2 : 5)) {
      await sleep(10_500);
      quiet.push(await took());
      for (let nth = 0; nth < 40; nth++) {
        const ms = await took();
        if (nth >= 20) busy.push(ms);
      }
    }
    const found = median(quiet) / median(busy);
    figures.push({ what: `${what}, first visitor after ten quiet seconds`, found, unit: '×', most: 1.5 });
  }
  return figures;
}

/** CPU for a request by two processes, beside one with as many requests at once; also with half the pool each. */
export async function twoProcesses(bench: Bench, works: readonly Work[]): Promise<Figure[]> {
  const { college, server } = bench;
  const half = { POOL_SIZE: '5' };
  const pairs = {
    '': [server, await college.serve()],
    ', 5 connections each': [await college.serve(half), await college.serve(half)],
  };
  const warmUps = bench.isShort ? 6 : 3;
  const figures: Figure[] = [];
  for (const work of works) {
    const cost = async (servers: ApiServer[]) => cpuIn(await workTurn(bench, work, servers, bench.atOnce * 2));
    const ratios: Record<string, number[]> = {};
    for (let round = 1 - warmUps; round <= bench.rounds; round++) {
      const one = await cost([server]);
      for (const [how, two] of Object.entries(pairs)) {
        const ratio = (await cost(two)) / one;
        if (round > 0) (ratios[how] ??= []).push(ratio);
      }
    }
    for (const [how, all] of Object.entries(ratios))
      figures.push({
        what: `${work.what}, CPU with two processes by one${how}`,
        found: median(all),
        unit: '×',
        most: 1.15,
      });
  }
  for (const each of Object.values(pairs).flat()) if (each !== server) await each.stop();
  return figures;
}

/** The CPU of all that an enrolment leaves to be done, in a worker that waited until they were all there. */
export async function jobsBehind(bench: Bench, enrol: Work): Promise<Figure> {
  const { college, admin } = bench;
  const turns = 3;
  const worker = await college.work();
  const untilDone = async () => {
    const left = async () => {
      const [row] = await admin.query<{ left: number }[]>(
        'select count(*)::integer as left from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts',
      );
      return row?.left ?? 0;
    };
    for (const deadline = Date.now() + 300_000; (await left()) > 0; await sleep(50))
      if (Date.now() > deadline) throw new Error('The jobs of the enrolments do not end');
  };
  await untilDone();
  // What was recorded until now is sealed, or the job of the next minute would do it in between.
  await college.app.get(SealChainService).extendChains();
  const workerBefore = await worker.cpuMs();
  worker.pause();
  for (let turn = 0; turn < turns; turn++) await workTurn(bench, enrol);
  const before = await backendTimes(admin);
  worker.goOn();
  await untilDone();
  const api = (await worker.cpuMs()) - workerBefore;
  const after = await backendTimes(admin);
  const database = before && after && usedBetween(before, after);
  await worker.stop();
  return {
    what: 'jobs behind an enrolment, CPU of the worker and PostgreSQL',
    found: database === null ? null : (api + database) / (turns * enrol.count),
    unit: 'ms',
    most: 1.7,
  };
}
