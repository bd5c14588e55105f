import { aLearner, aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import {
  aDraft,
  aPublishedCourse,
  approve,
  codesOf,
  edit,
  expecting,
  join,
  meetingOf,
  publish,
  reviewBy,
  sign,
  signBoth,
  wholeContent,
} from './co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

describe('handing a draft in', () => {
  test('needs an active contributor of each experience (BR-1)', async () => {
    const { versionId, coordinator, ben, contributions } = await aDraft(college);
    await expecting(201, ben.post(`/contributors/${contributions.ben}/stepping-back`));
    const refused = await expecting(422, coordinator.post(`/course-versions/${versionId}/submission`));
    expect(refused.body).toMatchObject({
      code: 'coproduction_roles_missing',
      detail: expect.stringContaining('learned'),
    });
  });

  test('does not count somebody who was invited and has not answered (BR-1)', async () => {
    const { versionId, coordinator, ben, contributions } = await aDraft(college);
    await expecting(201, ben.post(`/contributors/${contributions.ben}/stepping-back`));
    const cy = await aPerson(college);
    await expecting(
      201,
      coordinator.post(`/course-versions/${versionId}/contributors`, { personId: cy.id, contributionRole: 'learned' }),
    );
    expect((await coordinator.post(`/course-versions/${versionId}/submission`)).body.code).toBe(
      'coproduction_roles_missing',
    );
  });

  test('needs one meeting at which both kinds of experience were present (BR-2)', async () => {
    const coordinator = await aPerson(college, { roles: ['coordinator'] });
    const [ada, ben] = [await aPerson(college), await aPerson(college)];
    const { body: course } = await expecting(
      201,
      coordinator.post('/courses', { title: 'Quiet Evenings', topic: 'sleep' }),
    );
    const { body: version } = await expecting(201, coordinator.post(`/courses/${course.id}/versions`, wholeContent));
    const [lived, learned] = [
      await join(coordinator, version.id, ada, 'lived'),
      await join(coordinator, version.id, ben, 'learned'),
    ];
    for (const alone of [lived, learned])
      await expecting(201, ada.post(`/course-versions/${version.id}/meetings`, meetingOf(college, [alone])));
    expect(codesOf(await expecting(422, ada.post(`/course-versions/${version.id}/submission`)))).toEqual([
      'no_shared_meeting',
      'no_shared_meeting',
    ]);
    await expecting(
      201,
      ben.post(`/course-versions/${version.id}/meetings`, {
        ...meetingOf(college, [lived, learned]),
        dissentNote: 'Ada would rather have three sessions.',
      }),
    );
    await expecting(201, ada.post(`/course-versions/${version.id}/submission`));
    const { body: meetings } = await expecting(200, ada.get(`/course-versions/${version.id}/meetings`));
    expect(meetings.items).toHaveLength(3);
    expect(meetings.items.at(-1)).toMatchObject({
      decisions: 'Two sessions, with tea.',
      dissentNote: 'Ada would rather have three sessions.',
    });
  });

  test('needs a text that can be reviewed, and names what is open', async () => {
    const group = await aDraft(college, { summary: 'Only this.' });
    const refused = await expecting(422, group.coordinator.post(`/course-versions/${group.versionId}/submission`));
    expect(refused.body).toMatchObject({
      code: 'content_incomplete',
      detail: expect.stringContaining('session plans'),
    });
  });

  test('records a meeting only with active contributors, and not before it was held', async () => {
    const { versionId, ada, contributions } = await aDraft(college);
    const other = await aDraft(college);
    const path = `/course-versions/${versionId}/meetings`;
    expect((await ada.post(path, meetingOf(college, [other.contributions.ada]))).body.code).toBe(
      'attendee_not_contributor',
    );
    const tomorrow = new Date(college.clock.now().getTime() + 86_400_000).toISOString();
    expect((await ada.post(path, { ...meetingOf(college, [contributions.ada]), heldAt: tomorrow })).body.code).toBe(
      'not_held_yet',
    );
  });
});

describe('publishing', () => {
  test('needs a sign-off of each experience (BR-3)', async () => {
    const group = await aDraft(college);
    await approve(group);
    expect(codesOf(await expecting(422, publish(group)))).toEqual([
      'signoff_missing',
      'signoff_missing',
      'signoff_missing',
    ]);
    await expecting(201, sign(group, group.ben, 'learned'));
    const refused = await expecting(422, publish(group));
    expect(refused.body).toMatchObject({
      code: 'signoff_missing',
      detail: expect.stringContaining('lived'),
      errors: [{ code: 'signoff_missing' }],
    });
    await expecting(201, sign(group, group.ada, 'lived'));
    const { body } = await expecting(201, publish(group));
    expect(body).toMatchObject({
      state: 'published',
      coProduced: true,
      publishedAt: expect.any(String),
      reviewDueOn: expect.any(String),
    });
  });

  test('needs the sign-offs of two different people (BR-3)', async () => {
    const group = await aDraft(college);
    await join(group.coordinator, group.versionId, group.ada, 'learned');
    await approve(group);
    await expecting(201, sign(group, group.ada, 'lived'));
    await expecting(201, sign(group, group.ada, 'learned'));
    expect((await expecting(422, publish(group))).body.code).toBe('signoff_same_person');
    await expecting(201, sign(group, group.ben, 'learned'));
    await expecting(201, publish(group));
  });

  test('does not accept a sign-off of earlier content (BR-3)', async () => {
    const group = await aDraft(college);
    await signBoth(group);
    await expecting(200, edit(group, group.ben, { categoryMinutes: [{ category: 'ethics', minutes: 30 }] }));
    await approve(group);
    await expecting(201, sign(group, group.ada, 'lived'));
    expect(codesOf(await expecting(422, publish(group)))).toEqual(['signoff_stale', 'signoff_stale']);
  });

  test('needs content warnings to be declared, if only as none (BR-7)', async () => {
    const calm = { ...wholeContent, sessionPlans: wholeContent.sessionPlans.slice(1), contentWarnings: null };
    const group = await aDraft(college, calm);
    await approve(group);
    await signBoth(group);
    expect((await expecting(422, publish(group))).body.code).toBe('warnings_undeclared');
    const { body } = await expecting(200, edit(group, group.ada, { contentWarnings: [] }));
    expect(body).toMatchObject({ state: 'drafted', contentWarnings: [] });
    await approve(group);
    await signBoth(group);
    await expecting(201, publish(group));
  });

  test('needs every warning that an activity carries among the declared ones (BR-7)', async () => {
    const group = await aDraft(college, { ...wholeContent, contentWarnings: [] });
    await approve(group);
    await signBoth(group);
    expect((await expecting(422, publish(group))).body.code).toBe('warnings_undeclared');
  });

  test('needs every activity with a warning to be skippable (BR-8)', async () => {
    const [first, second] = wholeContent.sessionPlans;
    const activities = first?.activities.map((activity) => ({ ...activity, skippable: false }));
    const group = await aDraft(college, { ...wholeContent, sessionPlans: [{ ...first, activities }, second] });
    await approve(group);
    await signBoth(group);
    const refused = await expecting(422, publish(group));
    expect(refused.body).toMatchObject({
      code: 'warned_activity_not_skippable',
      detail: expect.stringContaining('At home'),
    });
  });

  test('needs an approving review, even when everything is signed (BR-6)', async () => {
    const group = await aDraft(college);
    await signBoth(group);
    expect(codesOf(await expecting(422, publish(group)))).toEqual(['review_missing', 'review_missing']);
  });

  test('happens once, by a coordinator', async () => {
    const group = await aPublishedCourse(college);
    expect((await expecting(409, publish(group))).body.code).toBe('state_conflict');
    await expecting(403, group.ada.post(`/course-versions/${group.versionId}/publication`));
  });

  test('supersedes the version before', async () => {
    const group = await aPublishedCourse(college);
    const { body: next } = await expecting(
      201,
      group.coordinator.post(`/courses/${group.courseId}/versions`, { derivedFromId: group.versionId }),
    );
    expect(next).toMatchObject({
      semver: '1.1.0',
      state: 'drafted',
      derivedFromId: group.versionId,
      whatToExpect: wholeContent.whatToExpect,
    });
    const contributions = {
      ada: await join(group.coordinator, next.id, group.ada, 'lived'),
      ben: await join(group.coordinator, next.id, group.ben, 'learned'),
    };
    await expecting(
      201,
      group.ada.post(`/course-versions/${next.id}/meetings`, meetingOf(college, Object.values(contributions))),
    );
    const later = { ...group, versionId: next.id, contributions };
    await approve(later);
    await signBoth(later);
    await expecting(201, publish(later));
    expect((await group.ada.get(`/course-versions/${group.versionId}`)).body.state).toBe('superseded');
    expect((await group.ada.get(`/courses/${group.courseId}`)).body).toMatchObject({
      status: 'offered',
      currentVersionId: next.id,
    });
  });
});

describe('a review', () => {
  test('that approves needs somebody with lived experience who did not contribute (BR-6)', async () => {
    const { versionId, coordinator, ada, ben, dee } = await aDraft(college);
    await expecting(201, coordinator.post(`/course-versions/${versionId}/submission`));
    const path = `/course-versions/${versionId}/reviews`;
    expect((await expecting(422, coordinator.post(path, reviewBy(ada)))).body.code).toBe('qa_reviewer_conflict');
    const unlived = {
      ...reviewBy(dee),
      reviewers: [
        { personId: dee.id, livedExperience: false },
        { personId: ben.id, livedExperience: true },
      ],
    };
    expect((await expecting(422, coordinator.post(path, unlived))).body.code).toBe('qa_reviewer_conflict');
    const { body } = await expecting(
      201,
      coordinator.post(path, { ...reviewBy(dee), reviewers: [...reviewBy(dee).reviewers, ...reviewBy(ada).reviewers] }),
    );
    expect(body).toMatchObject({ outcome: 'approve', voidedAt: null });
    expect((await ada.get(`/course-versions/${versionId}`)).body.state).toBe('approved');
  });

  test('that returns asks for changes, and one that rejects hands the version back to its group', async () => {
    const { versionId, coordinator, ada, dee } = await aDraft(college);
    await expecting(201, ada.post(`/course-versions/${versionId}/submission`));
    await expecting(201, coordinator.post(`/course-versions/${versionId}/reviews`, reviewBy(dee, 'return')));
    expect((await ada.get(`/course-versions/${versionId}`)).body.state).toBe('changes_requested');
    await expecting(201, ada.post(`/course-versions/${versionId}/submission`));
    await expecting(201, coordinator.post(`/course-versions/${versionId}/reviews`, reviewBy(dee, 'reject')));
    expect((await ada.get(`/course-versions/${versionId}`)).body.state).toBe('in_coproduction');
    expect((await ada.get(`/course-versions/${versionId}/reviews`)).body.items).toHaveLength(2);
  });

  test('is refused for a version that nobody handed in', async () => {
    const { versionId, coordinator, dee } = await aDraft(college);
    expect(
      (await expecting(409, coordinator.post(`/course-versions/${versionId}/reviews`, reviewBy(dee)))).body.code,
    ).toBe('state_conflict');
  });
});

describe('an edit', () => {
  test('voids the sign-offs and the review, lists them, and returns the version to drafted (BR-4)', async () => {
    const group = await aDraft(college);
    await approve(group);
    await signBoth(group);
    const [first, second] = wholeContent.sessionPlans;
    const { body } = await expecting(
      200,
      edit(group, group.ben, { sessionPlans: [first, { ...second, title: 'Saying it aloud' }] }),
    );
    expect(body.state).toBe('drafted');
    expect(
      body.voidedSignOffs.map(({ personId, asRole }: { personId: string; asRole: string }) => [personId, asRole]),
    ).toEqual(
      expect.arrayContaining([
        [group.ada.id, 'lived'],
        [group.ben.id, 'learned'],
      ]),
    );
    expect(body.voidedReviewIds).toHaveLength(1);
    const { body: signOffs } = await expecting(200, group.ada.get(`/course-versions/${group.versionId}/sign-offs`));
    expect(signOffs.items.map(({ live }: { live: boolean }) => live)).toEqual([false, false]);
    expect((await group.ben.get(`/course-versions/${group.versionId}/readiness`)).body).toMatchObject({
      ready: false,
      unmet: [{ code: 'signoff_stale' }, { code: 'signoff_stale' }, { code: 'review_missing' }],
    });
  });

  test('that changes nothing voids nothing', async () => {
    const group = await aDraft(college);
    await approve(group);
    await signBoth(group);
    const { body } = await expecting(200, edit(group, group.ben, { summary: wholeContent.summary }));
    expect(body).toMatchObject({ state: 'approved', voidedSignOffs: [], voidedReviewIds: [] });
  });

  test('outside of what is signed leaves the content hash as it was', async () => {
    const group = await aDraft(college);
    const before = (await group.ada.get(`/course-versions/${group.versionId}`)).body.contentHash;
    const { body } = await expecting(200, edit(group, group.ada, { summary: 'Other words.', capacityDefault: 8 }));
    expect(body.contentHash).toBe(before);
  });

  test('of a published version is refused, for whoever tries (BR-5)', async () => {
    const group = await aPublishedCourse(college);
    for (const person of [group.ada, group.coordinator]) {
      expect((await expecting(409, edit(group, person, { contentWarnings: [] }))).body.code).toBe('version_immutable');
    }
    await expect(
      college.sql.query(`update course_version set content_warnings = '[]' where id = $1`, [group.versionId]),
    ).rejects.toThrow('stays as it is');
    await expect(
      college.sql.query(`update sign_off set withdrawn_at = now() where version_id = $1`, [group.versionId]),
    ).rejects.toThrow('foreign key');
  });

  test('is for active contributors; for outsiders the draft does not exist', async () => {
    const group = await aDraft(college);
    expect((await edit(group, group.coordinator, { summary: 'Mine.' })).status).toBe(403);
    await expecting(404, group.dee.get(`/course-versions/${group.versionId}`));
    await expecting(
      404,
      group.dee.patch(`/course-versions/${group.versionId}`, { summary: 'Mine.' }, { 'If-Match': '"1"' }),
    );
    await expecting(404, group.dee.get(`/courses/${group.courseId}`));
    await expecting(404, group.dee.get(`/courses/${group.courseId}/versions`));
  });

  test('needs If-Match, and a stale one is told the present version', async () => {
    const { versionId, ada, ben } = await aDraft(college);
    await expecting(428, ada.patch(`/course-versions/${versionId}`, { summary: 'First.' }));
    const { headers } = await ada.get(`/course-versions/${versionId}`);
    await expecting(
      200,
      ada.patch(`/course-versions/${versionId}`, { summary: 'First.' }, { 'If-Match': headers['etag'] ?? '' }),
    );
    const refused = await expecting(
      412,
      ben.patch(`/course-versions/${versionId}`, { summary: 'Second.' }, { 'If-Match': headers['etag'] ?? '' }),
    );
    await expecting(
      200,
      ben.patch(`/course-versions/${versionId}`, { summary: 'Second.' }, { 'If-Match': refused.headers['etag'] ?? '' }),
    );
  });
});

describe('a sign-off', () => {
  test('stands for what its signer read', async () => {
    const group = await aDraft(college);
    const { body: read } = await group.ada.get(`/course-versions/${group.versionId}`);
    await expecting(200, edit(group, group.ben, { outcomes: [] }));
    const refused = await group.ada.post(`/course-versions/${group.versionId}/sign-offs`, {
      asRole: 'lived',
      contentHash: read.contentHash,
    });
    expect(refused.body).toMatchObject({ status: 409, code: 'content_changed_since_read' });
  });

  test('belongs to an active contributor in that role, once', async () => {
    const group = await aDraft(college);
    expect((await sign(group, group.ada, 'learned')).body.code).toBe('not_contributor_in_role');
    expect((await sign(group, group.coordinator, 'lived')).body.code).toBe('not_contributor_in_role');
    await expecting(201, sign(group, group.ada, 'lived'));
    expect((await sign(group, group.ada, 'lived')).body).toMatchObject({ status: 409, code: 'signed_off_already' });
  });

  test('can be taken back until publication', async () => {
    const group = await aDraft(college);
    await approve(group);
    await signBoth(group);
    await expecting(204, group.ada.delete(`/course-versions/${group.versionId}/sign-offs`));
    expect((await expecting(422, publish(group))).body.code).toBe('signoff_missing');
    expect((await group.ada.delete(`/course-versions/${group.versionId}/sign-offs`)).body.code).toBe(
      'nothing_signed_off',
    );
    await expecting(201, sign(group, group.ada, 'lived'));
    await expecting(201, publish(group));
    expect((await group.ada.delete(`/course-versions/${group.versionId}/sign-offs`)).body.code).toBe(
      'version_immutable',
    );
  });
});

test('readiness tells every unmet gate in one answer, in plain words', async () => {
  const coordinator = await aPerson(college, { roles: ['coordinator'] });
  const { body: course } = await expecting(201, coordinator.post('/courses', { title: 'Blank', topic: 'sleep' }));
  const { body: version } = await expecting(201, coordinator.post(`/courses/${course.id}/versions`, {}));
  expect(version.state).toBe('in_coproduction');
  const { body } = await expecting(200, coordinator.get(`/course-versions/${version.id}/readiness`));
  expect(body.ready).toBe(false);
  expect(body.unmet.map(({ code }: { code: string }) => code)).toEqual([
    'coproduction_roles_missing',
    'no_shared_meeting',
    'content_incomplete',
    'signoff_missing',
    'signoff_missing',
    'warnings_undeclared',
    'review_missing',
  ]);
  const { body: published } = await aPublishedCourse(college).then(({ ada, versionId }) =>
    ada.get(`/course-versions/${versionId}/readiness`),
  );
  expect(published).toMatchObject({ ready: true, unmet: [] });
});

test('each version says what I may do with it now', async () => {
  const group = await aDraft(college);
  const path = `/course-versions/${group.versionId}`;
  expect((await group.ada.get(path)).body.can).toEqual(['edit', 'submit', 'sign_off', 'record_meeting']);
  expect((await group.coordinator.get(path)).body.can).toEqual(['submit', 'invite', 'record_meeting']);
  await approve(group);
  await signBoth(group);
  expect((await group.coordinator.get(path)).body.can).toEqual(['publish', 'invite', 'record_meeting']);
  await expecting(201, publish(group));
  expect((await group.coordinator.get(path)).body.can).toEqual(['retire', 'derive', 'review_periodically']);
  expect((await (await aLearner(college)).get(path)).body.can).toEqual([]);
});
