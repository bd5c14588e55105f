import { nextNumber } from '../../src/college/college-text.rules.js';
import { expecting } from '../courses/co-production.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { charter } from '../support/charter.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

let college: TestCollege;
let mo: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
});
afterAll(async () => {
  await requirePromises(college);
  await college.close();
});

const at = (path: string) => college.http.get(`/api/v1/college/${path}`);
const write = (text: object = {}, kind = 'charter') =>
  mo.post(`/college/${kind}-versions`, { ...charter, material: false, ...text });
const numberToAccept = async () => (await mo.get('/college')).body.charterVersion;
const stateOf = async (who: TestPerson) => (await who.get('/me/registration')).body;

test('until somebody has written a text the college says so, and the number can be accepted all the same', async () => {
  for (const path of ['charter', 'privacy-notice', 'charter?version=7']) {
    const { body } = await at(path).expect(404);
    expect(body.code).toBe('college_text_unwritten');
    expect(body.detail).toContain('Please ask the college');
  }
  expect((await at('charter/versions').expect(200)).body).toEqual({ items: [], next: null });
  const robin = await aPerson(college);
  await expecting(200, robin.put('/me/registration', { charterVersionAccepted: 1 }));
  expect(await stateOf(robin)).toMatchObject({ charterVersionAccepted: 1, charterLanguage: null });
  expect((await robin.put('/me/registration', { charterVersionAccepted: 1, charterLanguage: 'fr' })).body.code).toBe(
    'charter_language_unknown',
  );
});

test('everybody reads what stands, also before signing in; first words and corrections ask nobody again (BR-223)', async () => {
  const eve = await aLearner(college);
  await expecting(201, write());
  const corrected = [{ heading: 'Together', paragraphs: ['We listen to each other.'] }];
  expect((await expecting(201, write({ sections: corrected }))).body).toMatchObject({ version: 1, revision: 2 });
  const answer = await at('charter').expect(200);
  expect(answer.body).toEqual({
    version: 1,
    revision: 2,
    language: 'en-CA',
    title: 'Our charter',
    material: false,
    from: expect.any(String),
    sections: corrected,
  });
  expect(answer.headers).toMatchObject({ 'cache-control': 'public, max-age=60', etag: expect.any(String) });
  await at('charter').set('if-none-match', String(answer.headers['etag'])).expect(304);
  expect((await at('charter?revision=1').expect(200)).body.sections).toEqual(charter.sections);
  expect(await numberToAccept()).toBe(1);
  expect((await stateOf(eve)).missing).toEqual([]);
});

test('a change in substance raises the number, and what was accepted is kept with its language (BR-43)', async () => {
  const eve = await aLearner(college);
  const before = await numberToAccept();
  const { body } = await expecting(201, write({ title: 'Our new charter', material: true }));
  expect(body).toMatchObject({ version: before + 1, revision: 1 });
  expect(await numberToAccept()).toBe(before + 1);
  expect((await stateOf(eve)).missing).toMatchObject([{ code: 'charter_not_accepted' }]);
  await expecting(201, write({ title: 'Notre charte', language: 'fr-CA' }));
  const acceptance = { charterVersionAccepted: before + 1, charterLanguage: 'fr-CA' };
  await expecting(200, eve.put('/me/registration', acceptance));
  expect(await stateOf(eve)).toMatchObject({ ...acceptance, missing: [] });
  expect((await at('charter?language=fr-CA').expect(200)).body.title).toBe('Notre charte');
  expect((await at('charter?language=de').expect(200)).body).toMatchObject({ language: 'en-CA' });
  expect((await at(`charter?version=${before}`).expect(200)).body).toMatchObject({
    title: 'Our charter',
    version: before,
  });
});

test('the privacy notice has versions of its own, and nobody accepts it', async () => {
  const before = await numberToAccept();
  expect((await expecting(201, write({ title: 'Your records' }, 'privacy-notice'))).body).toMatchObject({
    version: 1,
    revision: 1,
  });
  const next = await expecting(201, write({ title: 'Your records', material: true }, 'privacy-notice'));
  expect(next.body).toMatchObject({ version: 2, revision: 1 });
  expect((await at('privacy-notice').expect(200)).body).toMatchObject({ version: 2, title: 'Your records' });
  expect((await at('privacy-notice?version=1').expect(200)).body.version).toBe(1);
  expect(await numberToAccept()).toBe(before);
});

test('every version is listed, the newest first, a page at a time', async () => {
  const first = (await at('charter/versions?limit=2').expect(200)).body;
  expect(first.items).toHaveLength(2);
  expect(first.items[0]).toMatchObject({ language: 'fr-CA' });
  const rest = (await at(`charter/versions?limit=2&cursor=${first.next}`).expect(200)).body;
  expect(rest).toMatchObject({ items: [{ revision: 2 }, { version: 1, revision: 1 }], next: null });
});

test('nobody but an administrator writes, and what was written is neither changed nor deleted', async () => {
  for (const role of ['coordinator', 'facilitator'] as const) {
    const who = await aPerson(college, { roles: [role] });
    expect((await who.post('/college/charter-versions', { ...charter, material: true })).status).toBe(403);
  }
  for (const change of [`update college_text set title = 'x'`, 'delete from college_text'])
    await expect(college.sql.query(change)).rejects.toThrow('only grows');
});

test.each([
  [{ sections: [] }, '/sections'],
  [{ sections: [{ heading: 'One', paragraphs: [] }] }, '/sections/0/paragraphs'],
  [{ title: 'hidden\u202e' }, '/title'],
  [{ language: 'not a language' }, '/language'],
  [{ material: 'yes' }, '/material'],
])('a text %j is refused with its place', async (wish, pointer) => {
  const { status, body } = await write(wish);
  expect(status).toBe(400);
  expect(body.errors[0].pointer).toBe(pointer);
});

test('two who write at once get a number each', async () => {
  const written = await Promise.all(Array.from({ length: 6 }, () => write({ material: true })));
  const numbers = written.map(({ body }) => body.version);
  expect(new Set(numbers).size).toBe(6);
  expect(await numberToAccept()).toBe(Math.max(...numbers));
});

test.each([
  [1, 0, false, { version: 1, revision: 1 }],
  [1, 2, false, { version: 1, revision: 3 }],
  [3, 2, true, { version: 4, revision: 1 }],
])('after version %i with %i revisions, material %s, comes %j', (standing, revisions, material, number) => {
  expect(nextNumber(standing, revisions, material)).toEqual(number);
});
