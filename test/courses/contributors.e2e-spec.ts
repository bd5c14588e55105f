import { aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aDraft, aPublishedCourse, expecting } from './co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test('supporters and community partners take part, and write with the others', async () => {
  const { versionId, coordinator } = await aDraft(college);
  for (const contributionRole of ['supporter', 'community_partner']) {
    const cy = await aPerson(college, { name: 'Cy' });
    const { body } = await expecting(
      201,
      coordinator.post(`/course-versions/${versionId}/contributors`, { personId: cy.id, contributionRole }),
    );
    expect(body).toMatchObject({
      contributionRole,
      state: 'invited',
      creditAs: { kind: 'anonymous', alias: null },
      chosenName: 'Cy',
    });
    expect((await cy.get(`/course-versions/${versionId}`)).body.can).toEqual([]);
    expect((await cy.get('/me/contributions')).body.items).toMatchObject([
      {
        id: body.id,
        courseTitle: 'Building Better Boundaries',
        can: ['accept', 'step_back', 'choose_credit', 'record_work'],
      },
    ]);
    await expecting(201, cy.post(`/contributors/${body.id}/acceptance`));
    expect((await cy.get(`/course-versions/${versionId}`)).body.can).toContain('edit');
  }
});

test('an invitation is answered by whom it is for, once', async () => {
  const { versionId, coordinator, dee, ada } = await aDraft(college);
  const invite = () =>
    coordinator.post(`/course-versions/${versionId}/contributors`, { personId: dee.id, contributionRole: 'supporter' });
  const { body } = await expecting(201, invite());
  expect((await expecting(409, invite())).body.code).toBe('contributor_already');
  await expecting(403, ada.post(`/contributors/${body.id}/acceptance`));
  await expecting(403, coordinator.post(`/contributors/${body.id}/acceptance`));
  await expecting(201, dee.post(`/contributors/${body.id}/stepping-back`));
  expect((await expecting(409, dee.post(`/contributors/${body.id}/acceptance`))).body.code).toBe('state_conflict');
  await expecting(404, dee.get(`/course-versions/${versionId}`));
  await expecting(201, invite());
  const unknown = { personId: '00000000-0000-7000-8000-000000000000', contributionRole: 'lived' };
  expect(
    (await expecting(422, coordinator.post(`/course-versions/${versionId}/contributors`, unknown))).body.code,
  ).toBe('people_unknown');
});

test('nobody joins a version that is published', async () => {
  const { versionId, coordinator, dee } = await aPublishedCourse(college);
  const refused = await expecting(
    409,
    coordinator.post(`/course-versions/${versionId}/contributors`, { personId: dee.id, contributionRole: 'lived' }),
  );
  expect(refused.body.code).toBe('version_immutable');
});

describe('work and pay', () => {
  test('are recorded per contributor, also after publication, and shown to them and staff only (BR-16)', async () => {
    const { versionId, coordinator, ada, ben, contributions } = await aPublishedCourse(college);
    const path = `/contributors/${contributions.ada}`;
    const { body } = await expecting(
      200,
      coordinator.patch(path, { workMinutes: 720, remuneration: 'honorarium' }, { 'If-Match': '"2"' }),
    );
    expect(body).toMatchObject({ workMinutes: 720, remuneration: 'honorarium', version: 3 });
    expect((await ada.get(path)).body).toMatchObject({ workMinutes: 720, remuneration: 'honorarium' });
    const seenByBen = (await ben.get(`/course-versions/${versionId}/contributors`)).body.items.find(
      ({ id }: { id: string }) => id === contributions.ada,
    );
    expect(seenByBen).toMatchObject({ workMinutes: null, remuneration: null });
    await expecting(412, ada.patch(path, { workMinutes: 0 }, { 'If-Match': '"2"' }));
    await expecting(428, ada.patch(path, { workMinutes: 0 }));
    expect((await expecting(200, ada.patch(path, { remuneration: null }, { 'If-Match': '"3"' }))).body).toMatchObject({
      workMinutes: 720,
      remuneration: null,
    });
  });

  test("are nobody else's business", async () => {
    const { versionId, ben, dee, contributions } = await aPublishedCourse(college);
    await expecting(403, ben.patch(`/contributors/${contributions.ada}`, { workMinutes: 1 }, { 'If-Match': '"2"' }));
    await expecting(403, ben.post(`/contributors/${contributions.ada}/stepping-back`));
    await expecting(404, dee.post(`/contributors/${contributions.ada}/stepping-back`));
    await expecting(404, dee.get(`/contributors/${contributions.ada}`));
    await expecting(403, dee.get(`/course-versions/${versionId}/contributors`));
    for (const part of ['meetings', 'sign-offs', 'reviews', 'periodic-reviews'])
      await expecting(403, dee.get(`/course-versions/${versionId}/${part}`));
  });
});

describe('how a contributor is credited', () => {
  test('is theirs alone to say (BR-9)', async () => {
    const { coordinator, contributions } = await aDraft(college);
    const refused = await expecting(
      403,
      coordinator.patch(`/contributors/${contributions.ada}`, { creditAs: { kind: 'name' } }, { 'If-Match': '"2"' }),
    );
    expect(refused.body.code).toBe('credit_is_personal');
  });

  test('is anonymous until they say otherwise, and by an alias only with one (BR-9)', async () => {
    const { versionId, ada, contributions } = await aDraft(college);
    const credits = async () => (await ada.get(`/course-versions/${versionId}`)).body.credits;
    const path = `/contributors/${contributions.ada}`;
    expect(await credits()).toEqual([]);
    for (const creditAs of [{ kind: 'alias' }, { kind: 'name', alias: 'Adder' }, { kind: 'alias', alias: null }]) {
      expect((await expecting(422, ada.patch(path, { creditAs }, { 'If-Match': '"2"' }))).body.code).toBe(
        'alias_missing',
      );
    }
    await expecting(200, ada.patch(path, { creditAs: { kind: 'name' } }, { 'If-Match': '"2"' }));
    expect(await credits()).toEqual(['Ada']);
    await expecting(200, ada.patch('/me', { chosenName: 'Ada B.' }));
    expect(await credits()).toEqual(['Ada B.']);
    await expecting(200, ada.patch(path, { creditAs: { kind: 'alias', alias: 'Adder' } }, { 'If-Match': '"3"' }));
    expect(await credits()).toEqual(['Adder']);
  });
});
