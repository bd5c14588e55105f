import { aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aDraft, approve, edit, expecting, publish, signBoth, wholeContent } from './co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const makeFree = async (freeOfCharge: boolean) => {
  const administrator = await aPerson(college, { roles: ['administrator'] });
  const { headers } = await administrator.get('/college');
  await expecting(200, administrator.patch('/college', { freeOfCharge }, { 'If-Match': headers['etag'] ?? '' }));
};

test('a course carries no fee while the college is free of charge, and is not published with one (BR-19)', async () => {
  const group = await aDraft(college);
  expect((await expecting(422, edit(group, group.ada, { feeCents: 500 }))).body.code).toBe('fee_while_free');
  expect(
    (await expecting(422, group.coordinator.post(`/courses/${group.courseId}/versions`, { feeCents: 1 }))).body.code,
  ).toBe('fee_while_free');
  await makeFree(false);
  await expecting(200, edit(group, group.ada, { feeCents: 500 }));
  await makeFree(true);
  await approve(group);
  await signBoth(group);
  expect((await expecting(422, publish(group))).body.code).toBe('fee_while_free');
});

test('who may come can depend on age, area, eligibility basis or an earlier course, and never on a diagnosis (BR-20)', async () => {
  const group = await aDraft(college);
  const rule = (type: string) => ({ eligibilityRules: [{ type, values: ['x'], words: 'For some people.' }] });
  for (const type of ['diagnosis', 'condition', 'Diagnosis', 'referral']) {
    expect((await expecting(422, edit(group, group.ada, rule(type)))).body.code).toBe('ineligible_rule_type');
  }
  for (const type of ['age', 'area', 'eligibility_basis', 'prior_course'])
    await expecting(200, edit(group, group.ada, rule(type)));
  await expecting(400, edit(group, group.ada, { diagnosis: 'any' }));
});

test('two versions are compared field by field', async () => {
  const group = await aDraft(college);
  const { body: other } = await expecting(
    201,
    group.coordinator.post(`/courses/${group.courseId}/versions`, {
      ...wholeContent,
      derivedFromId: group.versionId,
      semver: '2.0.0',
      minimumAge: 16,
      deliveryModes: ['in_person'],
    }),
  );
  const { body } = await expecting(
    200,
    group.coordinator.get(`/course-versions/${group.versionId}/comparison?with=${other.id}`),
  );
  expect(body).toEqual({
    fromId: group.versionId,
    toId: other.id,
    differences: [
      { field: '/minimumAge', before: null, after: 16 },
      { field: '/deliveryModes/1', before: 'online', after: null },
    ],
  });
  expect(
    (await group.coordinator.get(`/course-versions/${group.versionId}/comparison?with=${group.versionId}`)).body
      .differences,
  ).toEqual([]);
  await expecting(404, group.ada.get(`/course-versions/${group.versionId}/comparison?with=${other.id}`));
  const elsewhere = await aDraft(college);
  expect(
    (
      await expecting(
        422,
        group.coordinator.get(`/course-versions/${group.versionId}/comparison?with=${elsewhere.versionId}`),
      )
    ).body.code,
  ).toBe('different_courses');
  await expecting(400, group.coordinator.get(`/course-versions/${group.versionId}/comparison`));
});

test('a version number is given once per course, and a version derives from its own course only', async () => {
  const { courseId, coordinator } = await aDraft(college);
  const elsewhere = await aDraft(college);
  const path = `/courses/${courseId}/versions`;
  expect((await expecting(409, coordinator.post(path, { semver: '1.0.0' }))).body.code).toBe('semver_taken');
  expect((await expecting(422, coordinator.post(path, { derivedFromId: elsewhere.versionId }))).body.code).toBe(
    'different_courses',
  );
  for (const semver of ['1', '01.0.0', '1.0.0-beta', 'v1.0.0'])
    await expecting(400, coordinator.post(path, { semver }));
  expect((await expecting(201, coordinator.post(path, {}))).body).toMatchObject({
    semver: '1.1.0',
    state: 'in_coproduction',
    capacityDefault: 12,
    cohortMinimum: 4,
    maxLearnersPerFacilitator: 10,
  });
  expect((await coordinator.get(path)).body.items.map(({ semver }: { semver: string }) => semver)).toEqual([
    '1.1.0',
    '1.0.0',
  ]);
});

test('a text that is out of bounds is refused field by field', async () => {
  const group = await aDraft(college);
  const [plan] = wholeContent.sessionPlans;
  const refused = async (wish: object) =>
    (await expecting(400, edit(group, group.ada, wish))).body.errors.map(({ pointer }: { pointer: string }) => pointer);
  expect(await refused({ outcomes: [{ text: 'x', chime: 'joy' }] })).toEqual(['/outcomes/0/chime']);
  expect(await refused({ sessionPlans: [{ ...plan, minutesContact: 0 }] })).toEqual(['/sessionPlans/0/minutesContact']);
  expect(await refused({ materials: [{ title: 'x', format: 'PDF', url: 'http://example.org' }] })).toEqual([
    '/materials/0/url',
  ]);
  expect(
    await refused({
      contentWarnings: [
        { code: 'a', words: 'x' },
        { code: 'a', words: 'y' },
      ],
    }),
  ).toEqual(['/contentWarnings']);
  expect(await refused({ summary: null })).toEqual(['/summary']);
  expect(await refused({ state: 'published' })).toEqual(['/state']);
});

describe('courses', () => {
  test('are made and renamed by coordinators, with If-Match', async () => {
    const { courseId, coordinator, ada } = await aDraft(college);
    const path = `/courses/${courseId}`;
    await expecting(403, ada.patch(path, { title: 'Mine' }, { 'If-Match': '"1"' }));
    await expecting(403, ada.post('/courses', { title: 'Mine', topic: 'sleep' }));
    await expecting(400, coordinator.post('/courses', { topic: 'sleep' }));
    expect(
      (
        await expecting(
          200,
          coordinator.patch(path, { title: 'Kinder Boundaries', audience: ['carers'] }, { 'If-Match': '"1"' }),
        )
      ).body,
    ).toMatchObject({ title: 'Kinder Boundaries', audience: ['carers'], topic: 'boundaries' });
    await expecting(412, coordinator.patch(path, { title: 'Others' }, { 'If-Match': '"1"' }));
    await expecting(428, coordinator.patch(path, { title: 'Others' }));
    expect((await ada.get(path)).body).toMatchObject({ title: 'Kinder Boundaries', status: 'in_development', can: [] });
  });

  test('are met once on a walk through their list, and hidden while nothing is published', async () => {
    const { coordinator, ada, courseId, dee } = await aDraft(college);
    for (const title of ['Aa', 'Bb', 'Bb', 'Cc'])
      await expecting(201, coordinator.post('/courses', { title, topic: 'walking' }));
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await expecting(200, coordinator.get(`/courses?topic=walking&limit=3${cursor}`));
      seen.push(...body.items.map(({ title }: { title: string }) => title));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toEqual(['Aa', 'Bb', 'Bb', 'Cc']);
    expect((await dee.get('/courses')).body.items).toEqual([]);
    expect((await ada.get('/courses?status=in_development')).body.items.map(({ id }: { id: string }) => id)).toEqual([
      courseId,
    ]);
    expect((await ada.get('/courses?status=offered')).body.items).toEqual([]);
  });
});
