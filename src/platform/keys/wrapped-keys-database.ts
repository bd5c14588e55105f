import type { Config } from '../config.js';
import { KeysDatabase } from './keys-database.js';
import type { WrappedKey } from './master-keys.js';
import { WrappedKeys } from './wrapped-keys.js';

const columns = `id, master_version as "masterVersion", sealed`;

const table = `
  create table if not exists personal_key (
    person_id uuid constraint personal_key_pk primary key,
    id uuid not null, master_version text not null, sealed bytea not null
  );
  alter table personal_key add column if not exists tree bytea`;

/** Wrapped keys in a small database of their own, for installations with several servers. */
export class WrappedKeysDatabase extends WrappedKeys {
  private readonly database: KeysDatabase;

  constructor(url: string, prepared: Config['PREPARED'] = 'on') {
    super();
    this.database = new KeysDatabase(url, table, 4, prepared);
  }

  async find(personId: string): Promise<WrappedKey | undefined> {
    return (
      await this.database.rows<WrappedKey>(`select ${columns} from personal_key where person_id = $1`, [personId])
    )[0];
  }

  async keep(personId: string, { id, masterVersion, sealed }: WrappedKey): Promise<WrappedKey> {
    await this.database.rows(
      'insert into personal_key (person_id, id, master_version, sealed) values ($1, $2, $3, $4) on conflict do nothing',
      [personId, id, masterVersion, sealed],
    );
    const kept = await this.find(personId);
    if (!kept) throw new Error('The key was removed while it was kept');
    return kept;
  }

  async rewrap(personId: string, { id, masterVersion, sealed }: WrappedKey): Promise<void> {
    await this.database.rows(
      'update personal_key set master_version = $3, sealed = $4 where person_id = $1 and id = $2',
      [personId, id, masterVersion, sealed],
    );
  }

  async remove(personId: string): Promise<void> {
    await this.database.rows('delete from personal_key where person_id = $1', [personId]);
  }

  async findTree(personId: string): Promise<Buffer | undefined> {
    return (
      (
        await this.database.rows<{ tree: Buffer | null }>('select tree from personal_key where person_id = $1', [
          personId,
        ])
      )[0]?.tree ?? undefined
    );
  }

  async keepTree(personId: string, sealed: Buffer): Promise<void> {
    await this.database.rows('update personal_key set tree = $2 where person_id = $1 and tree is null', [
      personId,
      sealed,
    ]);
  }

  async replaceTree(personId: string, sealed: Buffer): Promise<void> {
    await this.database.rows('update personal_key set tree = $2 where person_id = $1 and tree is not null', [
      personId,
      sealed,
    ]);
  }

  async *all(): AsyncIterable<{ personId: string; masterVersion: string }> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const page = await this.database.rows<{ personId: string; masterVersion: string }>(
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
    return this.database.close();
  }
}
