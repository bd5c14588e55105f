import { aLearner } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { declaredRefusals } from '../../src/platform/errors/refusal.js';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());

const pathOf = (type: string): string => new URL(type).pathname;

test('the type of a problem opens a page about it, for people and for programs', async () => {
  const eve = await aLearner(college);
  const refused = await eve.get('/runs/0190b5e2-7c3d-7000-8000-000000000000');
  const { type, code, status, title } = refused.body;
  expect(type).toMatch(/^https?:\/\/.+\/problems\/not_found$/);
  const { body } = await college.http.get(pathOf(type)).expect(200);
  expect(body).toMatchObject({ type, code, status, title });
  expect(body.operations).toContainEqual(expect.objectContaining({ method: 'GET', path: '/api/v1/runs/{id}' }));
  const page = await college.http.get(pathOf(type)).set('accept', 'text/html').expect(200);
  expect([page.type, page.headers['vary']]).toEqual(['text/html', expect.stringContaining('Accept')]);
  expect(page.text).toContain('GET /api/v1/runs/{id}');
  expect((await college.http.get('/problems/nothing_of_the_kind')).body.code).toBe('not_found');
});

test('every declared code has its page in both forms, with words and no empty place', async () => {
  const { items } = (await college.http.get('/problems').expect(200)).body;
  expect(items.map(({ code }: { code: string }) => code)).toEqual([...declaredRefusals().keys()].toSorted());
  for (const { type, code } of items) {
    const { body } = await college.http.get(pathOf(type)).expect(200);
    expect([code, body.detail]).toEqual([code, expect.stringMatching(/^[^{}]{10,}$/)]);
    const page = await college.http.get(pathOf(type)).set('accept', 'text/html').expect(200);
    expect([code, page.text]).toEqual([code, expect.stringMatching(/<h1>[^<>{}]{3,}<\/h1><p>[^<>{}]{10,}<\/p>/)]);
  }
  expect((await college.http.get('/problems').set('accept', 'text/html')).text).toContain('/problems/not_found');
});
