import { fastify } from 'fastify';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { replay, replayer, type Statement } from './recorded.js';

/** What the benchmark asks this process to serve: recorded statements by path, and the ids that a request exchanges. */
export interface BareRoutes {
  url: string;
  role: string | null;
  routes: Record<string, { statements: Statement[]; named: string[] }>;
}

/** Where the same answers are served: by Node's own server, and by Fastify as it comes. */
export type BareServers = Record<'http' | 'fastify', string>;

const json = { 'content-type': 'application/json; charset=utf-8' };

// The bare driver, sending the same SQL, behind two bare servers: what the framework is measured against.
process.once('message', ({ url, role, routes }: BareRoutes) => void serve(url, role, routes));

async function serve(url: string, role: string | null, routes: BareRoutes['routes']): Promise<void> {
  const pool = new Pool({ connectionString: url, options: `-c timezone=UTC${role ? ` -c role=${role}` : ''}` });
  const replayers = new Map(
    Object.entries(routes).map(([path, { statements, named }]) => [path, replayer(statements, named)]),
  );
  const answer = async (address: string): Promise<string> => {
    const [path = '', ...ids] = address.slice(1).split('/');
    const [row] = await replay(pool, replayers.get(path)?.(ids) ?? []);
    return typeof row?.['items'] === 'string' ? row['items'] : JSON.stringify(row ?? {});
  };

  const server = createServer((request, response) => {
    answer(request.url ?? '').then(
      (text) => response.writeHead(200, json).end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const app = fastify({ keepAliveTimeout: 120_000 });
  app.get('/*', async (request, reply) => reply.headers(json).send(await answer(request.url)));
  const bare: BareServers = {
    http: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fastify: await app.listen({ host: '127.0.0.1', port: 0 }),
  };
  process.send?.(bare);
}
