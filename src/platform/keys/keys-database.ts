import { Pool } from 'pg';
import type { Config } from '../config.js';
import { askPool, sendUnnamed } from '../database/sql.js';
import { keptAlive, watchPool } from '../database/watched-connection.js';

/** One table of the database that stands for the folder of keys (KEYS_DATABASE_URL); made when it is first asked. */
export class KeysDatabase {
  private readonly pool: Pool;
  private ready?: Promise<unknown>;

  constructor(
    url: string,
    private readonly tableSql: string,
    max: number,
    prepared: Config['PREPARED'],
  ) {
    const limits = { max, connectionTimeoutMillis: 2000, statement_timeout: 5000, allowExitOnIdle: true };
    this.pool = watchPool(new Pool({ connectionString: url, ...limits, ...keptAlive }));
    if (prepared === 'off') this.pool.on('connect', sendUnnamed);
  }

  async rows<T extends object>(text: string, values: unknown[]): Promise<T[]> {
    this.ready ??= this.prepare();
    await this.ready;
    return (await askPool<T>(this.pool, text, values)).rows;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async prepare(): Promise<void> {
    try {
      // One at a time: two that start together would both make it.
      await this.pool.query(`select pg_advisory_xact_lock(hashtext('tables of keys')); ${this.tableSql}`);
    } catch (error) {
      this.ready = undefined;
      throw error;
    }
  }
}
