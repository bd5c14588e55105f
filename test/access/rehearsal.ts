import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';
import { DataSource } from 'typeorm';
import { poolOf } from '../../src/platform/database/sql.js';
import type { TestCollege } from '../support/college.js';

type Answer = (error: Error | null, client?: PoolClient, release?: () => void) => void;

/**
 * Lets the application do everything for real and nothing for good: all its connections become one, inside a
 * transaction that never commits, and what it takes for transactions are savepoints in there. So each call of a test
 * finds the same college, whatever the calls before it did. Calls come one after another; the database checks at the
 * end of a command what it otherwise checks on commit.
 */
export class Rehearsal {
  private count = 0;
  /** Settles when no command is under way. */
  private idle: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly pool: Pool,
    private readonly client: PoolClient,
  ) {}

  static async start(college: TestCollege): Promise<Rehearsal> {
    const pool = poolOf(college.app.get(DataSource));
    const rehearsal = new Rehearsal(pool, await pool.connect());
    await rehearsal.client.query('set idle_in_transaction_session_timeout = 0; begin');
    const connect = (answer?: Answer) => {
      const client = rehearsal.connection();
      if (!answer) return Promise.resolve(client);
      return answer(null, client, () => undefined);
    };
    const query = (first: string | QueryConfig, values?: unknown[]) => rehearsal.alone(first, values);
    Object.assign(pool, { connect, query });
    return rehearsal;
  }

  /** Does the work, and takes back whatever it did to the database. */
  async once<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query('savepoint rehearsal');
    try {
      return await work();
    } finally {
      await this.idle;
      await this.client.query('rollback to savepoint rehearsal');
    }
  }

  /** Nothing of it happened. */
  async end(): Promise<void> {
    Reflect.deleteProperty(this.pool, 'connect');
    Reflect.deleteProperty(this.pool, 'query');
    await this.client.query('rollback');
    this.client.release(true);
  }

  /** One of the application's connections, as far as it can tell. */
  private connection(): PoolClient {
    const open: string[] = [];
    let over: () => void = () => undefined;
    const query = async (first: string | QueryConfig, values?: unknown[]): Promise<QueryResult> => {
      const text = typeof first === 'string' ? first : first.text;
      if (/^\s*(start transaction|begin)/i.test(text)) {
        await Promise.race([this.idle, setTimeout(beside)]);
        this.idle = new Promise<void>((resolve) => (over = resolve));
        const name = `command_${++this.count}`;
        open.push(name);
        return this.client.query(`savepoint ${name}`);
      }
      if (/^\s*commit/i.test(text))
        return this.client
          .query(`set constraints all immediate; set constraints all deferred; release savepoint ${open.pop()}`)
          .finally(over);
      if (/^\s*rollback\s*$/i.test(text))
        return this.client.query(`rollback to savepoint ${open.at(-1)}; release savepoint ${open.pop()}`).finally(over);
      return open.length > 0 ? this.client.query(first, values) : this.alone(first, values);
    };
    return Object.create(this.client, { query: { value: query }, release: { value: () => undefined } });
  }

  /**
   * A statement outside of any transaction: it fails alone. The three are sent in one go, so that nothing comes between
   * them.
   */
  private async alone(first: string | QueryConfig, values?: unknown[]): Promise<QueryResult> {
    const name = `statement_${++this.count}`;
    const marked = this.client.query(`savepoint ${name}`);
    const asked = this.client.query(first, values);
    const released = this.client.query(`release savepoint ${name}`).then(
      () => true,
      () => false,
    );
    try {
      await marked;
      return await asked;
    } catch (error) {
      if (!(await released)) await this.client.query(`rollback to savepoint ${name}; release savepoint ${name}`);
      throw error;
    } finally {
      await released;
    }
  }
}

/** Long enough for a transaction beside this one to end; one that holds this one inside it cannot end before. */
const beside = 100;
