import { jest } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { chmod } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '../../src/database/migrate.js';
import { standbyServers } from '../../src/database/standby-servers.js';
import { declaredRoutes, routesWhere } from '../../src/platform/access/declared-access.js';
import { type Config, readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database/database.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { readFrom } from '../../src/platform/database/read-from.js';
import { Standby } from '../../src/platform/database/standby.js';
import { newId } from '../../src/platform/ids.js';
import { KeptUntilChangedInterceptor } from '../../src/platform/shown/kept-until-changed.interceptor.js';
import { asking, Postgres } from '../drills/parts/postgres.js';
import { disclosingRoutes } from '../privacy/disclosing-routes.js';
import { aPerson, aRun, type TestPerson } from '../support/builders.js';
import { discard, throwawayFolder } from '../support/cluster.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { Line } from '../support/line.js';
import { startForgetfulPooler } from '../support/pooler.js';
import { RunningServer } from '../support/server.js';

// A primary, a standby that follows it over a line, one process in this test and one of its own.
const lagSeconds = 3;
const folders: string[] = [];
let primary: Postgres;
let standby: Postgres;
let line: Line;
let here: TestCollege;
let there: RunningServer;
let admin: TestPerson;

async function aFolder(): Promise<string> {
  const folder = await throwawayFolder();
  await chmod(folder, 0o711);
  folders.push(folder);
  return folder;
}

beforeAll(async () => {
  primary = await Postgres.create(await aFolder());
  await migrate(new DatabaseUrls(primary.url(), primary.url()));
  standby = await primary.standby(await aFolder());
  line = await Line.to(standby.port);
  const settings = {
    DATABASE_URL: primary.url(),
    READ_DATABASE_URL: line.over(standby.url()),
    READ_LAG_SECONDS: String(lagSeconds),
    PUBLIC_URL: 'http://college.test',
    PUBLIC_READS_PER_MINUTE: '1000000',
    SECOND_FACTOR: 'optional',
  };
  here = await openTestCollege({ database: { url: primary.url(), drop: () => Promise.resolve() }, settings });
  here.app.get(Standby).watch();
  there = await RunningServer.start({
    ...settings,
    DATA_FOLDER: here.dataFolder,
    WORKER: 'separate',
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
  });
  admin = await aPerson(here, { roles: ['administrator'] });
  await aRun(here, { capacity: 3 });
}, 240_000);
beforeEach(() => bothRead('standby'));
afterEach(() => resumeReplay());
afterAll(async () => {
  if (there?.lives) await there.end('SIGTERM');
  await here?.close();
  line?.close();
  for (const server of [standby, primary]) await server?.stop('immediate');
  for (const folder of folders) discard(folder);
});

/** Asks until it is so, for at most half a minute. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isSo()) return;
    await wait(50);
  }
  throw new Error('It did not come to be so within half a minute');
}

const resumeReplay = () => standby.ask('select case when pg_is_in_recovery() then pg_wal_replay_resume() end');
/** It is only asked for, and comes a moment later. */
async function pauseReplay(): Promise<void> {
  await standby.ask('select pg_wal_replay_pause()');
  await until(
    async () => (await standby.ask(`select from pg_get_wal_replay_pause_state() s where s = 'paused'`)).length > 0,
  );
}

const bothRead = (from: string) =>
  until(async () => {
    const ready = (await (await fetch(`${there.url}/health/ready`)).json()) as { reads?: string };
    return here.app.get(Standby).reads === from && ready.reads === from;
  });
const read = async (url: string, path: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${url}/api/v1${path}`);
  return { status: answer.status, text: await answer.text() };
};
/** What the college is called, as this process says to everybody. */
const nameAt = async (url: string): Promise<string> => JSON.parse((await read(url, '/college')).text).name;
const rename = (name: string) => here.sql.query('update college set name = $1', [name]);
const urls = () => [here.url, there.url];

test('public pages are read from the standby, at most so much behind; then from the primary, and back by itself', async () => {
  let changedAt = 0;
  // On a busy machine a process may have to look once more before it reads there.
  await until(async () => {
    await resumeReplay();
    await rename('Before');
    for (const url of urls()) await until(async () => (await nameAt(url)) === 'Before');
    await bothRead('standby');
    await pauseReplay();
    await rename('After');
    changedAt = performance.now();
    return (await Promise.all(urls().map(nameAt))).every((name) => name === 'Before');
  });
  // A page that nobody has asked for is made there too.
  expect(JSON.parse((await read(here.url, '/college?')).text).name).toBe('Before');
  expect((await admin.get('/me')).status).toBe(200);
  for (let asked = 0; asked < lagSeconds * 1_000; asked = performance.now() - changedAt) await wait(100);
  expect(await Promise.all(urls().map(nameAt))).toEqual(['After', 'After']);
  await bothRead('primary');
  await rename('Soon');
  expect(await Promise.all(urls().map(nameAt))).toEqual(['Soon', 'Soon']);
  const figures = await (await fetch(`${there.url}/metrics`)).text();
  expect(figures).toMatch(/^database_standby_used 0$/m);
  expect(Number(/^database_standby_lag_seconds ([\d.]+)$/m.exec(figures)?.[1])).toBeGreaterThan(lagSeconds);
  expect(figures).toMatch(/^database_standby_fall_backs_total [1-9]/m);

  await resumeReplay();
  await bothRead('standby');
  expect(await Promise.all(urls().map(nameAt))).toEqual(['Soon', 'Soon']);
  expect(there.said()).toMatch(/READ_DATABASE_URL: it is more than 3 s behind/);
});

test('a change is seen in every process within the lag, and what is kept never goes back', async () => {
  const committedAt = [0];
  await rename('n 0');
  for (const url of urls()) await until(async () => (await nameAt(url)) === 'n 0');
  const work = { goesOn: true };
  const readers = urls().map(async (url) => {
    for (let seen = 0; work.goesOn; await wait(5)) {
      const longAgo = performance.now() - lagSeconds * 1_000;
      const least = committedAt.findLastIndex((at) => at <= longAgo);
      const [found, on] = await Promise.all([nameAt(url), read(url, `/prospectus?limit=${1 + (seen % 50)}`)]);
      const number = Number(found.split(' ')[1]);
      expect([on.status, number >= seen, number >= least]).toEqual([200, true, true]);
      seen = number;
    }
  });
  for (let n = 1; n <= 40; n++) {
    await rename(`n ${n}`);
    committedAt.push(performance.now());
    await wait(120);
  }
  for (const url of urls()) await until(async () => (await nameAt(url)) === 'n 40');
  work.goesOn = false;
  await Promise.all(readers);
});

test('while nobody writes it stays in use', async () => {
  const asked = here.app.get(Standby).fallBacks;
  for (let n = 0; n < (lagSeconds + 2) * 10; n++, await wait(100)) await nameAt(here.url);
  expect(here.app.get(Standby).fallBacks).toBe(asked);
});

/** Reads on, a page that is kept and one that is not, while something happens; answers what came. */
async function whileReading(work: () => Promise<void>): Promise<{ status: number; milliseconds: number }[]> {
  const answers: { status: number; milliseconds: number }[] = [];
  const load = { goesOn: true };
  const readers = [...urls(), ...urls()].map(async (url, reader) => {
    for (let n = 0; load.goesOn; n++) {
      const began = performance.now();
      const { status } = await read(url, n % 2 ? '/college' : `/prospectus?text=${reader}x${n}`);
      answers.push({ status, milliseconds: performance.now() - began });
      await wait(10);
    }
  });
  await work();
  load.goesOn = false;
  await Promise.all(readers);
  return answers;
}
const notWell = (answers: { status: number; milliseconds: number }[]) =>
  answers.filter(({ status, milliseconds }) => status !== 200 || milliseconds > 5_000);

test('a standby that is stopped is missed by nobody, and is read again when it is back', async () => {
  const answers = await whileReading(async () => {
    await wait(300);
    await standby.stop('immediate');
    await bothRead('primary');
    await wait(300);
    await standby.start();
    await bothRead('standby');
  });
  expect(notWell(answers)).toEqual([]);
  expect(answers.length).toBeGreaterThan(50);
  expect((await fetch(`${there.url}/health/ready`)).status).toBe(200);
});

test('one that falls silent neither: whoever waits for it is answered by the primary', async () => {
  const answers = await whileReading(async () => {
    await wait(300);
    line.silence();
    await bothRead('primary');
    await wait(1_500);
    line.restore();
    await bothRead('standby');
  });
  expect(notWell(answers)).toEqual([]);
});

test('whoever is in the way of what the standby replays is answered by the primary', async () => {
  const { app } = here;
  await standby.ask(`alter system set max_standby_streaming_delay = 0`);
  await standby.ask('select pg_reload_conf()');
  const database = app.get(Database);
  let fault: unknown;
  const asked = app.get(Standby).read(
    () =>
      database
        .row(`select 'standby' as from, (select count(*) from venue) from pg_sleep(4)`)
        .catch((error: unknown) => {
          fault = error;
          throw error;
        }),
    async () => ({ from: 'primary' }),
  );
  await wait(500);
  await asking(primary.url(), (client) =>
    client.query('begin; lock table venue; create table in_the_way (); rollback'),
  );
  expect(await asked).toEqual({ from: 'primary' });
  expect(fault).toMatchObject({ code: '40001' });
  await standby.ask(`alter system reset max_standby_streaming_delay`);
  await standby.ask('select pg_reload_conf()');
});

test('of all routes only public ones that are the same for everybody are read there, and none of them stores', async () => {
  const modules = here.app.get(ModulesContainer);
  const declared = routesWhere(modules, (handler) =>
    ((Reflect.getMetadata('__interceptors__', handler) ?? []) as unknown[]).includes(KeptUntilChangedInterceptor),
  );
  expect(declared.length).toBeGreaterThan(5);
  expect(declared.filter((route) => !route.startsWith('GET ') || route.includes(':'))).toEqual([]);
  expect(declared.filter((route) => disclosingRoutes(modules).includes(route))).toEqual([]);
  const routes = declaredRoutes(modules);
  expect(routes.filter(({ route }) => declared.includes(route)).map(({ access }) => access)).toEqual(
    declared.map(() => 'public'),
  );

  const asked = jest.spyOn(readFrom, 'run');
  const { fallBacks } = here.app.get(Standby);
  const readThere = [];
  for (const { route } of routes) {
    const [method, path = ''] = route.split(' ');
    if (method !== 'GET' || /^\/(health|metrics|\.well-known)/.test(path)) continue;
    asked.mockClear();
    await admin.get(path.replaceAll(/:[a-zA-Z]+/g, () => newId()));
    if (asked.mock.calls.length > 0) readThere.push(route);
  }
  asked.mockRestore();
  expect(readThere.sort()).toEqual([...declared].sort());
  // What stores is refused by a standby, and would have been asked of the primary.
  expect(here.app.get(Standby).fallBacks).toBe(fallBacks);
});

/** A process that is just starting, with another address; why it does not read from there, or that it does. */
async function readFromThere(address: string): Promise<string> {
  const config: Config = readConfig({
    DATABASE_URL: primary.url(),
    READ_DATABASE_URL: address,
    READ_LAG_SECONDS: '2',
  });
  const starting = new Standby(standbyServers(config, new DatabaseUrls(primary.url(), primary.url())), 2);
  const said: string[] = [];
  Object.assign(starting, { log: { warn: (text: string) => said.push(text) } });
  starting.watch();
  try {
    await until(() => said.length > 0);
    return said[0] ?? '';
  } finally {
    await starting.onApplicationShutdown();
  }
}
const at = (port: number, name = 'college') =>
  standby.url('postgres', port).replace('127.0.0.1', 'localhost').replace(/\w+$/, name);

test('no other server, no other database and no connection that lost its settings is read', async () => {
  expect(await readFromThere(at(standby.port))).toMatch(/is read from the standby/);
  expect(await readFromThere(at(primary.port))).toMatch(/it is no standby/);
  expect(await readFromThere(at(standby.port, 'postgres'))).toMatch(/it is no copy of the database/);
  expect(await readFromThere(at(1))).toMatch(/it does not answer/);
  expect(await readFromThere(at(standby.port, 'nothing'))).toMatch(/it refuses to answer \(3D000\)/);
  const pooler = await startForgetfulPooler(at(standby.port));
  expect(await readFromThere(pooler.url)).toMatch(/its connections work as "postgres" and not as rc_api/);
  pooler.stop();
});

test('one that lacks what the primary had at the start, such as its newest form, is not read until it has it', async () => {
  await pauseReplay();
  await here.sql.query(`insert into migration (timestamp, name) values (1, 'TheNewest1')`);
  expect(await readFromThere(at(standby.port))).toMatch(/it is more than 2 s behind/);
  await here.sql.query(`delete from migration where name = 'TheNewest1'`);
  await resumeReplay();
  await until(async () => /is read from the standby/.test(await readFromThere(at(standby.port))));
});

test('one that is promoted is not read any more, and a new one is', async () => {
  const answers = await whileReading(async () => {
    await standby.promote();
    await bothRead('primary');
    // It goes its own way, which nobody hears of.
    const promoted = new Client(standby.url());
    await promoted.connect();
    await promoted.query(`update college set name = 'Astray'`);
    await promoted.end();
    await rename('Home');
    expect(await Promise.all(urls().map(nameAt))).toEqual(['Home', 'Home']);
    const old = standby;
    standby = await primary.standby(await aFolder());
    await old.stop('immediate');
    line.moveTo(standby.port);
    await bothRead('standby');
    expect(await Promise.all(urls().map(nameAt))).toEqual(['Home', 'Home']);
  });
  expect(notWell(answers)).toEqual([]);
}, 180_000);
