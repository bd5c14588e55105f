import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';

// Behind a pooler in transaction mode the next transaction has another connection, and whatever a session was told or
// holds is lost, or worse, somebody else's.

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** A word, a text or what is filled in: more than that after the name is a part of an `update`, or a sentence. */
const value = `(?:'[^']*'|\\$\\{[^}]*\\}|[\\w".]+)`;

/** What outlives a transaction, in SQL or as that with which a connection begins. */
const outlives: [string, RegExp][] = [
  ['a setting', /\bset_config\s*\((?:[^()]|\([^()]*\))*,\s*false\s*\)/i],
  [
    'a setting',
    new RegExp(`(?:^|;)\\s*set\\s+[\\w.]+\\s*(?:=|\\bto\\b)\\s*${value}(?:\\s*,\\s*${value})*\\s*(?:;|$)`, 'i'),
  ],
  ['a setting', /(?:^|;)\s*(?:set\s+(?:role|session|time\s+zone|seed|names)|reset\s+\w+)\b/i],
  ['a lock', /\bpg_(?:try_)?advisory_(?:lock|unlock)/i],
  ['an ear', /(?:^|;)\s*(?:un)?listen\s/i],
  ['a table', /\b(?:temp|temporary)\s+(?:table|view|sequence)\b|\bpg_temp\b/i],
  ['a statement', /(?:^|;)\s*(?:prepare|deallocate|discard|load)\s/i],
  ['a cursor', /\bcursor\s+with\s+hold\b/i],
  ['a number', /\b(?:currval|lastval)\s*\(/i],
  ['a beginning', /(?:^|\s)-c \S*=?/],
];

/** Those that ask PostgreSQL itself (DIRECT_DATABASE_URL, or an embedded one), and why. */
const direct: Record<string, string> = {
  'commands/read-only-client.ts': 'an operator looks, by a connection of its own',
  'database/data-source.ts': 'migrations, and the API where nothing stands in between',
  'embedded-postgres/server.ts': 'how a server of ours begins',
  'platform/database/start-lock.ts': 'one process at a time brings a database to its form',
  'platform/jobs/living-workers.ts': 'a worker lives as long as its session',
};

const found = (text: string): string[] => outlives.filter(([, form]) => form.test(text)).map(([what]) => what);

test.each([
  `select set_config('journal.person', $1, false)`,
  `select set_config(concat('a', 'b'), $1, false)`,
  'set statement_timeout = 0',
  'SET search_path TO elsewhere',
  'begin; set role rc_api',
  'set session authorization rc_api',
  'reset all',
  'select pg_advisory_lock(1)',
  'select pg_try_advisory_lock_shared(1)',
  'listen something',
  'create temp table t (id integer)',
  'prepare s as select 1',
  'declare c cursor with hold for select 1',
  `select currval('number')`,
  '-c lock_timeout=2s',
])('%s outlives a transaction', (text) => expect(found(text)).toHaveLength(1));

test.each([
  `select set_config('journal.person', $1, true)`,
  'set local role none',
  'begin; set local lock_timeout = 0; commit',
  'update person set name = $1',
  'select pg_try_advisory_xact_lock(1)',
  `select pg_notify('jobs:insert', '')`,
])('%s does not', (text) => expect(found(text)).toEqual([]));

test('nothing in the source outlives a transaction, but where PostgreSQL itself is asked', () => {
  const source = join(repository, 'src');
  const places = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .flatMap((file) => {
      const tree = ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.ES2023, true);
      const here: { file: string; says: string }[] = [];
      const look = (node: ts.Node): void => {
        const text = ts.isTemplateExpression(node)
          ? node.getText(tree).slice(1, -1)
          : ts.isStringLiteralLike(node)
            ? node.text
            : '';
        const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
        here.push(...found(text).map((what) => ({ file, says: `${file}:${line} leaves ${what} behind` })));
        if (!ts.isTemplateExpression(node)) ts.forEachChild(node, look);
        else for (const { expression } of node.templateSpans) look(expression);
      };
      look(tree);
      return here;
    });
  expect(places.filter(({ file }) => !(file in direct)).map(({ says }) => says)).toEqual([]);
  expect(Object.keys(direct).filter((file) => !places.some((place) => place.file === file))).toEqual([]);
});

test('no function of the database does either', async () => {
  const functions: { name: string; body: string }[] = await college.sql.query(`
    select proname as name, prosrc as body
    from pg_proc
    where pronamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace) and prolang in (
      select oid from pg_language where lanname in ('plpgsql', 'sql')
    )`);
  expect(functions.length).toBeGreaterThan(50);
  expect(functions.flatMap(({ name, body }) => found(body).map((what) => `${name} leaves ${what} behind`))).toEqual([]);
});
