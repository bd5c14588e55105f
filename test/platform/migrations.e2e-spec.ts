import { loadModule } from 'libpg-query';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/list.js';
import { SqlMigration } from '../../migrations/sql-migration.js';
import { migrationDataSource } from '../../src/database/data-source.js';
import { cloneDatabase } from '../support/database.js';
import { advice, harmIn, type Kind, smallTables } from '../support/migration-locks.js';
import { repository } from '../support/repository.js';

/** Those before landed while no college was at work. */
const lastBefore = 233;

/**
 * What a migration may do all the same, as the test names it, and why nobody is held up or left out by it. A reason that
 * nothing needs any more is refused too.
 */
const mayAllTheSame: Readonly<Record<string, string>> = {
  '0237 scan run': 'a college has some thousands of runs',
  '0237 rows run': 'a college has some thousands of runs',
  '0237 index event': 'where the log is long, the CHANGELOG says so: nothing is recorded while it is made',
  '0252 rows run': 'drafts and open runs only, some hundreds',
  '0277 scan-locked message': 'one kind more: every row fits, and messages go after a year',
  '0277 scan-locked staff_task': 'the same of tasks',
  '0280 rows run_notice': 'the table is as new as the migration',
  '0280 rows batch': 'what is left of one day, and the table is as new',
  '0263 rows run': 'only those that went on after a place was concluded, a few',
  '0263 rows practice_log': 'a college has some thousands of entries',
};

const schema = readFileSync(join(repository, 'migrations/schema.txt'), 'utf8');
const domains = new Set([...schema.matchAll(/^domain (\w+) as .*CHECK/gm)].map(([, name = '']) => name));
const textsOf = (Migration: (typeof migrations)[number]): string[] =>
  [(new Migration() as unknown as { sql: string | string[] }).sql].flat();
const numberOf = (Migration: (typeof migrations)[number]): string => new Migration().name?.slice(-4) ?? '';

beforeAll(() => loadModule());

describe('a migration runs while the program from before answers', () => {
  test('so it holds no lock for long and takes away nothing that is used, but for what is named here with why', () => {
    const found = migrations
      .filter((Migration) => Number(numberOf(Migration)) > lastBefore)
      .flatMap((Migration) => harmIn(textsOf(Migration), domains).map((harm) => `${numberOf(Migration)} ${harm}`));
    const told = found
      .filter((harm) => !(harm in mayAllTheSame))
      .map((harm) => `'${harm}': ${advice[harm.split(' ')[1] as Kind]}; or name it here with why`);
    expect(told).toEqual([]);
    expect(Object.keys(mayAllTheSame).filter((harm) => !found.includes(harm))).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['create index event_by on event (type)', ['index event']],
    ['create index concurrently event_by on event (type)', []],
    ['create index venue_by on venue (name)', []],
    ['create table thing (id uuid); create index on thing (id); alter table thing add column a serial', []],
    ['alter table event alter column type type text', ['rewrite event']],
    ['alter table event add column number bigint generated always as identity', ['rewrite event']],
    ['alter table event add column at timestamptz not null default clock_timestamp()', ['rewrite event']],
    ['alter table event add column day date generated always as (at::date) stored', ['rewrite event']],
    ['alter table event add column word short_text', ['rewrite event']],
    [`alter table event add column word text not null default 'none'`, []],
    ['alter table venue add column word text not null', ['required venue']],
    ['alter table event add column by uuid references person (id)', ['scan event']],
    ['alter table event add constraint e check (true)', ['scan event']],
    ['alter table event add constraint e check (true) not valid', []],
    [
      'alter table event add constraint e check (true) not valid; alter table event validate constraint e',
      ['scan-locked event'],
    ],
    ['alter table event validate constraint e', []],
    ['alter table event add constraint e unique (id)', ['index event']],
    ['alter table event add constraint e unique using index e', []],
    ['alter table event alter column type set not null', ['scan event']],
    ['update event set type = type', ['rows event']],
    ['with gone as (select) delete from event', ['rows event']],
    [`update venue set name = 'x'`, []],
    ['alter table venue drop column name', ['breaks venue']],
    ['alter table venue rename column name to called', ['breaks venue']],
    ['alter table venue rename constraint a to b', []],
    ['drop table venue', ['breaks venue']],
    ['drop trigger a on event', []],
    ['truncate event', ['lock event']],
    ['lock table event', ['lock event']],
    [`do $do$ begin update event set type = type; end $do$`, ['hidden do']],
    [`insert into venue (name) select name from venue; select grant_api('select', 'event')`, []],
  ])('%s → %j', (text, harm) => {
    expect(harmIn([text], domains)).toEqual(harm);
  });

  test('the small tables are tables', () => {
    expect([...smallTables].filter((name) => !new RegExp(`^table ${name}\\b`, 'm').test(schema))).toEqual([]);
  });
});

class IndexAlongside1795000009999 extends SqlMigration {
  readonly name = 'IndexAlongside1795000009999';
  override readonly transaction = false;
  protected readonly sql = [
    'drop index concurrently if exists event_alongside',
    'create index concurrently event_alongside on event (subject_id, type)',
  ];
}

test('an index on a large table is made without a transaction, beside whoever writes', async () => {
  const database = await cloneDatabase();
  const { options } = migrationDataSource(database.url);
  const source = await new DataSource({ ...options, migrations: [IndexAlongside1795000009999] }).initialize();
  try {
    // What a try that was given up leaves behind.
    await source.query('create index event_alongside on event (type)');
    await source.runMigrations();
    const [index] = (await source.query(
      `select indisvalid as valid, indnatts as columns from pg_index where indexrelid = 'event_alongside'::regclass`,
    )) as object[];
    expect(index).toEqual({ valid: true, columns: 2 });
  } finally {
    await source.destroy();
    await database.drop();
  }
});
