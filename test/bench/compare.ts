import 'reflect-metadata';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import driver from 'pg';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { Clock } from '../../src/platform/clock.js';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start-embedded-postgres.js';
import type { Site } from '../support/builders.js';
import { discard } from '../support/cluster.js';
import { ApiServer } from './api-server.js';
import { buildIfStale, commitOf } from './checkout.js';
import { type Plan, prepare, type Served, type Work } from './work.js';
import { measuredSettings } from './measured-college.js';
import { limits, type Pair, pairOf, turnsPerRound, verdictOn } from './pairs.js';
import { Tokens } from './sign-ins.js';
import { turn } from './turn.js';

// npm run bench:compare -- <folder of another checkout>: the same work on this checkout and the other, in pairs. Of the
// other only its built server is used. Ends with 2 when a row passes a limit twice. BENCH=short for a quick look.
const short = process.env['BENCH'] === 'short';
const rounds = short ? 3 : 7;
const atOnce = 16;
const plan: Plan = {
  ...(short
    ? { courses: 10, runsPerCourse: 4, learners: 300, active: 80, reads: 100, writes: 32, registers: 16, signIns: 16 }
    : {
        courses: 50,
        runsPerCourse: 4,
        learners: 1200,
        // Each enrols a dozen times in the two rows about it, below the 20 a minute that one person may.
        active: 448,
        reads: 400,
        writes: 64,
        registers: 48,
        signIns: 16,
      }),
  turns: turnsPerRound * (rounds + 1) * 2, // a round goes before to warm up; suspects are measured twice
};

interface Side extends Served {
  server: ApiServer;
  checkout: string;
  database: string;
  /** How many requests of each work were made; a second look goes on from there. */
  done: Map<Work, number>;
}

const [here, other] = [join(import.meta.dirname, '../../..'), otherCheckout()];
const folder = await mkdtemp(join(tmpdir(), 'college-compare-'));
const cluster = await startEmbeddedPostgres({ folder });
const servers: ApiServer[] = [];
// Without servers the work fails, and all that was started ends in order; a second signal ends this process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Promise.all(servers.map((server) => server.stop())));
try {
  process.exitCode = (await compare()) ? 0 : 2;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const server of servers) await server.stop();
  await cluster.stop();
  discard(folder);
}

/** Whether every row stays within the limits. */
async function compare(): Promise<boolean> {
  const [load = 0] = loadavg();
  if (load > availableParallelism())
    console.log(`Others keep this machine busy (load ${load.toFixed(0)}): speeds say little now, CPU-ms more.`);
  for (const checkout of [here, other]) buildIfStale(checkout);
  const admin = await connect('postgres');
  // What PostgreSQL tidies up of itself would cost now one side, now the other.
  await admin.query('alter system set autovacuum = off');
  await admin.query('select pg_reload_conf()');

  // The other makes the tables and this checkout's server brings its copy to the newest form, as an update does.
  await admin.query('create database other');
  await (await serve(other, 'other')).stop();
  const { works, signedIn } = await filled('other');
  await admin.query('create database here template other');
  await cp(join(folder, 'other/keys'), join(folder, 'here/keys'), { recursive: true });
  const sides = { here: await sideOf(here, 'here'), other: await sideOf(other, 'other') };
  for (const { api, tokens } of [sides.here, sides.other]) await tokens.signIn(api, signedIn);
  await sleep(short ? 0 : 10_000); // what starting needed is given back

  console.log(`here:  ${commitOf(here)}`);
  console.log(`other: ${commitOf(other)}`);
  console.log(
    `${plan.learners} learners, ${atOnce} connections; here as a ratio to the other:`,
    `medians of ${rounds} rounds (lowest–highest)`,
  );
  console.log('what | per second | ratio | CPU-ms of the API | ratio | ratio of CPU in PostgreSQL | verdict');
  const suspects = await passing(works, sides, admin);
  if (suspects.length > 0) {
    // A process may be slow by chance for as long as it lives.
    console.log('once more, in new processes:');
    for (const side of [sides.here, sides.other]) await restart(side);
  }
  const found = await passing(
    suspects.map(({ work }) => work),
    sides,
    admin,
  );
  await admin.destroy();
  const most = `${limits.slower * 100} % slower, or ${limits.cpu * 100} % more CPU in the API`;
  const rows = found.map(({ work, passed }) => `${work.what} (${passed.join(', ')})`);
  console.log(rows.length === 0 ? `No row is more than ${most}.` : `More than ${most}: ${rows.join('; ')}.`);
  return rows.length === 0;
}

