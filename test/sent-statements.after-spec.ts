import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule } from 'libpg-query';
import { above, importMap, type Beyond, openTo, tablesBeyondTheMap } from './support/import-map.js';
import { sourceFiles } from './support/imports.js';
import { repository } from './support/repository.js';
import { sentFolder } from './support/sent-folder.js';
import { relationsIn } from './support/tables-in-sql.js';

// Runs after the other tests, over the texts that these made the source send (record-statements.ts).

interface Sent {
  module: string;
  relations: string[];
  text: string;
}

let sent: Sent[];

beforeAll(async () => {
  await loadModule();
  const lines = readdirSync(sentFolder).flatMap((file) =>
    readFileSync(join(sentFolder, file), 'utf8').trim().split('\n'),
  );
  sent = [...new Set(lines)].map((line) => {
    const [file, text] = JSON.parse(line) as [string, string];
    return { module: file.split('/')[0] ?? '', relations: relationsIn(text), text };
  });
});

/** A table belongs to the module in which its entity stands. */
const ownerOf = new Map(
  sourceFiles
    .filter((file) => file.endsWith('.entity.ts'))
    .flatMap((file) =>
      [...readFileSync(join(repository, 'src', file), 'utf8').matchAll(/@Entity\('(\w+)'\)/g)].map(
        ([, table = '']): [string, string] => [table, file.split('/')[0] ?? ''],
      ),
    ),
);

const reaches = (beyond: Beyond | undefined, table: string, text: string): boolean =>
  beyond === 'all' ||
  (beyond !== undefined &&
    ('into' in beyond ? text.includes(`insert into ${beyond.into} `) : beyond.tables.includes(table)));

test('a statement names tables of its own module and of those that the map allows, or views', () => {
  const refused = sent
    .filter(({ module }) => !above.includes(module))
    .flatMap(({ module, relations, text }) => {
      const allowed = [module, ...(importMap[module] ?? []), ...openTo(module)];
      return relations
        .filter((table) => ownerOf.has(table) && !allowed.includes(ownerOf.get(table) ?? ''))
        .filter((table) => !reaches(tablesBeyondTheMap[module], table, text))
        .map(
          (table) => `${module} names ${table} of ${ownerOf.get(table)}: ${text.replace(/\s+/g, ' ').slice(0, 200)}`,
        );
    });
  expect([...new Set(refused)]).toEqual([]);
});

test('what is allowed beyond the map is in use', () => {
  const unused = Object.entries(tablesBeyondTheMap).flatMap(([module, beyond]) =>
    typeof beyond === 'string' || !('tables' in beyond)
      ? []
      : beyond.tables.filter((table) => !sent.some((each) => each.module === module && each.relations.includes(table))),
  );
  expect(unused).toEqual([]);
});

test('every table was asked about, and every module asked', () => {
  const asked = new Set(sent.flatMap(({ relations }) => relations));
  expect([...ownerOf.keys()].filter((table) => !asked.has(table))).toEqual([]);
  const asking = new Set(sent.map(({ module }) => module));
  expect([...new Set(ownerOf.values())].filter((module) => !asking.has(module))).toEqual([]);
});
