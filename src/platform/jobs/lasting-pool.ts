import { Pool, type PoolClient, type QueryConfig, type QueryResult } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { keptAlive, watchPool } from '../database/watched-connection.js';
import { passesByItself } from '../errors/database-faults.js';

type Statement = string | QueryConfig;

/** Nothing of the job library is as long; it sets no limits on the server. */
const mostSeconds = 30;
/** The driver's own `query`, of whose forms the library uses one. */
const { query: once } = Pool.prototype as unknown as {
  query: (this: Pool, statement: Statement, values?: unknown[]) => Promise<QueryResult>;
};
const nothing: QueryResult<never> = { rows: [], rowCount: 0, command: '', oid: 0, fields: [] };

/** How long to wait before another try, in milliseconds: twice as long each time up to five seconds, never quite the same. */
export const delayBefore = (tries: number, most = 5_000): number =>
  Math.min(most, 100 * 2 ** tries) * (0.5 + Math.random() / 2);

/**
 * The pool that the job library works on. A statement whose connection is lost is asked again until it is answered, or
 * until the process leaves; then it is answered with nothing, and what it should have written down is found later by
 * whoever frees the jobs of workers that are gone. The library asks single statements, each of which may be repeated
 * (graphile-worker 0.17); only where it listens does it hold a connection, and it renews that by itself.
 */
export class LastingPool extends Pool {
  private readonly left = new AbortController();
  private waiting = false;

  /** `tell` hears when the database goes out of reach and when it is back. */
  constructor(
    connectionString: string,
    private readonly tell: (isReached: boolean, error?: unknown) => void,
  ) {
    super({ connectionString, max: 6, connectionTimeoutMillis: 5000, ...keptAlive });
    watchPool(this, mostSeconds);
  }

  /** From now on nothing is waited for; each statement has one more try. */
  leave(): void {
    this.left.abort();
  }

  override connect(): Promise<PoolClient>;
  override connect(listen: Parameters<Pool['connect']>[0]): void;
  override connect(listen?: Parameters<Pool['connect']>[0]): Promise<PoolClient> | void {
    if (listen) return super.connect(listen);
    const query = (statement: Statement, values?: unknown[]) => this.lasting(statement, values);
    return Promise.resolve({ query, release: () => undefined } as unknown as PoolClient);
  }

  override query: Pool['query'] = ((statement: Statement, values?: unknown[]) =>
    this.lasting(statement, values)) as Pool['query'];

  private async lasting(statement: Statement, values?: unknown[]): Promise<QueryResult> {
    for (let tries = 1; ; tries++) {
      const isLast = this.left.signal.aborted;
      try {
        const result = await once.call(this, statement, values);
        if (this.waiting) this.tellReached(true);
        return result;
      } catch (error) {
        if (!passesByItself(error)) throw error;
        if (isLast) return nothing;
        // One connection may go at any time; twice in a row it is the database.
        if (tries === 2) this.tellReached(false, error);
        await pause(delayBefore(tries), undefined, { signal: this.left.signal }).catch(() => undefined);
      }
    }
  }

  private tellReached(isReached: boolean, error?: unknown): void {
    if (this.waiting === !isReached) return;
    this.waiting = !isReached;
    this.tell(isReached, error);
  }
}