/** Measures and prints each; answers those that pass a limit. */
async function passing(
  works: readonly Work[],
  sides: Record<keyof Pair, Side>,
  admin: DataSource,
): Promise<{ work: Work; passed: string[] }[]> {
  const found: { work: Work; passed: string[] }[] = [];
  for (const work of works) {
    await admin.query('checkpoint');
    for (const { api, tokens } of [sides.here, sides.other]) await tokens.renew(api);
    const { cells, passed } = verdictOn(await pairsOf(work, sides, admin));
    console.log([work.what, ...cells].join(' | '));
    if (passed.length > 0) found.push({ work, passed });
  }
  return found;
}

/**
 * A plan that is kept depends on how large a table was when it was made: whoever was first keeps the one for a small
 * table. With new statistics both plan anew.
 */
async function forgetPlans(database: string): Promise<void> {
  const sql = await connect(database);
  await sql.query('analyze');
  await sql.destroy();
}

async function pairsOf(work: Work, sides: Record<keyof Pair, Side>, admin: DataSource): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = await pairOf(round, async (name) => {
      const side = sides[name];
      const first = side.done.get(work) ?? 0;
      side.done.set(work, first + work.count);
      return turn({
        count: work.count,
        atOnce,
        once: (nth) => work.once(side, first + nth),
        servers: [side.server],
        admin,
        database: side.database,
      });
    });
    if (round > 0) pairs.push(pair);
    else for (const { database } of [sides.here, sides.other]) await forgetPlans(database);
  }
  return pairs;
}

async function filled(database: string): ReturnType<typeof prepare> {
  const sql = await connect(database);
  const site: Site = {
    sql,
    clock: new Clock(),
    http: supertest.agent(''),
    app: {
      get: () => {
        throw new Error('Only servers answer here');
      },
    },
  };
  try {
    const prepared = await prepare(site, plan);
    await sql.query('vacuum analyze');
    return prepared;
  } catch (cause) {
    throw new Error('The builders of this checkout do not fit the tables of the other: compare with a later commit', {
      cause,
    });
  } finally {
    await sql.destroy();
  }
}

async function sideOf(checkout: string, database: string): Promise<Side> {
  const server = await serve(checkout, database);
  return { server, checkout, database, done: new Map(), api: server.api, tokens: new Tokens() };
}

async function restart(side: Side): Promise<void> {
  await side.server.stop();
  side.server = await serve(side.checkout, side.database);
  side.api = side.server.api;
}

async function serve(checkout: string, database: string): Promise<ApiServer> {
  const own = join(folder, database);
  await mkdir(own, { recursive: true });
  const server = await ApiServer.start(checkout, {
    ...measuredSettings(cluster.urlOf(database), own),
    POOL_SIZE: '10',
  });
  servers.push(server);
  return server;
}

function connect(database: string): Promise<DataSource> {
  return new DataSource({ type: 'postgres', driver, url: cluster.urlOf(database) }).initialize();
}

function otherCheckout(): string {
  const [named] = process.argv.slice(2);
  if (named !== undefined) return resolve(process.env['INIT_CWD'] ?? '.', named);
  console.error('Name the folder of the other checkout: npm run bench:compare -- ../before');
  process.exit(1);
}
