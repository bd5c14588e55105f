import { readFile } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import { perSecond } from './load.js';
import type { Sample } from './pairs.js';

interface Turn {
  count: number;
  atOnce: number;
  once: (nth: number) => Promise<unknown>;
  /** The processes whose CPU time counts as the API's. */
  servers: readonly { cpuMs(): Promise<number> }[];
  /** Asks PostgreSQL who works for it; what asking costs is not counted. */
  admin: DataSource;
  /** Only what works in this database counts; by default everything that PostgreSQL does. */
  database?: string;
}

/** So many requests, and what each took. */
export async function turn({ count, atOnce, once, servers, admin, database }: Turn): Promise<Sample> {
  const total = async () => (await Promise.all(servers.map((server) => server.cpuMs()))).reduce((a, b) => a + b, 0);
  const backendsBefore = await backendTimes(admin, database);
  const before = await total();
  const wall = 1000 / (await perSecond(count, atOnce, once));
  const api = ((await total()) - before) / count;
  const backends = await backendTimes(admin, database);
  return { wall, api, database: backendsBefore && backends && usedBetween(backendsBefore, backends) / count };
}

export type BackendTimes = ReadonlyMap<number, number>;

/** Milliseconds of CPU by each process of PostgreSQL; null where the system does not tell. */
export async function backendTimes(admin: DataSource, database?: string): Promise<BackendTimes | null> {
  const backends: { pid: number }[] = await admin.query(
    'select pid from pg_stat_activity where ($1::name is null or datname = $1) and pid <> pg_backend_pid()',
    [database ?? null],
  );
  try {
    return new Map(await Promise.all(backends.map(async ({ pid }) => [pid, await cpuMsOf(pid)] as const)));
  } catch {
    return null;
  }
}

/** What a process has used, all its threads but those that are over; Linux only. */
async function cpuMsOf(pid: number): Promise<number> {
  const [nanoseconds] = (await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ');
  return Number(nanoseconds) / 1e6;
}

export function usedBetween(before: BackendTimes, after: BackendTimes): number {
  return [...after].reduce((sum, [pid, time]) => sum + time - (before.get(pid) ?? 0), 0);
}
