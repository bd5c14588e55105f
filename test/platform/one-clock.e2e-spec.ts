import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { Database } from '../../src/platform/database/database.js';
import { row } from '../../src/platform/database/sql.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';
import { schemaPage } from '../support/schema-page.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** Compares the clock of the database with that of the machine, and takes no time from it. */
const compares = 'database/api-session.ts';

/** Each way in which SQL asks Postgres for the time; `localTime` in camel case is a name of ours. */
const asksForTheTime = new RegExp(
  [
    /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(/,
    /\b(current_date|current_time|current_timestamp|localtimestamp)\b/,
    /'(now|today|tomorrow|yesterday)'/,
    /\bage\s*\([^,()]*(\([^()]*\))?[^,()]*\)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);
const localTime = /\b(localtime|LOCALTIME)\b/;
const asks = (text: string): boolean => asksForTheTime.test(text) || localTime.test(text);

const howTo =
  'give the statement the time of the injected clock as a value; what a trigger needs it asks of college_now(), which ' +
  'Database.datedTransaction tells; a column says its time in the INSERT, not by a default';

test('no SQL in the source asks Postgres for the time', () => {
  const source = join(repository, 'src');
  const refused = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file) && file !== compares)
    .flatMap((file) => {
      const tree = ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.ES2023, true);
      const found: string[] = [];
      const look = (node: ts.Node): void => {
        if ((ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) && asks(node.text))
          found.push(`${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${howTo}`);
        ts.forEachChild(node, look);
      };
      look(tree);
      return found;
    });
  expect(refused).toEqual([]);
});

test('the one text that does is only about comparing clocks', () => {
  const text = readFileSync(join(repository, 'src', compares), 'utf8');
  expect(text.replaceAll('Date.now()', '').split('\n').filter(asks)).toEqual([
    `export const databaseClock = 'clock_timestamp()';`,
  ]);
});

test('no default, check, view, policy, trigger or function in the database does', async () => {
  const lines = (await schemaPage(college.sql)).split('\n');
  expect(lines.filter(asks).map((line) => `${line.trim()}: ${howTo}`)).toEqual([]);
});

test('these ways of asking are known, and what only looks like them is let through', () => {
  expect(
    ['x > now()', 'CURRENT_DATE', `'now'::timestamptz`, 'age(born)', 'default LOCALTIME', 'clock_timestamp ( )'].filter(
      (text) => !asks(text),
    ),
  ).toEqual([]);
  expect(['college_now()', 'journal_now()', 'localTime', 'age($1, born)', 'now_is', 'storage(x)'].filter(asks)).toEqual(
    [],
  );
});

test('the database hears the time of the college for one transaction, and otherwise knows none', async () => {
  const told = 'select college_now() as at';
  college.clock.moveTo('2031-05-04T12:00:00Z');
  const database = college.app.get(Database);
  const [heard, said] = await database.datedTransaction(async (tx, now) => [
    (await row<{ at: Date }>(tx, told))?.at,
    now,
  ]);
  expect(heard).toEqual(said);
  expect(said?.toISOString()).toMatch(/^2031-05-04/);
  expect(await database.row(told)).toEqual({ at: null });
});
