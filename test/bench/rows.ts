import type { DataSource } from 'typeorm';
import type { ApiServer } from './api-server.js';
import type { Twin } from './bare-twins.js';
import { median, perSecond } from './load.js';
import type { MeasuredCollege } from './measured-college.js';
import type { Sample } from './pairs.js';
import { type PeerDescription, peerTurn } from './peer.js';
import type { Tokens } from './sign-ins.js';
import { line, type PeerFound, rowCells } from './table.js';
import { type Found, targets } from './targets.js';
import { turn } from './turn.js';
import type { Filled, Work } from './work.js';

/** What every figure needs of the benchmark. */
export interface Bench extends Filled {
  college: MeasuredCollege;
  server: ApiServer;
  tokens: Tokens;
  /** One connection, whose own work counts nowhere. */
  admin: DataSource;
  rounds: number;
  atOnce: number;
  isShort: boolean;
  peer?: PeerDescription | undefined;
  done: Map<Work, number>;
}

/** So many requests of a work by these servers; the numbers go on from where they ended. */
export async function workTurn(
  { admin, atOnce, tokens, done, server }: Bench,
  work: Work,
  servers: readonly ApiServer[] = [server],
  connections: number = work.atOnce ?? atOnce,
): Promise<Sample> {
  const first = done.get(work) ?? 0;
  done.set(work, first + work.count);
  const served = servers.map(({ api }) => ({ api, tokens }));
  return turn({
    count: work.count,
    atOnce: connections,
    once: (nth) => work.once(served[nth % served.length] ?? { api: '', tokens }, first + nth),
    servers,
    admin,
  });
}

/** Each a line of the table: all that stand in one line are measured in turns, so that a slow moment slows them alike. */
export async function measureRows(
  bench: Bench,
  works: readonly Work[],
  twins: ReadonlyMap<string, Twin>,
): Promise<Map<string, Found>> {
  const all = new Map<string, Found>();
  for (const work of works) {
    await bench.admin.query('checkpoint');
    await bench.tokens.renew(bench.server.api);
    const { found, peer } = await measured(bench, work, twins.get(work.what));
    all.set(work.what, found);
    console.log(line(rowCells(work.what, found, targets[work.what] ?? [], bench.peer && peer)));
  }
  return all;
}

async function measured(bench: Bench, work: Work, twin?: Twin): Promise<{ found: Found; peer: PeerFound | null }> {
  const samples: (Sample & { fastify?: number; driver?: number })[] = [];
  const peers: PeerFound[] = [];
  const atOnce = work.atOnce ?? bench.atOnce;
  for (let round = 0; round <= bench.rounds; round++) {
    const first = round * work.count;
    const sample = {
      ...(await workTurn(bench, work)),
      ...(twin && {
        fastify: await perSecond(work.count, atOnce, (nth) => twin.fastify(first + nth)),
        driver: await perSecond(work.count, atOnce, (nth) => twin.driver(first + nth)),
      }),
    };
    const peer = bench.peer && (await peerTurn(bench.peer, work.what, first, work.count, atOnce));
    if (round === 0) continue; // it warms up
    samples.push(sample);
    if (peer) peers.push(peer);
  }
  const ratios = (to: 'fastify' | 'driver') => samples.map((each) => 1000 / each.wall / (each[to] ?? 1));
  return {
    found: {
      ...medians(samples),
      ...(twin && { ofFastify: median(ratios('fastify')), ofDriver: median(ratios('driver')) }),
    },
    peer:
      peers.length === 0
        ? null
        : { perSecond: median(peers.map(({ perSecond: rate }) => rate)), cpu: medianOf(peers.map(({ cpu }) => cpu)) },
  };
}

export const medians = (samples: readonly Sample[]): Found => ({
  perSecond: 1000 / median(samples.map(({ wall }) => wall)),
  api: median(samples.map(({ api }) => api)),
  database: medianOf(samples.map(({ database }) => database)),
});

/** All CPU that a request cost, as far as this system tells. */
export const cpuIn = ({ api, database }: Pick<Found, 'api' | 'database'>): number => api + (database ?? 0);

function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? median(known) : null;
}
