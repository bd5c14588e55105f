import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { mkdtemp } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import driver from 'pg';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app/app.module.js';
import { migrate } from '../../src/database/migrate.js';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start-embedded-postgres.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { ApiServer } from '../bench/api-server.js';
import { fill } from '../bench/filling.js';
import { median, quantile } from '../bench/load.js';
import type { Site } from '../support/builders.js';
import { discard } from '../support/cluster.js';

// npm run drill:overload: one address asks for the prospectus, and one person for their enrolments, on 5 and on 20 times
// as many connections as saturate the API, and ask again at once when they are turned away. Beside them a bystander from
// the same address, who has an account, and whoever watches its health. Ratios only mean something within one run.
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

const folder = await mkdtemp(join(tmpdir(), 'college-overload-'));
const cluster = await startEmbeddedPostgres({ folder });
let server: ApiServer | undefined;
try {
  await drill();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await server?.stop();
  await cluster.stop();
  discard(folder);
}

async function drill(): Promise<void> {
  const urls = new DatabaseUrls(cluster.urlOf('postgres'), cluster.urlOf('postgres'));
  await migrate(urls);
  const settings = {
    DATA_FOLDER: folder,
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'http://college.test',
    WORKER: 'separate',
    SECOND_FACTOR: 'optional',
    DATABASE_URL: urls.api,
  };
  const app = await NestFactory.createApplicationContext(AppModule.forRoot({ config: readConfig(settings), urls }), {
    logger: ['error'],
  });
  const sql = await new DataSource({ type: 'postgres', driver, url: urls.owner }).initialize();
  const site: Site = { app, sql, clock: new Clock(), http: supertest.agent('') };
  const { people } = await fill(site, { courses: 20, runsPerCourse: 4, learners: 300 });
  await sql.query('analyze');
  const [eve, robin] = people;
  if (!eve || !robin) throw new Error('Nobody is there');
  const [hammering, bystanding] = [await eve.bearer(), await robin.bearer()];
  await app.close();
  await sql.destroy();

  server = await ApiServer.start(join(import.meta.dirname, '../../..'), settings);
  const { api } = server;
  await crowd(`${api}/prospectus`, undefined, saturating, 3);
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; ${seconds} s for each line`);
  console.log(
    'asked for        connections  good/s  of peak  refused/s  bystander  (ms)  health p50/p99  normal after',
  );
  for (const [name, url, token] of [
    ['prospectus', `${api}/prospectus`, undefined],
    ['own enrolments', `${api}/me/enrolments`, hammering],
  ] as const) {
    let peak = 0;
    for (const times of [1, 5, 20, 1]) {
      const found = await observed(api, url, token, saturating * times, bystanding);
      peak = Math.max(peak, times === 1 ? found.good : 0);
      print(name, saturating * times, found, found.good / peak, times > 1);
    }
  }
}

function print(name: string, connections: number, found: Figures, ofPeak: number, isJudged: boolean): void {
  const met =
    ofPeak >= targets.goodput &&
    found.bystander >= targets.bystander &&
    found.healthP99 <= targets.health &&
    found.recovery <= targets.recovery;
  if (isJudged && !met) process.exitCode = 2;
  const columns: [text: string, width: number][] = [
    [name, -15],
    [String(connections), 12],
    [found.good.toFixed(0), 7],
    [`${(ofPeak * 100).toFixed(0)} %`, 8],
    [found.refused.toFixed(0), 10],
    [`${(found.bystander * 100).toFixed(0)} %`, 10],
    [found.bystanderMs.toFixed(0), 5],
    [`${found.healthP50.toFixed(0)} / ${found.healthP99.toFixed(0)}`, 15],
    [`${found.recovery.toFixed(1)} s`, 13],
  ];
  const line = columns.map(([text, width]) => (width < 0 ? text.padEnd(-width) : text.padStart(width))).join(' ');
  console.log(`${line}${isJudged ? (met ? '  as promised' : '  NOT as promised') : ''}`);
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

function ask(url: string, agent: Agent, token?: string): Promise<Answer> {
  const start = performance.now();
  return new Promise((resolve) => {
    const done = (status: number) => resolve({ status, ms: performance.now() - start });
    request(url, { agent, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }, (answer) => {
      answer.resume().on('end', () => done(answer.statusCode ?? 0));
    })
      .on('error', () => done(0))
      .end();
  });
}
