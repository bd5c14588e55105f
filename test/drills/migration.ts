import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import driver from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/list.js';
import { median } from '../bench/load.js';
import { discard } from '../support/cluster.js';
import { repository } from '../support/repository.js';
import { schemaPage } from '../support/schema-page.js';
import { drill, timesOf } from './parts/drill.js';
import { freePort, Postgres } from './parts/postgres.js';
import { seconds } from './parts/report.js';
import { runProgram, Server, type Settings, startProgram } from './parts/supervisor.js';

// npm run drill:migration: an API process starts on an empty database, which it brings through every form that it ever
// had, and is killed at a random moment, or its connections are; twenty times, each time an attempt gets a little
// further. The one that is let through leaves the tables that migrations/schema.txt promises.
await drill('migration', async (scene) => {
  const { report } = scene;
  const folder = await mkdtemp(join(tmpdir(), `college-drill-${process.pid}-`));
  const postgres = await Postgres.create(folder);
  scene.later(async () => {
    await postgres.stop('immediate');
    discard(folder);
  });
  const settings: Settings = {
    DATA_FOLDER: join(folder, 'data'),
    DATABASE_URL: postgres.url('api'),
    DIRECT_DATABASE_URL: postgres.url('owner'),
    PORT: `${await freePort()}`,
    WORKER: 'separate',
  };
  await mkdir(settings['DATA_FOLDER'] ?? folder);

  const wholeMs = await timeOfAWholeStart(settings);
  await postgres.makeDatabase();
  const [attempts, came]: [number, number[]] = [timesOf(20), []];
  for (let nth = 0; nth < attempts; nth++) {
    const child = startProgram('main', settings);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // Most of a start is loading the program; what comes later than half of a whole start meets the migrations.
    await sleep(wholeMs * (0.25 + 0.6 * Math.random()));
    if (nth % 2 === 0) child.kill('SIGKILL');
    else
      await postgres.ask(
        'select pg_terminate_backend(pid) from pg_stat_activity where usename is not null and pid <> pg_backend_pid()',
      );
    await sleep(nth % 2 === 0 ? 0 : 500);
    child.kill('SIGKILL');
    await ended;
    came.push(await landed(postgres));
    // Where all is through already, it begins anew from nothing.
    if (came.at(-1) === migrations.length) await postgres.makeDatabase();
  }

  const log = join(folder, 'processes.log');
  const started = performance.now();
  const server = new Server(settings, Number(settings['PORT']), log);
  scene.later(() => server.stop());
  await server.untilReady().catch(() => report.promise(false, `no start came through: ${server.said.slice(-300)}`));
  const through = performance.now() - started;
  report.figure('faults', attempts);
  report.figure('own ends', server.ends);
  report.promise(server.ends === 0, `the start after all of it ended by itself: ${server.said.slice(-300)}`);
  report.note(
    `the attempts came to ${came.join(', ')} of ${migrations.length}; the last start took ${seconds(through)}`,
  );
  report.promise(median(came) > 0, 'no attempt came as far as the first migration');

  const sql = await new DataSource({ type: 'postgres', driver, url: postgres.url() }).initialize();
  const page = await schemaPage(sql);
  await sql.destroy();
  const promised = await readFile(join(repository, 'migrations/schema.txt'), 'utf8');
  report.promise(page === promised, `the tables differ from migrations/schema.txt: ${firstDifference(page, promised)}`);
  for (const audit of ['audit-invariants', 'audit-events']) {
    const { code, said } = await runProgram(`commands/${audit}`, settings);
    report.promise(code === 0, `${audit} ended with ${code}: ${said.slice(-300)}`);
  }
});

async function timeOfAWholeStart(settings: Settings): Promise<number> {
  const started = performance.now();
  const child = startProgram('main', settings);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  const took = performance.now() - started;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  return took;
}

async function landed(postgres: Postgres): Promise<number> {
  const [there] = await postgres.ask<{ there: boolean }>(`select to_regclass('migration') is not null as there`);
  if (!there?.there) return 0;
  const [found] = await postgres.ask<{ count: number }>('select count(*)::integer as count from migration');
  return found?.count ?? 0;
}

function firstDifference(found: string, promised: string): string {
  const lines = promised.split('\n');
  const nth = found.split('\n').findIndex((line, at) => line !== lines[at]);
  return nth < 0 ? 'only in length' : `line ${nth + 1}: ${found.split('\n')[nth]?.slice(0, 200)}`;
}
