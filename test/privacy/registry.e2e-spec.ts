import { ModulesContainer } from '@nestjs/core';
import { Policy } from '../../src/college/policy.dto.js';
import { declaredRoutes } from '../../src/platform/access/declared-access.js';
import { newId } from '../../src/platform/ids.js';
import {
  erasureOf,
  exportOf,
  goesByItself,
  periodOf,
  personalData,
  personalTables,
  exportsSomething,
  tidyingOf,
} from '../../src/privacy/personal-tables.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { disclosingRoutes, notAboutSomebodyElse } from './disclosing-routes.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const howTo = `
Something about people is not declared. In the module's own "x.personal.ts" (see src/people/people.personal.ts), add
- to "tables", a table with rows about a person: which rows are theirs (rowsOf), which columns they take home (exports),
  what becomes of them when the person is erased (whenErased), and when they leave by themselves (goesAfter); list other columns that name people under "namesStaff";
- to the module's catalogue in src/catalogues/, why the college has it (records.<table>.purpose), and why some of it stays, if it does (records.<table>.because);
- to "doneBy", a table that is about nobody, with the columns that say who did something.
A module that has no such file yet also goes into src/privacy/personal-tables.ts, before what it points at.`;

const complain = (found: string[]) => expect(found.length === 0 ? '' : `${howTo}\n\n${found.join('\n')}`).toBe('');

const declared = new Map(personalTables.map((table) => [table.table, table]));
const doneBy = new Map(personalData.flatMap((data) => Object.entries(data.doneBy ?? {})));
const saysWho = (table: string, column: string): boolean =>
  new RegExp(`\\bt\\.${column}\\b|\\(t\\.${column}\\)`).test(declared.get(table)?.rowsOf ?? '') ||
  [...(declared.get(table)?.namesStaff ?? []), ...(doneBy.get(table) ?? [])].includes(column);

test('each table that points at a person, or at something about one, is declared with its purpose, retention, export and erasure (I-45)', async () => {
  const references: { table: string; target: string; columns: string[] }[] = await college.sql.query(`
    select c.conrelid::regclass::text as "table", c.confrelid::regclass::text as target,
      array_agg(a.attname::text) as columns
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace
    group by c.oid
    order by 1`);
  complain(
    references.flatMap(({ table, target, columns }) => {
      if (target === 'person')
        return columns.some((column) => saysWho(table, column)) ? [] : [`${table}.${columns.join(', ')} is a person`];
      if (!declared.has(target) || declared.has(table)) return [];
      return columns.some((column) => saysWho(table, column))
        ? []
        : [`${table}.${columns.join(', ')} is something about a person: ${target}`];
    }),
  );
});

test('so is each column that names a person without a reference', async () => {
  const columns: { table: string; column: string }[] = await college.sql.query(`
    select c.table_name as "table", c.column_name as "column"
    from information_schema.columns c
    join information_schema.tables t
    using (table_schema, table_name)
    where c.table_schema = 'public'
      and t.table_type = 'BASE TABLE'
      and c.udt_name = 'uuid'
      and c.column_name ~ '^((person|actor|author|reader|holder|learner|supervisor)_id|.*_by)$'`);
  complain(
    columns
      .filter(({ table, column }) => !saysWho(table, column) && !declared.has(table))
      .map(({ table, column }) => `${table}.${column}`),
  );
});

test('each declaration stands once and names a table that exists', async () => {
  const existing = new Set(
    (await college.sql.query(`select table_name from information_schema.tables where table_schema = 'public'`)).map(
      (row: { table_name: string }) => row.table_name,
    ),
  );
  const named = [...personalTables.map(({ table }) => table), ...doneBy.keys()];
  expect(named.filter((table) => !existing.has(table))).toEqual([]);
  expect(named.filter((table, index) => named.indexOf(table) !== index)).toEqual([]);
});

test.each(personalTables.map((table) => [table.table, table] as const))(
  'what is declared about %s can be done by the API as it is',
  async (_name, table) => {
    const nobody = newId();
    const runner = college.sql.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query('set local role rc_api');
      if (exportsSomething(table)) await runner.query(exportOf(table), [nobody]);
      if (table.whenErased.fate === 'retained')
        await runner.query(
          `select max((${table.whenErased.until})::date) from ${table.table} t where ${table.rowsOf}`,
          [nobody],
        );
      for (const { text, values } of erasureOf(table, nobody, new Date(0))) await runner.query(text, values);
      if (goesByItself(table)) await runner.query(tidyingOf(table, 1), ['2000-01-01', periodOf(table, new Policy())]);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  },
);

test('each POST that answers such a record says so as well, so that its replay is a reading (BR-163)', async () => {
  const modules = college.app.get(ModulesContainer);
  const disclosing = disclosingRoutes(modules);
  const { paths, components } = (await college.http.get('/openapi.json')).body;
  const shapeOf = (route: string): string | undefined => {
    const [method = '', path = ''] = route.split(' ');
    const answers = paths[`/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()]?.responses;
    const shape = (answers?.['200'] ?? answers?.['201'])?.content?.['application/json']?.schema?.$ref
      ?.split('/')
      .at(-1);
    return components.schemas[shape]?.properties?.items?.items?.$ref?.split('/').at(-1) ?? shape;
  };
  const personal = new Set(disclosing.filter((route) => route.startsWith('GET ')).map(shapeOf));
  personal.delete(undefined);
  expect(personal.size).toBeGreaterThan(20);
  const silent = declaredRoutes(modules)
    .map(({ route }) => route)
    .filter((route) => route.startsWith('POST ') && personal.has(shapeOf(route)) && !disclosing.includes(route));
  expect(silent.length === 0 ? '' : `Add @Changes(record) to:\n${silent.join('\n')}`).toBe('');
});

test('each route that reads says whose record it discloses, or why it discloses none (BR-163)', () => {
  const modules = college.app.get(ModulesContainer);
  const disclosing = disclosingRoutes(modules);
  const undecided = declaredRoutes(modules)
    .filter(({ route, access }) => route.startsWith('GET ') && access !== 'public' && !/^GET \/me\b/.test(route))
    .map(({ route }) => route)
    .filter((route) => !disclosing.includes(route) && !notAboutSomebodyElse.has(route));
  expect(
    undecided.length === 0
      ? ''
      : `Add @Discloses(record) to the route, or the route to test/privacy/disclosing-routes.ts:\n${undecided.join('\n')}`,
  ).toBe('');
  expect(
    [...notAboutSomebodyElse].filter(
      (route) => disclosing.includes(route) || !declaredRoutes(modules).some((one) => one.route === route),
    ),
  ).toEqual([]);
});
