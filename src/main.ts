import 'reflect-metadata';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setFlagsFromString } from 'node:v8';
import { AppModule } from './app/app.module.js';
import { failuresAreOurs } from './app/college-without-http.js';
import { requirePort, start } from './app/start.js';
import { watchAbility } from './database/ability.js';
import { type OpenDatabase, openDatabase } from './database/open-database.js';
import { refuseUndeclaredRoutes } from './platform/access/declared-access.js';
import type { Config } from './platform/config.js';
import { Standby } from './platform/database/standby.js';
import { stopOnSignals } from './platform/health/draining.js';
import { Readiness } from './platform/health/readiness.js';
import { giveBackStartupMemory } from './platform/health/startup-memory.js';
import { configureHttp } from './app/configure-http.js';
import { newAdapter } from './platform/http/adapter.js';
import { Jobs } from './platform/jobs/jobs.js';
import { createLog } from './platform/logging/log.js';
import { writeTimeZoneLines } from './platform/logging/time-zone-lines.js';
import { OperationsService } from './operations/operations.service.js';
import { demoWelcome } from './demo/welcome.js';

/** Starts the API on the database that the configuration names, or on the embedded one with a demo college. */
async function serve(config: Config): Promise<void> {
  await requirePort(config);
  const database = await openDatabase(config);
  let app: NestFastifyApplication | undefined;
  try {
    app = await NestFactory.create<NestFastifyApplication>(
      AppModule.forRoot({ config, urls: database.urls }),
      newAdapter(config),
      { logger: ['error', 'warn'], ...failuresAreOurs },
    );
    await open(app, config, database);
  } catch (error) {
    await app
      ?.get(Jobs)
      .stop()
      .catch(() => undefined);
    await app?.close().catch(() => undefined);
    await database.stop().catch(() => undefined);
    throw error;
  }
}

async function open(app: NestFastifyApplication, config: Config, database: OpenDatabase): Promise<void> {
  const log = createLog(config);
  refuseUndeclaredRoutes(app.get(ModulesContainer));
  configureHttp(app, config, { log });
  watchAbility(app);
  const jobs = app.get(Jobs);
  const standby = app.get(Standby);
  standby.watch();
  const readiness = app.get(Readiness);
  readiness.watchJobs(() => jobs.state);
  readiness.watchReads(() => standby.reads);
  stopOnSignals(app, config, log, { before: () => jobs.stop(), after: () => database.stop() });
  await app.listen(config.PORT, config.HOST);
  // Until now a failing start would have said more than its one sentence; from here on nothing is held back.
  app.flushLogs();
  if (config.WORKER === 'in-process') await jobs.start();
  console.log(
    database.embedded ? demoWelcome(await app.getUrl(), config) : `The API listens at ${await app.getUrl()}/api/v1`,
  );
  await writeTimeZoneLines(log, () => app.get(OperationsService).timeZones());
  await giveBackStartupMemory();
}

// Little survives a collection of the young here; more threads for it only take the cores from PostgreSQL.
setFlagsFromString('--no-parallel-scavenge');
await start(serve);
