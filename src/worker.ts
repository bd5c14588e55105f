import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { collegeWithoutHttp } from './app/college-without-http.js';
import { start } from './app/start.js';
import { watchAbility } from './database/ability.js';
import { openDatabase } from './database/open-database.js';
import { createLog } from './platform/logging/log.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { Jobs } from './platform/jobs/jobs.js';

// npm run worker: delivers events and runs timed jobs, without HTTP. The API then runs with WORKER=separate.
await start(async (config) => {
  const database = await openDatabase(config);
  let app: INestApplicationContext | undefined;
  const leave = async () => {
    await app?.get(Jobs).stop();
    await app?.close();
    await database.stop();
  };
  try {
    app = await collegeWithoutHttp({ config, ...database }, new NestLogger(createLog(config)));
    watchAbility(app);
    await app.get(Jobs).start();
    console.log('The worker runs jobs');
  } catch (error) {
    await leave().catch(() => undefined);
    throw error;
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      // A database that has fallen silent does not even take a farewell.
      setTimeout(() => process.exit(1), 60_000).unref();
      void leave().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
});
