import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from '../app/app.module.js';
import { openDatabase } from '../database/open-database.js';
import { readConfig } from '../platform/config.js';
import { AppError, detailOf } from '../platform/errors/refusal.js';

/**
 * Commands for whoever runs the server and nobody else: each names one person by e-mail address. The sentence that it
 * answers is printed; none ends with 1.
 */
export async function runCommand(
  usage: string,
  command: (app: INestApplicationContext, email: string) => Promise<string | undefined>,
  otherwise: string,
): Promise<void> {
  const email = process.argv[2];
  if (!email) {
    console.error(usage);
    process.exit(2);
  }
  await withCollege(async (app) => {
    const done = await command(app, email);
    console.log(done ?? otherwise);
    process.exitCode = done === undefined ? 1 : 0;
  });
}

/** The whole college without HTTP, for one command; a refusal is printed and ends with 1. */
export async function withCollege(command: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const database = await openDatabase(config);
  const app = await NestFactory.createApplicationContext(
    AppModule.forRoot({ config, urls: database.urls, role: database.role }),
    {
      logger: ['error'],
    },
  );
  try {
    await command(app);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(detailOf(error.code, error.details.values));
    process.exitCode = 1;
  } finally {
    await app.close();
    await database.stop();
  }
}
