import type { OpenAPIObject } from '@nestjs/swagger';
import { unicodeVersion } from '../../src/platform/text/unicode.js';
import { folded, foldedTogether, foldedToFind } from '../../src/platform/text/folded-text.rules.js';
import { isFoundSql } from '../../src/platform/database/found.sql.js';
import { expecting } from '../courses/co-production.js';
import { aCast, aDraftRun, anOpenRun } from '../sessions/a-run.js';
import { aLearner, aPerson, aPublishedVersion, aTerm, somePeople, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { describedRoutes, type Schema } from '../support/samples.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aPerson(college, { name: 'Casey', roles: ['coordinator', 'administrator'] });
});
afterAll(() => college.close());

interface Listed {
  chosenName?: string;
  name?: string;
  title?: string;
  courseTitle?: string;
}

/** What the list says it found, by name or title. */
const found = async (list: string, typed: string, reader = casey): Promise<(string | undefined)[]> => {
  const { body, status } = await reader.get(`${list}${encodeURIComponent(typed)}`);
  expect([list, typed, status]).toEqual([list, typed, 200]);
  return body.items.map(
    ({ chosenName, name, title, courseTitle }: Listed) => chosenName ?? name ?? title ?? courseTitle,
  );
};

describe('people are found by how the words of their names begin, in any order (BR-234)', () => {
  const names = [
    'Nguyễn Thị Hương',
    'José Núñez',
    "Sinéad O'Leary",
    'Jean-Luc Đặng',
    'Søren Łukasz Groß',
    '王秀英',
    '김민준',
    'أحمد علي',
    'प्रिया शर्मा',
    'Фёдор Йовков',
    'Ελένη Παππά',
    'สมชาย',
    'Rain 100% 🌧',
    'a & b | c ! (d)',
  ];
  beforeAll(async () => {
    for (const chosenName of names) await expecting(201, casey.post('/people', { chosenName }));
  });
  test.each([
    ['nguyen', 'Nguyễn Thị Hương'],
    ['NGU TH', 'Nguyễn Thị Hương'],
    ['huong ngu', 'Nguyễn Thị Hương'],
    ['Nguye\u0302\u0303n', 'Nguyễn Thị Hương'],
    ['jose nunez', 'José Núñez'],
    ['oleary', "Sinéad O'Leary"],
    ['o’leary', "Sinéad O'Leary"],
    ['leary sinead', "Sinéad O'Leary"],
    ["o'l", "Sinéad O'Leary"],
    ['jean luc', 'Jean-Luc Đặng'],
    ['jeanluc', 'Jean-Luc Đặng'],
    ['Jean‑Luc dang', 'Jean-Luc Đặng'],
    ['luc', 'Jean-Luc Đặng'],
    ['soren lukasz gross', 'Søren Łukasz Groß'],
    ['王', '王秀英'],
    ['秀英', '王秀英'],
    ['민준', '김민준'],
    ['احمد', 'أحمد علي'],
    ['प्रि शर्', 'प्रिया शर्मा'],
    ['федор', 'Фёдор Йовков'],
    ['ЙОВ', 'Фёдор Йовков'],
    ['ελενη', 'Ελένη Παππά'],
    ['ΠΑΠΠΑ', 'Ελένη Παππά'],
    ['ชาย', 'สมชาย'],
    ['100%', 'Rain 100% 🌧'],
    ['🌧', 'Rain 100% 🌧'],
    ['!jose', 'José Núñez'],
    ['100_', 'Rain 100% 🌧'],
    ['a & b | c ! (d)', 'a & b | c ! (d)'],
  ])('%s finds %s', async (typed, name) => {
    expect(await found('/people?name=', typed)).toEqual([name]);
  });
  test.each([
    'guyen',
    'jose garcia',
    'eary',
    '%',
    '_',
    'Ra_n',
    "'",
    '\\',
    ':*',
    'jose | nguyen',
    'José -Núñez x',
    'दान',
    'и',
    '|',
    '<->',
    "':*",
    '🌊',
  ])('%s finds nobody', async (typed) => {
    expect(await found('/people?name=', typed)).toEqual([]);
  });
});

test('whatever is typed is an answer, character by character', async () => {
  const [worst] = await college.sql.query(`
    select max(octet_length(coalesce(looked_for(chr(c) || 'a' || chr(c) || ' ' || chr(c)), '')::text)) as longest,
      max(length(searchable(repeat(chr(c), 300)))) as most
    from generate_series(1, 1114111) c
    where c not between 55296 and 57343 and c % 199 = 0 or c < 500`);
  expect(worst.longest).toBeLessThan(1000);
  expect(worst.most).toBeLessThan(6000);
});

