import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import driver, { Pool } from 'pg';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app/app.module.js';
import { BookingService } from '../../src/enrolment/booking/booking.service.js';
import { EnrolmentQueryService } from '../../src/enrolment/enrolments/enrolment-query.service.js';
import { apiRole } from '../../src/database/api-role.js';
import { migrate } from '../../src/database/migrate.js';
import type { Actor } from '../../src/platform/actor.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { KeyFolder } from '../../src/platform/keys/key-folder.js';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start-embedded-postgres.js';
import { AgendaService } from '../../src/timetable/around-a-run/agenda.service.js';
import { ProspectusService } from '../../src/timetable/prospectus/prospectus.service.js';
import { aRun, fromNow, type Site, type TestPerson, type TestRun } from '../support/builders.js';
import { discard } from '../support/cluster.js';
import { ApiServer } from './api-server.js';
import type { BareRoutes, BareServers } from './bare-server.js';
import { type Bench, knowingWhoAsks, register, signIn, whileOthersSignIn } from './figures.js';
import { fill } from './filling.js';
import { growth } from './growth.js';
import { call, median, perSecond } from './load.js';
import { printPlan } from './plans.js';
import { record, replay, replayer, type Statement } from './recorded.js';

// npm run bench: its own college in a throw-away PostgreSQL; the API as it ships beside the same SQL without it. Ratios
// only mean something within one run on one machine. BENCH=short for a quick look.
const short = process.env['BENCH'] === 'short';
const [courses, runsPerCourse, learners, rounds, reads, writes] = short
  ? [10, 4, 300, 3, 300, 100]
  : [50, 4, 2000, 7, 2000, 400];
const atOnce = 16;

const folder = await mkdtemp(join(tmpdir(), 'college-bench-'));
const cluster = await startEmbeddedPostgres({ folder });
const children: ChildProcess[] = [];
const servers: ApiServer[] = [];
try {
  await measure();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const child of children) child.kill();
  for (const server of servers) await server.stop();
  await cluster.stop();
  discard(folder);
}

