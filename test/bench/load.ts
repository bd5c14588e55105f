import { Agent } from 'node:http';
import { type Request, send } from '../support/send.js';

const agents = new Map<number, Agent>();

function agentOf(connections: number): Agent {
  const known = agents.get(connections) ?? new Agent({ keepAlive: true, maxSockets: connections });
  agents.set(connections, known);
  return known;
}

/** One HTTP call on kept-alive connections; anything but 2xx and 304 fails the benchmark. */
export async function call(asked: Request, connections = 16): Promise<string> {
  const { status, text } = await send(asked, agentOf(connections));
  if (status < 300 || status === 304) return text;
  throw new Error(`${asked.method ?? 'GET'} ${asked.url}: ${status} ${text.slice(0, 300)}`);
}

/** How many of these are done per second with so many at once. */
export async function perSecond(
  count: number,
  atOnce: number,
  once: (nth: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await once(next++);
    }),
  );
  return (count * 1000) / (performance.now() - start);
}

export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

export const median = (values: readonly number[]): number => quantile(values, 0.5);
