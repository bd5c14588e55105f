import { Agent, request } from 'node:http';

const agents = new Map<number, Agent>();

function agentOf(connections: number): Agent {
  const known = agents.get(connections) ?? new Agent({ keepAlive: true, maxSockets: connections });
  agents.set(connections, known);
  return known;
}

export interface Call {
  url: string;
  method?: string;
  token?: string;
  body?: object;
  headers?: Record<string, string>;
}

/** One HTTP call on kept-alive connections; anything but 2xx fails the benchmark. */
export function call({ url, method = 'GET', token, body, headers }: Call, connections = 16): Promise<string> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent: agentOf(connections),
        headers: {
          ...headers,
          ...(token && { authorization: `Bearer ${token}` }),
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      },
      (response) => {
        let answer = '';
        response
          .setEncoding('utf8')
          .on('data', (part: string) => (answer += part))
          .on('end', () => {
            if ((response.statusCode ?? 500) < 300) resolve(answer);
            else reject(new Error(`${method} ${url}: ${response.statusCode} ${answer.slice(0, 300)}`));
          });
      },
    );
    sent.on('error', reject).end(text);
  });
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