async function measure(): Promise<void> {
  const urls = new DatabaseUrls(cluster.urlOf('postgres'), cluster.urlOf('postgres'));
  await migrate(urls);
  const settings = {
    DATA_FOLDER: folder,
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'http://college.test',
    WORKER: 'separate',
    SECOND_FACTOR: 'optional',
    DATABASE_URL: urls.api,
    TRUSTED_PROXY_HOPS: '1',
  };
  const config = readConfig(settings);
  await new KeyFolder(config).makeTokenKeys();
  const app = await NestFactory.createApplicationContext(AppModule.forRoot({ config, urls }), {
    logger: ['error'],
  });
  const sql = await new DataSource({ type: 'postgres', driver, url: urls.owner }).initialize();
  const site: Site = { app, sql, clock: new Clock(), http: supertest.agent('') };

  const { people, runs } = await fill(site, { courses, runsPerCourse, learners });
  const eve = first(people);
  const actor: Actor = {
    personId: eve.id,
    signInId: eve.id,
    roles: new Set(['learner']),
    authenticatedAt: new Date(),
    withFactor: false,
    afterCard: null,
    call: { requestId: 'bench' },
  };
  const spare = await aRun(site, { capacity: 10_000, starts: [fromNow(site, { days: 900 })] });
  const full = await aRun(site, { capacity: 0, starts: [fromNow(site, { days: 901 })] });
  const sent = {
    prospectus: await record(() => app.get(ProspectusService).page({ limit: 20 })),
    mine: await record(() => app.get(EnrolmentQueryService).mine(actor, { limit: 50 })),
    agenda: await record(() => app.get(AgendaService).mine(actor, { limit: 50 })),
    enrol: await record(() => app.get(BookingService).enrol(actor, spare.id, {})),
    queue: await record(() => app.get(BookingService).enrol(actor, full.id, {})),
  };
  const named = {
    prospectus: [],
    mine: [eve.id],
    agenda: [eve.id],
    enrol: [eve.id, spare.id],
    queue: [eve.id, full.id],
  };
  await sql.query('analyze');

  const server = await ApiServer.start(join(import.meta.dirname, '../../..'), settings);
  servers.push(server);
  const { api } = server;
  await sleep(10_000); // what starting needed is given back
  const idle = residentMegabytes(server.pid);
  const bareAt = await childServer<BareServers>('bare-server.js', {
    url: urls.api,
    role: apiRole,
    routes: Object.fromEntries(
      (['prospectus', 'mine', 'agenda', 'enrol', 'queue'] as const).map((path) => [
        path,
        { statements: sent[path], named: named[path] },
      ]),
    ),
  } satisfies BareRoutes);
  const bareServers = (asking: (bare: string) => Promise<number>) => ({
    http: () => asking(bareAt.http),
    fastify: () => asking(bareAt.fastify),
  });
  const pool = new Pool({
    connectionString: urls.api,
    max: atOnce,
    options: `-c timezone=UTC -c role=${apiRole}`,
  });
  pool.on('error', () => undefined); // the database may stop first
  const tokens = new Map<TestPerson, string>();
  const tokenOf = async (person: TestPerson) =>
    tokens.get(person) ?? tokens.set(person, await person.bearer()).get(person) ?? '';
  for (const person of people) await tokenOf(person);

  console.log(
    `${courses} courses, ${runs.length} runs, ${people.length} learners; ${atOnce} connections; medians of ${rounds} rounds; ready after ${Math.round(server.readyAfter)} ms`,
  );
  console.log(
    [
      'what',
      'per second',
      "of Node's server + driver",
      'of Fastify + driver',
      'of the driver alone',
      'statements',
    ].join(' | '),
  );

  const someone = (nth: number) => people[nth % people.length] as TestPerson;
  /** As many people as look around at one time; a token is checked anew after some seconds. */
  const visitor = (nth: number) => people[nth % 64] as TestPerson;
  await compare('prospectus list', sent.prospectus, {
    api: () => perSecond(reads, atOnce, () => call({ url: `${api}/prospectus?limit=20` })),
    ...bareServers((bare) => perSecond(reads, atOnce, () => call({ url: `${bare}/prospectus` }))),
    driver: () => perSecond(reads, atOnce, () => replay(pool, sent.prospectus)),
  });
  const mineFor = replayer(sent.mine, named.mine);
  await compare('my enrolments', sent.mine, {
    api: () =>
      perSecond(reads, atOnce, async (nth) =>
        call({ url: `${api}/me/enrolments`, token: await tokenOf(visitor(nth)) }),
      ),
    ...bareServers((bare) =>
      perSecond(reads, atOnce, async (nth) =>
        call({ url: `${bare}/mine/${visitor(nth).id}`, token: await tokenOf(visitor(nth)) }),
      ),
    ),
    driver: () => perSecond(reads, atOnce, (nth) => replay(pool, mineFor([visitor(nth).id]))),
  });

  const agendaFor = replayer(sent.agenda, named.agenda);
  await compare('my agenda', sent.agenda, {
    api: () =>
      perSecond(reads, atOnce, async (nth) => call({ url: `${api}/me/agenda`, token: await tokenOf(visitor(nth)) })),
    ...bareServers((bare) =>
      perSecond(reads, atOnce, async (nth) =>
        call({ url: `${bare}/agenda/${visitor(nth).id}`, token: await tokenOf(visitor(nth)) }),
      ),
    ),
    driver: () => perSecond(reads, atOnce, (nth) => replay(pool, agendaFor([visitor(nth).id]))),
  });

  let pair = 0;
  /** Somebody on a run that they were not on before. */
  const nextPair = (): [TestPerson, TestRun] => {
    const nth = pair++;
    return [someone(nth), runs[(nth + Math.floor(nth / people.length)) % runs.length] as TestRun];
  };
  const enrolFor = replayer(sent.enrol, named.enrol);
  await compare('enrol, spread over many runs', sent.enrol, {
    api: () =>
      perSecond(writes, atOnce, async () => {
        const [who, run] = nextPair();
        return call({
          url: `${api}/runs/${run.id}/enrolments`,
          method: 'POST',
          body: { confirmTimeClash: true },
          token: await tokenOf(who),
        });
      }),
    ...bareServers((bare) =>
      perSecond(writes, atOnce, async () => {
        const [who, run] = nextPair();
        return call({ url: `${bare}/enrol/${who.id}/${run.id}`, token: await tokenOf(who) });
      }),
    ),
    driver: () =>
      perSecond(writes, atOnce, () => {
        const [who, run] = nextPair();
        return replay(pool, enrolFor([who.id, run.id]));
      }),
  });

  const queueFor = replayer(sent.queue, named.queue);
  const hotRun = (capacity: number) => aRun(site, { capacity, starts: [fromNow(site, { days: 902 })] });
  await compare('hot run: 100 at once for 20 places', sent.queue, {
    api: async () => {
      const run = await hotRun(20);
      return perSecond(100, 100, async (nth) =>
        call(
          {
            url: `${api}/runs/${run.id}/enrolments`,
            method: 'POST',
            body: { confirmTimeClash: true },
            token: await tokenOf(someone(nth)),
          },
          100,
        ),
      );
    },
    ...bareServers(async (bare) => {
      const run = await hotRun(0);
      return perSecond(100, 100, async (nth) =>
        call({ url: `${bare}/queue/${someone(nth).id}/${run.id}`, token: await tokenOf(someone(nth)) }, 100),
      );
    }),
    driver: async () => {
      const run = await hotRun(0);
      return perSecond(100, 100, (nth) => replay(pool, queueFor([someone(nth).id, run.id])));
    },
  });

  const bench: Bench = { site, api, people, rounds, tokenOf };
  await register(bench);
  await signIn(bench);
  await whileOthersSignIn(bench);
  await knowingWhoAsks(bench, await childServer('no-op-server.js', { settings }));
  console.log(`idle, the API takes ${idle} MB`);
  await growth(bench, {
    prospectus: '/prospectus?limit=20',
    'my enrolments': '/me/enrolments',
    'my agenda': '/me/agenda',
  });
  for (const what of ['prospectus', 'mine', 'agenda'] as const)
    for (const statement of sent[what]) await printPlan(sql, what, statement);
  await pool.end();
  await sql.destroy();
  await app.close();
}

