import 'reflect-metadata';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setFlagsFromString } from 'node:v8';
import { AppModule } from './app/app.module.js';
import { openDatabase } from './database/open-database.js';
import { refuseUndeclaredRoutes } from './platform/access/declared-access.js';
import { type Config, ConfigError, readConfig } from './platform/config.js';
import { Database } from './platform/database/database.js';
import { EmbeddedPostgresError } from './embedded-postgres/embedded-postgres-error.js';
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
async function start(config: Config): Promise<void> {
  const log = createLog(config);
  const database = await openDatabase(config);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot({ config, urls: database.urls, role: database.role }),
    newAdapter(config),
    { logger: ['error', 'warn'] },
  );
  refuseUndeclaredRoutes(app.get(ModulesContainer));
  configureHttp(app, config, { log });
  app.get(Readiness).require('database', async () => void (await app.get(Database).row('select 1 as one')));
  const jobs = app.get(Jobs);
  stopOnSignals(app, config, log, async () => {
    await jobs.stop();
    await database.stop();
  });
  await app.listen(config.PORT, config.HOST);
  if (config.WORKER === 'in-process') await jobs.start();
  console.log(
    database.embedded ? demoWelcome(await app.getUrl(), config) : `The API listens at ${await app.getUrl()}/api/v1`,
  );
  await writeTimeZoneLines(log, () => app.get(OperationsService).timeZones());
  await giveBackStartupMemory();
}

// Little survives a collection of the young here; more threads for it only take the cores from PostgreSQL.
setFlagsFromString('--no-parallel-scavenge');
try {
  await start(readConfig(process.env));
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof EmbeddedPostgresError;
  console.error(expected ? error.message : error);
  process.exit(1);
}
