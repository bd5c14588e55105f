import { aPerson, aRun } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { describedRoutes } from '../support/samples.js';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());

/** Reads whose answer is another one each time, and why. */
const neverTheSame: Readonly<Record<string, string>> = {
  'GET /operations/invariants': 'says when it looked',
  'GET /operations/time-zones': 'says when it looked',
};

test('whatever is read twice costs 304 and no body the second time, and stays out of browsers', async () => {
  await aRun(college);
  const person = await aPerson(college, {
    roles: ['administrator', 'coordinator', 'facilitator'],
    registered: true,
  });
  const document = (await college.http.get('/openapi.json').expect(200)).body;
  const seen: string[] = [];
  const other: string[] = [];
  for (const { method, route } of describedRoutes(document)) {
    if (method !== 'get' || route.includes(':') || route in neverTheSame) continue;
    const path = route.slice('GET '.length);
    const first = await person.get(path);
    if (first.status !== 200 || !first.type.includes('json')) continue;
    const again = await person.get(path, { 'if-none-match': first.headers['etag'] ?? '' });
    if (again.status !== 304 || again.text !== '') other.push(route);
    expect(again.headers['cache-control']).toMatch(/^(no-store|(public|private), max-age=60)$/);
    seen.push(route);
  }
  expect(other).toEqual([]);
  expect(seen.length).toBeGreaterThan(60);
});

test('the document is compressed for whoever takes that, and not sent again while it is the same', async () => {
  const asked = () => college.http.get('/openapi.json');
  const plain = await asked().set('accept-encoding', 'identity').expect(200);
  const zipped = await asked().set('accept-encoding', 'gzip').expect(200);
  expect(zipped.text).toBe(plain.text);
  expect(Number(zipped.headers['content-length'])).toBeLessThan(plain.text.length / 5);
  expect(zipped.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-encoding': 'gzip' });
  for (const { headers } of [plain, zipped]) {
    const again = await asked().set('if-none-match', headers['etag'] ?? '');
    expect([again.status, again.text]).toEqual([304, '']);
  }
});

test('opening the page of documents costs less than 700 kB', async () => {
  let sent = 0;
  const parts = ['/docs', '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/start.js', '/openapi.json'];
  for (const path of parts) {
    const { headers } = await college.http.get(path).set('accept-encoding', 'gzip').expect(200);
    sent += Number(headers['content-length']);
  }
  expect(sent).toBeLessThan(700_000);
});
