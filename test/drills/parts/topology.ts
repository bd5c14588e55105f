import { join } from 'node:path';
import type { Postgres } from './postgres.js';
import type { Settings } from './supervisor.js';

/**
 * How the colleges of all drills stand, beside what a drill itself asks for: PROCESSES=2 for as many API processes with
 * a worker of its own, POOLER=yes for a pooler in front of the database, STANDBY=yes for reads from a second server.
 */
export const topology = {
  processes: Number(process.env['PROCESSES'] ?? 1),
  pooler: process.env['POOLER'] === 'yes',
  standby: process.env['STANDBY'] === 'yes',
} as const;

/** In words, for the row of a drill. */
export const standing = [
  ...(topology.processes > 1 ? [`${topology.processes} processes`] : []),
  ...(topology.pooler ? ['pooler'] : []),
  ...(topology.standby ? ['standby'] : []),
];

export interface Addresses {
  settings: Settings;
  close(): Promise<void>;
}

/** Where the processes of a college find its database; `port` is where the drill lets them see it. */
export async function addressesOf(postgres: Postgres, port: number, folder: string): Promise<Addresses> {
  const settings: Settings = {
    DATABASE_URL: postgres.url('api', port),
    DIRECT_DATABASE_URL: postgres.url('owner', port),
  };
  const closing: (() => Promise<void>)[] = [];
  // A pooler stands here: DATABASE_URL leads through it, DIRECT_DATABASE_URL past it.
  if (topology.pooler) throw new Error('POOLER=yes: the drills have no pooler yet');
  if (topology.standby) {
    const standby = await postgres.standby(join(folder, 'reads'));
    settings['READ_DATABASE_URL'] = standby.url('api');
    closing.push(() => standby.stop('immediate'));
  }
  return {
    settings,
    close: async () => {
      for (const close of closing.toReversed()) await close();
    },
  };
}
