import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app/app.module.js';
import { openDatabase } from './database/open-database.js';
import { readConfig } from './platform/config.js';
import { createLog } from './platform/logging/log.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { Jobs } from './platform/jobs/jobs.js';

// npm run worker: delivers events and runs timed jobs, without HTTP. The API then runs with WORKER=separate.
const config = readConfig(process.env);
const database = await openDatabase(config);
const logger = new NestLogger(createLog(config));
const app = await NestFactory.createApplicationContext(
  AppModule.forRoot({ config, urls: database.urls, role: database.role }),
  {
    logger,
  },
);
const jobs = app.get(Jobs);
await jobs.start();
const leave = async () => {
  await jobs.stop();
  await app.close();
  await database.stop();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void leave());