test('the database folds as the service does, letter by letter, and takes the same for punctuation', async () => {
  const letters: string[] = [];
  for (let point = 0x20; point < 0x20000; point++) {
    const character = String.fromCodePoint(point);
    if (/[\p{Cn}\p{Cs}\p{Co}]/u.test(character)) continue;
    letters.push(`a${character}`, `${character}\u0301`);
  }
  const rows: { said: string; folded: string; words: string }[] = await college.sql.query(
    `select said, folded(said) as folded, replace(replace(folded_words(said), ' ', ''), '-', '') as words from unnest($1::text[]) said where unicode_assigned(said)`,
    [letters],
  );
  const newer = process.versions.unicode !== unicodeVersion;
  const others = rows.filter(
    ({ said, folded: theirs, words }) =>
      theirs !== folded(said) || (!newer && words !== '' && words !== foldedTogether(foldedToFind(said))),
  );
  expect(others.slice(0, 20).map(({ said, folded: theirs, words }) => [said, theirs, folded(said), words])).toEqual([]);
});

test('an index finds the people, among many', async () => {
  await somePeople(college, 3000, { name: 'Robin Müller' });
  await college.sql.query('analyze person');
  const plan = await college.sql.query(
    `explain (format json)
    select p.id from person p
    where p.chosen_name is not null and ${isFoundSql('p.chosen_name', '$1', 'nguy')}
    order by p.chosen_name, p.id limit 51`,
    ['nguy'],
  );
  expect(JSON.stringify(plan)).toContain('person_by_words');
});

test('courses, runs, the prospectus and proposals are found by title, and what has a name by it (BR-234)', async () => {
  const cast = await aCast(college);
  const { id: versionId } = await aPublishedVersion(college, { title: 'Café Überleben: C++ für Anfänger' });
  const hidden = await aDraftRun({ ...cast, versionId });
  await anOpenRun({ ...cast, versionId }, ['2099-03-11T10:00']);
  const eve = await aLearner(college);
  await aTerm(college);
  for (const list of ['/courses?title=', '/runs?title=', '/prospectus?title=', '/prospectus?text=']) {
    for (const typed of ['cafe', 'ub CAF', 'fur', 'c++', 'anfang'])
      expect([list, typed, await found(list, typed, eve)]).toEqual([list, typed, ['Café Überleben: C++ für Anfänger']]);
    for (const typed of ['afe', 'cafe%', '%', 'cafe | boundaries'])
      expect([list, typed, (await found(list, typed, eve)).length]).toEqual([list, typed, typed === 'cafe%' ? 1 : 0]);
  }
  expect((await eve.get('/runs?title=cafe')).body.items.map(({ id }: { id: string }) => id)).not.toContain(hidden);
  expect((await casey.get('/runs?title=cafe')).body.items.map(({ id }: { id: string }) => id)).toContain(hidden);
  await casey.post('/venues', { name: 'Maison Élysée', address: '1 Way', accessFeatures: [], capacity: 5 });
  await casey.post('/online-rooms', { name: 'Sala Ágora', provider: 'Video call' });
  expect(await found('/venues?name=', 'ely mai')).toEqual(['Maison Élysée']);
  expect(await found('/online-rooms?name=', 'agora')).toEqual(['Sala Ágora']);
  expect(await found('/certification-schemes?name=', 'SUPP')).toEqual(['Peer supporter']);
  for (const list of ['terms', 'venues', 'online-rooms', 'instruments', 'certification-schemes'])
    expect([list, await found(`/${list}?name=`, 'nowhere')]).toEqual([list, []]);
  expect(await found('/course-proposals?title=', 'nothing')).toEqual([]);
});

/** Lists whose items have a name or title by which nobody looks for them there. */
const notByName: Readonly<Record<string, string>> = {
  'GET /ce-approvals': 'the few approvals of one college',
  'GET /certification-scheme-examples': 'examples that come with the code',
  'GET /college/charter/versions': 'versions of one text',
  'GET /college/privacy-notice/versions': 'versions of one text',
  'GET /journal-entries': 'sealed: POST /journal-searches opens them',
  'GET /peer-meetings': 'by date',
  'GET /prospectus-editions': 'by date',
  'GET /sessions': 'by date, venue or who holds them; a title is looked for among runs',
  'GET /waitlists': 'few at a time, and every one wants to be seen',
};

test('every list of things with a name or title finds them by it, or says why not (BR-234)', async () => {
  const document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  const schemas = document.components?.schemas as Record<string, Schema>;
  const named = (schema?: Schema): Schema | undefined =>
    schema?.$ref ? schemas[schema.$ref.split('/').at(-1) ?? ''] : schema;
  const missing = describedRoutes(document)
    .filter(({ method, route }) => method === 'get' && !route.includes(':') && !route.startsWith('GET /me/'))
    .filter(({ operation }) => {
      const page = named(operation.responses['200']?.content?.['application/json']?.schema);
      const fields = Object.keys(named(page?.properties?.['items']?.items)?.properties ?? {});
      const filters = operation.parameters?.map(({ name }) => name);
      const by = fields.find((field) => ['chosenName', 'name', 'title', 'courseTitle'].includes(field));
      return by && !filters?.includes(/title/i.test(by) ? 'title' : 'name') && !fields.includes('personId');
    })
    .map(({ route }) => route);
  expect(missing).toEqual(Object.keys(notByName));
});
