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

// A bare Node HTTP server with the bare driver, sending the same SQL: what the framework is measured against.
process.once('message', ({ url, role, routes }: BareRoutes) => {
  const pool = new Pool({ connectionString: url, max: 16, options: `-c timezone=UTC${role ? ` -c role=${role}` : ''}` });
  const replayers = new Map(Object.entries(routes).map(([path, { statements, named }]) => [path, replayer(statements, named)]));
  const server = createServer((request, response) => {
    const [path = '', ...ids] = (request.url ?? '').slice(1).split('/');
    const statements = replayers.get(path)?.(ids);
    if (!statements) return void response.writeHead(404).end();
    replay(pool, statements).then(
      ([row]) => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(typeof row?.['items'] === 'string' ? row['items'] : JSON.stringify(row ?? {})),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
});
