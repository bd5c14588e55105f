import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { citationsIn, rulesIn, type Citation, type Rule } from './support/citations.js';
import { repository } from './support/repository.js';

const read = (file: string): string => readFileSync(join(repository, file), 'utf8');
const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

const source = [...filesOf('src', '.ts'), ...filesOf('migrations', '.ts')];
const tests = filesOf('test', '.ts').filter((file) => file !== 'test/rulebook.spec.ts');

const rules: Rule[] = filesOf('src', 'rules.md').flatMap((file) => rulesIn(file, read(file)));
const invariants: Rule[] = rulesIn('docs/invariants.md', read('docs/invariants.md'));

/** Who cites what. */
function citing(files: string[]): Map<Citation, string[]> {
  const found = new Map<Citation, string[]>();
  for (const file of files)
    for (const cited of citationsIn(read(file))) found.set(cited, [...(found.get(cited) ?? []), file]);
  return found;
}
const bySource = citing(source);
const byTests = citing(tests);

/** Prints what is wrong under a sentence that says what to do about it. */
const complain = (howTo: string, found: string[]) =>
  expect(found.length === 0 ? '' : `${howTo}\n${found.join('\n')}`).toBe('');
const named = (found: Rule[]) => found.map(({ id, file }) => `${id} (${file})`);

test.each([
  ['BR-{7}', 'BR-7'],
  ['BR-{7} and I-{3}', 'BR-7 I-03'],
  ['(BR-{53}, 54)', 'BR-53 BR-54'],
  ['BR-{61}, 109 to 111.', 'BR-61 BR-109 BR-110 BR-111'],
  ['BR-{44}–46', 'BR-44 BR-45 BR-46'],
  ['BR-{1} to BR-3, I-07', 'BR-1 BR-2 BR-3 I-07'],
  ['I-{06}, 08,\n   * 09', 'I-06 I-08 I-09'],
  ['BR-{7} in 2 days, UTF-{8}', 'BR-7'],
])('"%s" cites %s', (text, expected) => {
  expect([...citationsIn(text.replaceAll(/[{}]/g, ''))].join(' ')).toBe(expected);
});

test('every rule stands in one place only', () => {
  const all = [...rules, ...invariants];
  complain(
    'These are defined twice; keep the one in the module whose code enforces it.',
    named(all.filter(({ id }, at) => all.findIndex((other) => other.id === id) !== at)),
  );
});

test('no number is left out', () => {
  const left = (ids: Citation[], name: (number: number) => Citation) =>
    Array.from({ length: ids.length }, (_, at) => name(at + 1)).filter((id) => !ids.includes(id));
  expect(
    left(
      rules.map(({ id }) => id),
      (number) => `BR-${number}`,
    ),
  ).toEqual([]);
  expect(
    left(
      invariants.map(({ id }) => id),
      (number) => `I-${String(number).padStart(2, '0')}` as Citation,
    ),
  ).toEqual([]);
});

test('what the code and its tests cite is written down', () => {
  const known = new Set([...rules, ...invariants].map(({ id }) => id));
  const dangling = [...bySource, ...byTests].flatMap(([id, files]) =>
    known.has(id) ? [] : files.map((file) => `${id} in ${file}`),
  );
  complain(
    'No rules.md says what these are, nor docs/invariants.md. Write the rule down in the module that enforces it, or mend the number.',
    dangling,
  );
});

test('every rule is cited by a test', () => {
  const kept = rules.filter(({ standing }) => standing !== 'later');
  complain(
    'No test names these rules. Name each in the test that would fail without it, or mark it *(later)*.',
    named(kept.filter(({ id }) => !byTests.has(id))),
  );
});

test('every rule is cited by the code that enforces it', () => {
  const kept = rules.filter(({ standing }) => standing === 'kept');
  complain(
    'No source file names these rules. Name each where it is enforced, or mark it *absent by design* if something that does not exist keeps it.',
    named(kept.filter(({ id }) => !bySource.has(id))),
  );
});

test('a rule that is kept by something not existing is cited by its test alone', () => {
  const absent = rules.filter(({ standing, id }) => standing === 'absent by design' && bySource.has(id));
  complain(
    'Source files name these rules, which are marked *absent by design*. Take away the mark or the citation.',
    named(absent).map((line, at) => `${line}: ${bySource.get(absent[at]?.id as Citation)?.join(', ')}`),
  );
});

test('a rule for later is cited by nobody', () => {
  const later = [...rules, ...invariants].filter(({ standing }) => standing === 'later');
  complain(
    'These are marked *(later)* and cited already. Take away the mark once the rule is built.',
    named(later.filter(({ id }) => bySource.has(id) || byTests.has(id))),
  );
});

test('no file names a page that is not here', () => {
  const above = (file: string): string[] => (dirname(file) === '.' ? ['.'] : [dirname(file), ...above(dirname(file))]);
  const missing = [...source, ...tests].flatMap((file) =>
    [...read(file).matchAll(/[\w./-]*\w\.md\b/g)].flatMap(([page]) =>
      above(file).some((folder) => existsSync(join(repository, folder, page))) ? [] : [`${page} in ${file}`],
    ),
  );
  complain('These pages do not exist.', missing);
});
