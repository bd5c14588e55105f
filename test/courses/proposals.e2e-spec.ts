import { aCoordinator, aLearner, aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { expecting } from './co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const idea = {
  title: 'Mornings Without Rush',
  topic: 'sleep',
  idea: 'How to begin a day slowly.',
  contributionRole: 'lived',
};

describe('a proposal', () => {
  test('comes from any learner with an active registration, and is taken up with them in the group (BR-17)', async () => {
    const eve = await aLearner(college, { name: 'Eve' });
    const coordinator = await aCoordinator(college);
    const { body } = await expecting(201, eve.post('/course-proposals', idea));
    expect(body).toMatchObject({
      title: idea.title,
      idea: idea.idea,
      state: 'open',
      proposedBy: eve.id,
      declineReason: null,
      can: [],
    });
    expect((await coordinator.get(`/course-proposals/${body.id}`)).body.can).toEqual(['accept', 'decline']);
    expect((await eve.get(`/courses/${body.courseId}`)).body).toMatchObject({
      status: 'proposed',
      firstProposedByRole: 'learner',
    });
    await expecting(201, coordinator.post(`/course-proposals/${body.id}/acceptance`));
    expect((await eve.get(`/course-proposals/${body.id}`)).body).toMatchObject({
      state: 'accepted',
      decidedAt: expect.any(String),
    });
    expect((await eve.get('/me/contributions')).body.items).toMatchObject([
      { versionId: body.id, contributionRole: 'lived', state: 'invited' },
    ]);
    expect((await eve.get(`/course-versions/${body.id}`)).body).toMatchObject({
      state: 'in_coproduction',
      semver: '1.0.0',
    });
  });

  test('needs an active registration, and says what is missing (BR-17)', async () => {
    const visitor = await aPerson(college);
    const refused = await expecting(422, visitor.post('/course-proposals', idea));
    expect(refused.body.code).toBe('not_an_active_learner');
    expect(refused.body.errors.map(({ code }: { code: string }) => code)).toContain('charter_not_accepted');
  });

  test('is declined with a reason that whoever made it sees (BR-17)', async () => {
    const eve = await aLearner(college);
    const coordinator = await aCoordinator(college);
    const { body } = await expecting(201, eve.post('/course-proposals', idea));
    for (const wrong of [{}, { reason: 'because' }, { reason: null }])
      await expecting(400, coordinator.post(`/course-proposals/${body.id}/decline`, wrong));
    await expecting(
      201,
      coordinator.post(`/course-proposals/${body.id}/decline`, {
        reason: 'offered_already',
        note: 'See "A Good Night\'s Sleep".',
      }),
    );
    expect((await eve.get(`/course-proposals/${body.id}`)).body).toMatchObject({
      state: 'declined',
      declineReason: 'offered_already',
      declineNote: expect.stringContaining('Sleep'),
    });
    expect((await eve.get(`/course-versions/${body.id}`)).body).toMatchObject({ state: 'declined', can: [] });
    for (const again of ['acceptance', 'decline']) {
      const refused = await expecting(
        409,
        coordinator.post(
          `/course-proposals/${body.id}/${again}`,
          again === 'decline' ? { reason: 'offered_already' } : undefined,
        ),
      );
      expect(refused.body.code).toBe('state_conflict');
    }
  });

  test('is seen by whoever made it and by staff, and decided by staff', async () => {
    const [eve, fay] = [await aLearner(college), await aLearner(college)];
    const { body } = await expecting(201, eve.post('/course-proposals', idea));
    await expecting(404, fay.get(`/course-proposals/${body.id}`));
    await expecting(404, fay.get(`/courses/${body.courseId}`));
    await expecting(403, eve.post(`/course-proposals/${body.id}/acceptance`));
    expect((await fay.get('/course-proposals')).body.items).toEqual([]);
    expect((await eve.get('/course-proposals')).body.items).toHaveLength(1);
  });

  test('is met once on a walk through their list, newest first', async () => {
    const coordinator = await aCoordinator(college);
    const eve = await aLearner(college);
    const made: string[] = [];
    for (const title of ['One', 'Two', 'Three'])
      made.unshift((await expecting(201, eve.post('/course-proposals', { ...idea, title }))).body.id);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await expecting(200, eve.get(`/course-proposals?limit=2&state=open${cursor}`));
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toEqual(made);
    expect((await coordinator.get('/course-proposals?state=declined')).status).toBe(200);
  });
});
