import { SnakeCaseNaming } from '../../src/platform/database/naming.js';
import { expect } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import driver from 'pg';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app/app.module.js';
import { later } from '../../src/platform/calendar.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { keepSettings } from '../../src/database/kept-settings.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { configureHttp, type HttpSettings } from '../../src/app/configure-http.js';
import { newAdapter } from '../../src/platform/http/adapter.js';
import { createLog, type Log } from '../../src/platform/logging/log.js';
import { KeyFolder } from '../../src/platform/keys/key-folder.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { createDocument } from '../../src/platform/openapi/document.js';
import { Contract } from './contract.js';
import { cloneDatabase } from './database.js';
import { ofItsOwn } from './logins.js';
import { type Pooler, type PoolerWish, startPooler } from './pooler.js';
import { noteLine, noteSecrets } from './logged-folder.js';

/** As whom the tests themselves ask the database. */
export const testsOwn = 'a test';

/** The clock in the hands of a test. */
export class TestClock extends Clock {
  forward({ days = 0, hours = 0, minutes = 0, seconds = 0 }): void {
    this.moveTo(later(this.now(), (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000));
  }
}

/** The whole application on its own clone of the migrated database. */
export interface TestCollege {
  app: NestFastifyApplication;
  clock: TestClock;
  sql: DataSource;
  dataFolder: string;
  /** supertest against the listening server. */
  http: ReturnType<typeof supertest.agent>;
  url: string;
  /** Delivers every event and job that is due at the college's present time; throws what a job failed of, unless it may. */
  deliver(options?: { mayFail: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Two processes of one college, the second of which has its clock behind by so much, or ahead where it is negative. */
export async function openTwoProcesses(behind: {
  minutes?: number;
  seconds?: number;
}): Promise<[TestCollege, TestCollege]> {
  const database = await cloneDatabase();
  const first = await openTestCollege({ database });
  const second = await openTestCollege({
    database: { url: database.url, drop: () => first.close() },
    settings: { DATA_FOLDER: first.dataFolder },
  });
  second.clock.forward({ minutes: -(behind.minutes ?? 0), seconds: -(behind.seconds ?? 0) });
  return [first, second];
}

export interface TestCollegeOptions extends HttpSettings {
  /** A migrated database of the test's own, instead of a clone. */
  database?: { url: string; drop(): Promise<void> };
  /** A pooler in transaction mode before its database; one that is there already serves several. */
  pooler?: PoolerWish | Pooler;
  /** Where its clock stands while it starts; by default at real time. */
  startsAt?: Date;
  /** Settings of the process, as in its environment. */
  settings?: Record<string, string>;
  /** Reactions and answers of the test's own, beside those of the college. */
  providers?: Provider[];
  /** Faults that the test brings about itself; every other that a request meets fails it. */
  provokes?: RegExp;
}

export async function openTestCollege(options: TestCollegeOptions = {}): Promise<TestCollege> {
  const database = options.database ?? (await cloneDatabase());
  const dataFolder = await mkdtemp(join(tmpdir(), 'college-'));
  const config = readConfig({
    DATA_FOLDER: dataFolder,
    LOG_LEVEL: 'silent',
    PORT: '0',
    POOL_SIZE: '12',
    PUBLIC_URL: 'http://college.test',
    ...options.settings,
  });
  await new KeyFolder(config).makeTokenKeys();
  const clock = new TestClock();
  if (options.startsAt) clock.moveTo(options.startsAt);
  const pooler = options.pooler && (await poolerBefore(database.url, options.pooler));
  const urls = new DatabaseUrls(pooler?.url ?? database.url, database.url);
  if (pooler) await keepSettings(urls);
  const module = await Test.createTestingModule({
    imports: [AppModule.forRoot({ config, urls, clock })],
    providers: options.providers,
  }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(newAdapter(config), { logger: ['error'] });
  const faults: string[] = [];
  configureHttp(app, config, {
    // Other tests take the machine's time; whoever tests the crowd says how patient it is.
    crowd: { patience: 10_000, ...options.crowd },
    ...(options.unreadBodies !== undefined && { unreadBodies: options.unreadBodies }),
    log:
      options.log ??
      everythingTo((line) => {
        noteLine(line);
        if (line.includes('"incident"')) faults.push(line);
      }),
  });
  let document: OpenAPIObject | undefined;
  const contract = new Contract(() => (document ??= createDocument(app, config)));
  contract.watch(app.getHttpAdapter().getInstance());
  noteSecrets(app.getHttpAdapter().getInstance());
  await app.listen(0, '127.0.0.1');
  const sql = await new DataSource({
    type: 'postgres',
    driver,
    url: database.url,
    applicationName: testsOwn,
    entities: app.get(DataSource).entityMetadatas.map(({ target }) => target),
    namingStrategy: new SnakeCaseNaming(),
  }).initialize();
  const url = await app.getUrl();
  return {
    app,
    clock,
    sql,
    dataFolder,
    url,
    http: supertest.agent(url),
    deliver: async ({ mayFail } = { mayFail: false }) => {
      // The job library asks the database for the time, which does not move with the test's clock.
      await sql.query('update graphile_worker._private_jobs set run_at = now() where run_at > now() and run_at <= $1', [
        clock.now(),
      ]);
      await app.get(Jobs).runDue();
      if (!mayFail) await refuseFailedJobs(sql);
    },
    close: async () => {
      await app.get(Jobs).stop();
      await app.close();
      await sql.destroy();
      pooler?.stop();
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
      expect([...contract.mismatches]).toEqual([]);
      // What a person is told is "the incident number"; what a developer needs is what happened.
      expect(faults.filter((fault) => !options.provokes?.test(fault))).toEqual([]);
    },
  };
}

const poolerBefore = async (url: string, wish: PoolerWish | Pooler): Promise<Pooler> =>
  'url' in wish ? wish : startPooler(await ofItsOwn(url), wish);

/** A log that writes what it would in production, to its least severe line. */
function everythingTo(write: (line: string) => void): Log {
  const log = createLog({ LOG_LEVEL: 'error' }, { write });
  log.level = 'debug';
  return log;
}

async function refuseFailedJobs(sql: DataSource): Promise<void> {
  const failed: { task: string; payload: unknown; error: string }[] = await sql.query(`
    select t.identifier as task, j.payload, j.last_error as error
    from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where j.last_error is not null
    order by j.id`);
  if (failed.length === 0) return;
  const lines = failed.map(({ task, payload, error }) => `${task} ${JSON.stringify(payload)}: ${error}`);
  throw new Error(`Jobs failed; where a test wants that: deliver({ mayFail: true }).\n${lines.join('\n')}`);
}
