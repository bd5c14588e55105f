import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { sourceFiles } from '../support/imports.js';
import { repository } from '../support/repository.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** Every name that the catalog knows, of ours and of Postgres. */
async function namesInCatalog(): Promise<Set<string>> {
  const found: { name: string }[] = await college.sql.query(`
    select attname as name from pg_attribute
    union select relname from pg_class
    union select nspname from pg_namespace
    union select proname from pg_proc
    union select typname from pg_type
    union select unnest(proargnames) from pg_proc
    union select conname from pg_constraint
    union select rolname from pg_roles
    union select name from pg_settings
    union select word from pg_get_keywords()`);
  return new Set(found.map(({ name }) => name));
}

const looksLikeSql = /\b(select|from|where|join|insert into|update|order by|returning|exists)\b/;
/** What a statement calls something itself: `as total`, `with chain as`, `) next`, `unnest(…) as one(person_id)`. */
const madeNames =
  /\bas (?:materialized )?(\w+)|(\w+) as (?:materialized )?\(|\b(?:from|join) \w+ (\w+)|\) (?!as\b)(\w+)|\b(\w+) (?:uuid|text|date|integer|jsonb?)\b/g;

/** Names of several words, as columns have them: a word alone is a word of the language as well. */
const namesIn = (text: string): string[] =>
  (text.replace(/'[^']*'|"[^"]*"/g, '').match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? []).filter((name) => !/^_/.test(name));

test('every name in the SQL of the source is in the catalog: a renamed column is found wherever it stands', async () => {
  const known = await namesInCatalog();
  const unknown = sourceFiles
    .filter((file) => file !== 'platform/keys/wrapped-keys-database.ts') // a database of its own
    .flatMap((file) => {
      const tree = ts.createSourceFile(
        file,
        readFileSync(join(repository, 'src', file), 'utf8'),
        ts.ScriptTarget.ES2023,
        true,
      );
      const found: string[] = [];
      const look = (node: ts.Node): void => {
        if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isStringLiteral(node)) {
          const text = ts.isTemplateExpression(node)
            ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' $ ')
            : node.text;
          if (looksLikeSql.test(text)) {
            const made = new Set([...text.matchAll(madeNames)].flatMap(([, ...names]) => names));
            const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
            for (const name of namesIn(text))
              if (!known.has(name) && !made.has(name)) found.push(`${name} in ${file}:${line}`);
          }
        }
        ts.forEachChild(node, look);
      };
      look(tree);
      return found;
    });
  expect([...new Set(unknown)]).toEqual([]);
});
