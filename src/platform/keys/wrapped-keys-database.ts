import { Pool } from 'pg';
import { askPool } from '../database/sql.js';
import { keptAlive, watchPool } from '../database/watched-connection.js';
import type { WrappedKey } from './master-keys.js';
import { WrappedKeys } from './wrapped-keys.js';

const columns = `id, master_version as "masterVersion", sealed`;

/** Wrapped keys in a small database of their own, for installations with several servers. */
export class WrappedKeysDatabase extends WrappedKeys {
  private readonly pool: Pool;
  private ready?: Promise<unknown>;

  constructor(url: string) {
    super();
    const limits = { max: 4, connectionTimeoutMillis: 2000, statement_timeout: 5000 };
    this.pool = watchPool(new Pool({ connectionString: url, ...limits, ...keptAlive }));
  }

  async find(personId: string): Promise<WrappedKey | undefined> {
    return (await this.query<WrappedKey>(`select ${columns} from personal_key where person_id = $1`, [personId]))[0];
  }

  async keep(personId: string, { id, masterVersion, sealed }: WrappedKey): Promise<WrappedKey> {
    await this.query(
      'insert into personal_key (person_id, id, master_version, sealed) values ($1, $2, $3, $4) on conflict do nothing',
      [personId, id, masterVersion, sealed],
    );
    const kept = await this.find(personId);
    if (!kept) throw new Error('The key was removed while it was kept');
    return kept;
  }

  async rewrap(personId: string, { id, masterVersion, sealed }: WrappedKey): Promise<void> {
    await this.query('update personal_key set master_version = $3, sealed = $4 where person_id = $1 and id = $2', [
      personId,
      id,
      masterVersion,
      sealed,
    ]);
  }

  async remove(personId: string): Promise<void> {
    await this.query('delete from personal_key where person_id = $1', [personId]);
  }

  async findTree(personId: string): Promise<Buffer | undefined> {
    return (
      (await this.query<{ tree: Buffer | null }>('select tree from personal_key where person_id = $1', [personId]))[0]
        ?.tree ?? undefined
    );
  }

  async keepTree(personId: string, sealed: Buffer): Promise<void> {
    await this.query('update personal_key set tree = $2 where person_id = $1 and tree is null', [personId, sealed]);
  }

  async replaceTree(personId: string, sealed: Buffer): Promise<void> {
    await this.query('update personal_key set tree = $2 where person_id = $1 and tree is not null', [personId, sealed]);
  }

  async *all(): AsyncIterable<{ personId: string; masterVersion: string }> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const page = await this.query<{ personId: string; masterVersion: string }>(
        `
          select person_id as "personId", master_version as "masterVersion"
          from personal_key
          where person_id > $1
          order by person_id
          limit 500`,
        [after],
      );
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = last.personId;
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async query<T extends object>(text: string, values: unknown[]): Promise<T[]> {
    this.ready ??= this.prepare();
    await this.ready;
    return (await askPool<T>(this.pool, text, values)).rows;
  }

  private async prepare(): Promise<void> {
    try {
      await this.pool.query(
        `create table if not exists personal_key (
           person_id uuid constraint personal_key_pk primary key,
           id uuid not null, master_version text not null, sealed bytea not null)`,
      );
      await this.pool.query('alter table personal_key add column if not exists tree bytea');
    } catch (error) {
      this.ready = undefined;
      throw error;
    }
  }
}