type Served = 'api' | keyof BareServers | 'driver';

/** One line of the table: each round measures all four, so that a slow moment slows them alike. */
async function compare(
  what: string,
  statements: readonly Statement[],
  by: Record<Served, () => Promise<number>>,
): Promise<void> {
  const samples: Record<Served, number>[] = [];
  for (let round = 0; round <= rounds; round++) {
    const sample = {
      http: await by.http(),
      api: await by.api(),
      fastify: await by.fastify(),
      driver: await by.driver(),
    };
    if (round > 0) samples.push(sample); // the first round warms up
  }
  console.log(
    [
      what,
      median(samples.map(({ api }) => api)).toFixed(0),
      median(samples.map(({ api, http }) => api / http)).toFixed(2),
      median(samples.map(({ api, fastify }) => api / fastify)).toFixed(2),
      median(samples.map(({ api, driver: alone }) => api / alone)).toFixed(2),
      statements.length,
    ].join(' | '),
  );
}

/** A server of this folder in a process of its own; answers where it listens. */
function childServer<Where = string>(file: string, setting: object): Promise<Where> {
  const child = fork(join(import.meta.dirname, file));
  children.push(child);
  child.send(setting);
  return new Promise((resolve, reject) =>
    child
      .once('message', (where: Where) => resolve(where))
      .once('exit', () => reject(new Error(`${file} did not start`))),
  );
}

function residentMegabytes(pid: number): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024);
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('Expected one');
  return item;
}
