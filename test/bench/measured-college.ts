import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import driver from 'pg';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app/app.module.js';
import { migrate } from '../../src/database/migrate.js';
import type { EmbeddedPostgres } from '../../src/embedded-postgres/server.js';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start-embedded-postgres.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { KeyFolder } from '../../src/platform/keys/key-folder.js';
import type { Site } from '../support/builders.js';
import { discard } from '../support/cluster.js';
import { repository } from '../support/repository.js';
import { ApiServer, Worker } from './api-server.js';

type Settings = Record<string, string>;

/** How a college is set up that is measured: no log, no jobs inside the API, and no limit for whoever reads in public. */
export const measuredSettings = (url: string, folder: string): Settings => ({
  DATABASE_URL: url,
  DATA_FOLDER: folder,
  LOG_LEVEL: 'silent',
  PUBLIC_READS_PER_MINUTE: '1000000',
  PUBLIC_URL: 'http://college.test',
  SECOND_FACTOR: 'optional',
  TRUSTED_PROXY_HOPS: '1',
  WORKER: 'separate',
});

/** A college in a throw-away PostgreSQL, with an application in this process to build on, and servers as they ship. */
export class MeasuredCollege {
  private readonly processes: (ApiServer | Worker)[] = [];

  private constructor(
    readonly urls: DatabaseUrls,
    readonly settings: Settings,
    readonly app: INestApplicationContext,
    readonly site: Site,
  ) {}

  /** Does the work in one of its own, and leaves nothing behind. A fault is shown, and ends the process with 1. */
  static async during(name: string, work: (college: MeasuredCollege) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), `college-${name}-`));
    const cluster = await startEmbeddedPostgres({ folder });
    let college: MeasuredCollege | undefined;
    try {
      college = await MeasuredCollege.open(folder, cluster);
      await work(college);
    } catch (error) {
      console.error(error);
      process.exitCode = 1;
    } finally {
      await college?.stop();
      await cluster.stop();
      discard(folder);
    }
  }

  private static async open(folder: string, cluster: EmbeddedPostgres): Promise<MeasuredCollege> {
    const urls = new DatabaseUrls(cluster.urlOf('postgres'), cluster.urlOf('postgres'));
    await migrate(urls);
    const settings = measuredSettings(urls.api, folder);
    const config = readConfig(settings);
    await new KeyFolder(config).makeTokenKeys();
    const app = await NestFactory.createApplicationContext(AppModule.forRoot({ config, urls }), { logger: ['error'] });
    const sql = await new DataSource({ type: 'postgres', driver, url: urls.owner }).initialize();
    const site: Site = { app, sql, clock: new Clock(), http: supertest.agent('') };
    return new MeasuredCollege(urls, settings, app, site);
  }

  /** The API as it ships, in a process of its own. */
  async serve(settings: Settings = {}): Promise<ApiServer> {
    const server = await ApiServer.start(repository, { ...this.settings, ...settings });
    this.processes.push(server);
    return server;
  }

  /** What runs the jobs, likewise. */
  async work(): Promise<Worker> {
    const worker = await Worker.start(repository, this.settings);
    this.processes.push(worker);
    return worker;
  }

  private async stop(): Promise<void> {
    for (const each of this.processes) await each.stop();
    await this.site.sql.destroy();
    await this.app.close();
  }
}
