import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedPostgres } from '../../src/embedded-postgres/server.js';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start-embedded-postgres.js';

const prefix = 'recovery-college-test-';
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let running: { cluster: EmbeddedPostgres; folder: string } | undefined;

/** A temporary folder named after our process, so that a later run knows when nobody needs it any more. */
export function throwawayFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
}

/** One PostgreSQL for the whole run. */
export async function startTestCluster(): Promise<EmbeddedPostgres> {
  await removeLeftovers();
  const folder = await throwawayFolder();
  for (const signal of signals) process.prependOnceListener(signal, interrupted);
  await chmod(folder, 0o711);
  const cluster = await startEmbeddedPostgres({ folder, forTests: true });
  running = { cluster, folder };
  return cluster;

  function interrupted(signal: NodeJS.Signals): never {
    discard(folder);
    process.exit(signal === 'SIGINT' ? 130 : 143);
  }
}

export async function stopTestCluster(): Promise<void> {
  if (!running) return;
  await running.cluster.stop();
  discard(running.folder);
  running = undefined;
}

/** Kills whatever still runs on a throwaway folder, and deletes it. */
export function discard(folder: string): void {
  const place = attempt(() => realpathSync(join(folder, 'postgres')));
  if (place !== undefined) {
    const pid = attempt(() => Number.parseInt(readFileSync(join(place, 'data', 'postmaster.pid'), 'utf8')));
    // SIGQUIT: PostgreSQL drops everything, its child processes included.
    if (pid) attempt(() => process.kill(pid, 'SIGQUIT'));
    rmSync(place, { recursive: true, force: true, maxRetries: 10 });
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** A run that was killed outright left its cluster behind. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length));
    if (attempt(() => process.kill(pid, 0)) === undefined) attempt(() => discard(join(tmpdir(), name)));
  }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
