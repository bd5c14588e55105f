import type { INestApplicationContext, LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule, type AppOptions } from './app.module.js';

/** Nest would print the stack of what fails while it starts, and end the process before anything is tidied up. */
export const failuresAreOurs = { bufferLogs: true, autoFlushLogs: false, abortOnError: false } as const;

/** The whole college for jobs, commands and the demo. */
export async function collegeWithoutHttp(
  options: AppOptions,
  logger: LoggerService | LogLevel[] = ['error'],
): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(options), { logger, ...failuresAreOurs });
  app.flushLogs();
  return app;
}
