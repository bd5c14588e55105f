import { chmod } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { EmbeddedPostgres } from '../../src/embedded-postgres/server.js';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start-embedded-postgres.js';
import { newId } from '../../src/platform/ids.js';
import { LivingWorkers } from '../../src/platform/jobs/living-workers.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { discard, throwawayFolder } from '../support/cluster.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { Line } from '../support/line.js';
import { RunningServer } from '../support/server.js';
import { databaseUrl, prepareTemplate } from '../support/template.js';

// A PostgreSQL of its own, which restarts; it comes back on another port, to which the line then leads.
let folder: string;
let cluster: EmbeddedPostgres;
let line: Line;
let college: TestCollege;
let coordinator: TestPerson;
let api: RunningServer;
let worker: RunningServer;
let url: string;

const portOf = (postgres: EmbeddedPostgres) => Number(new URL(postgres.urlOf('postgres')).port);

beforeAll(async () => {
  folder = await throwawayFolder();
  await chmod(folder, 0o711);
  cluster = await startEmbeddedPostgres({ folder, forTests: true });
  line = await Line.to(portOf(cluster));
  url = line.over(databaseUrl(cluster.urlOf('postgres'), await prepareTemplate(cluster.urlOf('postgres'))));
  college = await openTestCollege({ database: { url, drop: () => Promise.resolve() } });
  coordinator = await aPerson(college, { roles: ['coordinator'] });
  const settings = {
    DATABASE_URL: url,
    DATA_FOLDER: college.dataFolder,
    PUBLIC_URL: 'http://college.test',
    SECOND_FACTOR: 'optional',
  };
  [api, worker] = await Promise.all([RunningServer.start(settings), RunningServer.worker(settings)]);
}, 180_000);
afterAll(async () => {
  for (const each of [api, worker]) if (each?.lives) await each.end('SIGKILL');
  await college?.close();
  line?.close();
  discard(folder);
});

/** Asks until it is so, for at most a minute. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isSo().catch(() => false)) return;
    await wait(100);
  }
  throw new Error('It did not come to be so within a minute');
}

/** Jobs that do next to nothing, so that many of them end at each moment. */
const addJobs = (count: number) =>
  college.sql.query(
    `select from unnest($1::uuid[]) as id, graphile_worker.add_job('send-message', json_build_object('messageId', id))`,
    [Array.from({ length: count }, newId)],
  );
const held = (): Promise<{ id: string; locked_by: string }[]> =>
  college.sql.query(
    `select id, locked_by from graphile_worker.jobs where task_identifier = 'send-message' and locked_by is not null`,
  );
const waiting = async () =>
  (await college.sql.query(`select from graphile_worker.jobs where task_identifier = 'send-message'`)).length;

async function restart(): Promise<void> {
  await cluster.stop();
  await wait(1_000);
  cluster = await startEmbeddedPostgres({ folder, forTests: true });
  line.moveTo(portOf(cluster));
}

test('API and worker outlive restarts of the database under load; no job and no acknowledged write is lost', async () => {
  const load = { goesOn: true };
  const acknowledged: string[] = [];
  const answers = new Set<string>();
  const write = async () => {
    while (load.goesOn) {
      const chosenName = `Acknowledged ${newId()}`;
      const answer = await fetch(`${api.url}/api/v1/people`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await coordinator.bearer()}` },
        body: JSON.stringify({ chosenName }),
      });
      const { code } = (await answer.json()) as { code?: string };
      answers.add(`${answer.status} ${code}`);
      if (answer.status === 201) acknowledged.push(chosenName);
      await wait(20);
    }
  };
  const working = [
    write(),
    write(),
    (async () => {
      for (; load.goesOn; await wait(20)) await addJobs(10).catch(() => undefined);
    })(),
  ];
  for (let n = 0; n < 2; n++) {
    await wait(1_500);
    await restart();
  }
  await wait(1_000);
  load.goesOn = false;
  await Promise.all(working);

  await until(async () => {
    const ready = await fetch(`${api.url}/health/ready`);
    return ready.status === 200 && ((await ready.json()) as { jobs: string }).jobs === 'running';
  });
  expect([api.lives, worker.lives]).toEqual([true, true]);
  await until(async () => (await waiting()) === 0);
  expect([...answers].filter((answer) => !/^(201|503 unavailable|503 busy|429 )/.test(answer))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(0);
  const kept = await college.sql.query('select from person where chosen_name = any ($1)', [acknowledged]);
  expect(kept.length).toBe(acknowledged.length);
  const figures = await (await fetch(`${api.url}/metrics`)).text();
  expect(figures).toMatch(/^jobs_running 1$/m);
  expect(figures).toMatch(/^jobs_waiting\{state="due"\} \d+$/m);
  expect(figures).toMatch(/^jobs_waiting\{state="failed"\} 0$/m);
  expect(figures).toMatch(/^jobs_oldest_due_seconds [\d.]+$/m);
  expect(Number(/^database_connections_lost (\d+)$/m.exec(figures)?.[1])).toBeGreaterThan(0);
}, 180_000);

test('jobs of a worker that was killed come free, and those of a living one do not', async () => {
  expect(await api.end('SIGTERM')).toBe(0);
  const blocker = college.sql.createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('lock table message in access exclusive mode');
  await addJobs(2);
  await until(async () => (await held()).length === 2);
  await worker.end('SIGKILL');
  await blocker.rollbackTransaction();
  await blocker.release();
  const [one] = await held();
  await addJobs(1);
  await college.sql.query(
    `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-living', attempts = 1 where locked_by is null
     and id = (select max(id) from graphile_worker.jobs where task_identifier = 'send-message')`,
  );
  const living = new LivingWorkers(url, () => undefined);
  living.begin('pool-living');
  living.start();
  const sweeper = new LivingWorkers(url, () => undefined, 0.5);
  sweeper.start();
  await until(async () => (await held()).every(({ locked_by: by }) => by !== one?.locked_by));
  expect((await held()).map(({ locked_by: by }) => by)).toEqual(['pool-living']);
  await wait(2_500);
  expect((await held()).map(({ locked_by: by }) => by)).toEqual(['pool-living']);
  // It loses its connection and comes back before anybody takes it for dead.
  await living.stop();
  await until(async () => (await held()).length === 0);
  await sweeper.stop();
  await college.deliver();
  expect(await waiting()).toBe(0);
}, 120_000);
