import { fastify } from 'fastify';
import { Pool } from 'pg';
import { replay, replayer, type Statement } from './recorded.js';

/** What the benchmark asks this process to serve: recorded statements by path, and the ids that a request exchanges. */
export interface BareRoutes {
  url: string;
  role: string | null;
  routes: Record<string, { statements: Statement[]; named: string[] }>;
}

const json = { 'content-type': 'application/json; charset=utf-8' };

// The bare driver, sending the same SQL, behind Fastify as it comes: what the framework is measured against.
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

  const app = fastify({ keepAliveTimeout: 120_000 });
  app.get('/*', async (request, reply) => reply.headers(json).send(await answer(request.url)));
  process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
}
