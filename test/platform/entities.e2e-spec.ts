import { DataSource, type EntityMetadata } from 'typeorm';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const howTo = 'An entity says of a table what its migration made: change both in the same commit.';

/** What the catalog says, a line for each column: `enrolment.state varchar(64)`, and `null` where it may be. */
async function columnsOfCatalog(): Promise<string[]> {
  const found: { line: string }[] = await college.sql.query(`
    select
      c.relname || '.' || a.attname || ' '
        || case when t.typbasetype = 'text'::regtype
             then 'varchar(' || substring(pg_get_constraintdef(k.oid) from '<= (\\d+)') || ')'
             else format_type(coalesce(nullif(t.typbasetype, 0), t.oid), a.atttypmod)
           end
        || case when a.attnotnull then '' else ' null' end as line
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid
    join pg_type t on t.oid = a.atttypid
    left join pg_constraint k on k.contypid = t.oid
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'migration'
      and a.attnum > 0 and not a.attisdropped`);
  return found.map(({ line }) => line).sort();
}

const longNames: Record<string, string> = {
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
};

const columnsOfEntity = ({ tableName, columns }: EntityMetadata): string[] =>
  columns.map(({ databaseName, type, length, precision, scale, isArray, isNullable }) => {
    const size = precision ? `(${precision},${scale})` : length ? `(${length})` : '';
    const name = longNames[String(type)] ?? String(type);
    return `${tableName}.${databaseName} ${name}${size}${isArray ? '[]' : ''}${isNullable ? ' null' : ''}`;
  });

test('every table has one entity, with the columns, types, lengths and nulls of the catalog', async () => {
  const catalog = await columnsOfCatalog();
  const entities = college.app.get(DataSource).entityMetadatas.flatMap(columnsOfEntity).sort();
  expect({ howTo, onlyEntities: entities.filter((line) => !catalog.includes(line)) }).toEqual({
    howTo,
    onlyEntities: [],
  });
  expect({ howTo, onlyCatalog: catalog.filter((line) => !entities.includes(line)) }).toEqual({
    howTo,
    onlyCatalog: [],
  });
  expect(entities).toEqual(catalog);
});
