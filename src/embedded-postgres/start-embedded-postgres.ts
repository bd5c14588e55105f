import { join, resolve } from 'node:path';
import { findBinaries } from './binaries.js';
import { openDatabaseFolder } from './database-folder.js';
import { EmbeddedPostgresError, nextStep } from './embedded-postgres-error.js';
import { type EmbeddedPostgres, Server } from './server.js';
import { findSystemUser } from './system-user.js';

export interface EmbeddedPostgresOptions {
  /** The database lives in `postgres` below it. */
  folder: string;
  /** Trades crash safety for speed. */
  forTests?: boolean;
  /** Told what somebody might want to know later. */
  log?: (sentence: string) => void;
}

/**
 * Starts the PostgreSQL that npm brought, or adopts it if it already runs on this folder. It is no child of ours: it
 * outlives Ctrl-C and crashes until {@link EmbeddedPostgres.stop}. Throws {@link EmbeddedPostgresError} with one
 * sentence to show.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { forTests = false, log = () => undefined } = options;
  const folder = resolve(options.folder);
  try {
    const user = await findSystemUser(join(folder, 'postgres', 'data'));
    const binaries = await findBinaries(user, log);
    const database = await openDatabaseFolder({ folder, binaries, user, forTests, log });
    return await new Server(binaries, database, user, forTests).start();
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(`The embedded PostgreSQL could not start (${reason}): ${nextStep(reason)}.`);
  }
}
