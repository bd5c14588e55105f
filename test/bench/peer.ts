import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from '../support/send.js';
import { call, perSecond } from './load.js';
import type { PeerFound } from './table.js';

/** A server that does like work, and runs already: where its work is asked for, by the names of our rows. */
export interface PeerDescription {
  /** Its processes and those of its database; their children count too. */
  pids?: number[];
  /**
   * Lists of values, e.g. of tokens: `{token}` in a request stands for the next of `token`. `{n}` is the number of the
   * request.
   */
  values?: Record<string, string[]>;
  requests: Record<string, Request>;
}

export function peerIn(text: string, rows: readonly string[]): PeerDescription {
  const told = JSON.parse(text) as Partial<PeerDescription>;
  const { requests } = told;
  if (!requests || Object.keys(requests).length === 0)
    throw new Error('The description of a peer has no requests; docs/performance.md shows one.');
  const unknown = Object.keys(requests).filter((what) => !rows.includes(what));
  if (unknown.length > 0)
    throw new Error(`The peer is asked for what is no row: ${unknown.join('; ')}. Rows are: ${rows.join('; ')}.`);
  return { ...told, requests };
}

/** The request of this number, with what stands for something else filled in. */
export function filledIn<T>(request: T, nth: number, values: Record<string, string[]> = {}): T {
  const text = JSON.stringify(request).replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    if (name === 'n') return String(nth);
    const list = values[name];
    // As it stands inside a JSON string.
    return list ? JSON.stringify(list[nth % list.length] ?? '').slice(1, -1) : whole;
  });
  return JSON.parse(text) as T;
}

/** One round of a work at the peer; null where it does not do that. */
export async function peerTurn(
  { requests, values, pids }: PeerDescription,
  what: string,
  first: number,
  count: number,
  atOnce: number,
): Promise<PeerFound | null> {
  const request = requests[what];
  if (!request) return null;
  const before = pids && (await cpuOf(pids));
  const rate = await perSecond(count, atOnce, (nth) => call(filledIn(request, first + nth, values), atOnce));
  if (!pids || !before) return { perSecond: rate, cpu: null };
  await sleep(200); // what it does behind its answers is its work too
  const after = await cpuOf(pids);
  return { perSecond: rate, cpu: after && (after - before) / count };
}

/** Milliseconds of CPU of these processes, their children and all that ended below them; Linux only. */
async function cpuOf(pids: readonly number[]): Promise<number | null> {
  try {
    const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const read = await Promise.all(all.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
    const stats = read.map(processIn).filter((each) => each !== null);
    const ours = new Set(pids);
    for (let grown = -1; grown !== ours.size;) {
      grown = ours.size;
      for (const { pid, parent } of stats) if (ours.has(parent)) ours.add(pid);
    }
    return stats.filter(({ pid }) => ours.has(pid)).reduce((sum, { ms }) => sum + ms, 0);
  } catch {
    return null;
  }
}

/** A line of /proc/…/stat: whose child it is and how long it worked, with children that ended. Ticks are 10 ms. */
export function processIn(stat: string): { pid: number; parent: number; ms: number } | null {
  const end = stat.lastIndexOf(') ');
  if (end < 0) return null;
  const rest = stat.slice(end + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, nth) => sum + Number(rest[nth]), 0);
  return { pid: Number.parseInt(stat), parent: Number(rest[1]), ms: ticks * 10 };
}
