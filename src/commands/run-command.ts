import type { INestApplicationContext } from '@nestjs/common';
import { collegeWithoutHttp } from '../app/college-without-http.js';
import { start } from '../app/start.js';
import { openDatabase } from '../database/open-database.js';

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
export const withCollege = (command: (app: INestApplicationContext) => Promise<void>): Promise<void> =>
  start(async (config) => {
    const database = await openDatabase(config);
    try {
      const app = await collegeWithoutHttp({ config, ...database });
      try {
        await command(app);
      } finally {
        await app.close();
      }
    } finally {
      await database.stop();
    }
  });
