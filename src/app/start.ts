import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { type Config, readConfig } from '../platform/config.js';
import { hasCode } from '../platform/keys/durable-file.js';
import { whyNotStarted } from './start-failure.rules.js';

/**
 * The one way in for every process and command. What is wrong around it ends it with 1 and one sentence; what nobody
 * expected shows its stack. `work` has tidied up after itself by then.
 */
export async function start(work: (config: Config) => Promise<void>): Promise<void> {
  let config: Config | undefined;
  try {
    config = readConfig(process.env);
    await requireWritable(config);
    await work(config);
  } catch (error) {
    console.error(whyNotStarted(error, config) ?? error);
    process.exit(1);
  }
}

/** Asks for the port before anything is made; whoever takes it in between is told of by listening itself. */
export async function requirePort({ HOST, PORT }: Config): Promise<void> {
  const server = createServer();
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(PORT, HOST, listening));
  await new Promise((closed) => server.close(closed));
}

/** Looks at each place that is written sooner or later, so that nobody hears of it by a letter that was not sent. */
async function requireWritable(config: Config): Promise<void> {
  const places = [
    ...(config.DATABASE_URL ? [] : [config.dataFolder]),
    ...(config.SMTP_URL ? [] : [join(config.dataFolder, 'outbox')]),
    // Where wrapped keys have a database, the folder may be mounted to read only.
    ...(config.KEYS_DATABASE_URL ? [] : [config.keysFolder, join(config.keysFolder, 'personal')]),
  ];
  for (const place of places) await requireFolder(place);
  if (!config.SEAL_ANCHOR_FILE) return;
  const isThere = await access(config.SEAL_ANCHOR_FILE, constants.W_OK).then(
    () => true,
    (error: unknown) => (hasCode(error, 'ENOENT') ? false : Promise.reject(error)),
  );
  if (!isThere) await requireFolder(dirname(config.SEAL_ANCHOR_FILE), false);
}

/** A folder that may be written, or could be made. */
async function requireFolder(path: string, mayBeMade = true): Promise<void> {
  try {
    if (!(await stat(path)).isDirectory())
      throw Object.assign(new Error(`${path} is a file`), { code: 'ENOTDIR', path });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (!mayBeMade || !hasCode(error, 'ENOENT')) throw error;
    await requireFolder(dirname(path));
  }
}
