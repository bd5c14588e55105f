import { aLearner, aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { describedRoutes } from '../support/samples.js';

/** What pages of any origin may show. Whatever is not here is for the college's own frontends. */
const publishable = [
  'GET /college',
  'GET /college/charter',
  'GET /college/charter/versions',
  'GET /college/privacy-notice',
  'GET /college/privacy-notice/versions',
  'GET /prospectus',
];
const words = {
  language: 'en-CA',
  title: 'Our words',
  sections: [{ heading: 'Kind', paragraphs: ['We are.'] }],
  material: true,
};
const elsewhere = 'https://partner.example';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
  const administrator = await aPerson(college, { roles: ['administrator'] });
  for (const kind of ['charter', 'privacy-notice']) await administrator.post(`/college/${kind}-versions`, words);
});
afterAll(() => college.close());

const readable = async (): Promise<string[]> =>
  describedRoutes((await college.http.get('/openapi.json').expect(200)).body)
    .filter(({ method }) => method === 'get')
    .map(({ route }) => route);
const pathOf = (route: string): string =>
  `/api/v1${route.slice('GET '.length).replace(/:\w+/g, '0190b5e2-7c3d-7000-8000-000000000000')}`;

test('exactly the named reads are for pages of every origin', async () => {
  const open: string[] = [];
  for (const route of await readable()) {
    const { headers } = await college.http.get(pathOf(route)).set('origin', elsewhere);
    const allowed = headers['access-control-allow-origin'];
    if (allowed === '*') open.push(route);
    else expect([route, headers['vary']?.split(', ')[0]]).toEqual([route, 'Origin']);
  }
  expect(open.toSorted()).toEqual(publishable);
});

test.each(publishable)('%s says the same to everybody, whatever they show', async (route) => {
  const eve = await aLearner(college);
  const asStranger = await college.http.get(pathOf(route)).set('origin', elsewhere).expect(200);
  const asFrontend = await college.http
    .get(pathOf(route))
    .set('authorization', `Bearer ${await eve.bearer()}`)
    .expect(200);
  expect(asFrontend.text).toBe(asStranger.text);
  for (const { headers } of [asStranger, asFrontend]) {
    expect(headers).toMatchObject({ etag: asStranger.headers['etag'], 'access-control-allow-origin': '*' });
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect([undefined, 'Accept-Encoding']).toContain(headers['vary']);
  }
});

test('a browser that asks before it asks is told so, and that nobody may be named or anything changed', async () => {
  const ask = (path: string, method: string) =>
    college.http.options(path).set({ origin: elsewhere, 'access-control-request-method': method });
  const { status, headers } = await ask('/api/v1/prospectus?limit=5', 'GET');
  expect([status, headers['access-control-allow-origin'], headers['access-control-allow-methods']]).toEqual([
    204,
    '*',
    'GET, HEAD',
  ]);
  expect(headers['access-control-allow-headers']?.toLowerCase()).not.toContain('authorization');
  expect((await ask('/api/v1/me', 'GET')).headers['access-control-allow-origin']).toBeUndefined();
});
