import { WelfareService } from '../../src/attendance/welfare/welfare.service.js';
import { behindTheBack } from '../support/behind-the-back.js';
import { aCoordinator, aPerson, fromNow, type TestPerson } from '../support/builders.js';
import { triggerMoves } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCourse, aFacilitator, cancelSession, mark, saysContact, type TestCourse } from './a-course.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

type Scene = TestCourse & { gil: TestPerson; enrolment: string };

/** A course with one learner; its sessions start at the given times. */
async function scene(
  starts = [fromNow(college, { hours: -1 })],
  options: Parameters<typeof aCourse>[1] = {},
): Promise<Scene> {
  const course = await aCourse(college, { starts, learners: 1, ...options });
  // They joined in time, whatever the times of the sessions are.
  await college.sql.query(
    `
      update enrolment
      set confirmed_at = confirmed_at - interval '90 days', joined_at = joined_at - interval '90 days'
      where run_id = $1`,
    [course.runId],
  );
  return { ...course, gil: course.learners[0] as TestPerson, enrolment: course.enrolmentIds[0] ?? '' };
}

/** The learner does not come to a session; answers the follow-up. */
async function absent({ ada, runId, enrolment }: Scene, sessionId: string) {
  await mark(ada, sessionId, { enrolmentId: enrolment, state: 'dna' });
  return (await ada.get(`/welfare-follow-ups?runId=${runId}`)).body.items.find(
    (each: { sessionId: string }) => each.sessionId === sessionId,
  );
}

const messages = async (personId: string) =>
  Number((await college.sql.query('select count(*) from message where person_id = $1', [personId]))[0].count);

test('somebody who did not come is asked how they are, only in ways they marked as safe, and keeps the place (BR-57, BR-58, BR-152)', async () => {
  const there = await scene();
  await saysContact(college, there.gil, {
    phone: { allowed: true },
    sms: { allowed: false },
    post: { allowed: false },
  });
  const followUp = await absent(there, there.sessionIds[0]);
  expect(followUp).toMatchObject({
    trigger: 'dna',
    state: 'open',
    safeChannels: ['phone'],
    absencesInRun: 1,
    conversationOffered: false,
    attempts: [],
    can: ['attempt'],
  });
  const attempt = (channel: string) =>
    there.ada.post(`/welfare-follow-ups/${followUp.id}/attempts`, { channel, outcome: 'contacted_ok' });
  const unsafe = await attempt('sms');
  expect([unsafe.status, unsafe.body.code]).toEqual([422, 'channel_not_safe']);
  expect((await attempt('phone')).body).toMatchObject({
    state: 'contacted_ok',
    attempts: [{ channel: 'phone', outcome: 'contacted_ok', by: there.ada.id }],
    can: ['close'],
  });
  expect((await there.ada.post(`/welfare-follow-ups/${followUp.id}/closing`)).body).toMatchObject({
    state: 'closed',
    can: [],
  });
  await college.deliver();
  expect((await there.gil.get(`/enrolments/${there.enrolment}`)).body.state).toBe('confirmed');
});

test.each([
  ['said nothing', null, false],
  ['allowed nothing', { phone: { allowed: false } }, false],
  ['always makes the first step', { phone: { allowed: true } }, true],
])(
  'of somebody who %s nobody writes, calls or sends anything: the state says why (BR-57)',
  async (_, channels, willInitiate) => {
    const there = await scene();
    await behindTheBack(college, 'delete from safe_contact where person_id = $1', [there.gil.id]);
    if (channels) await saysContact(college, there.gil, channels, willInitiate);
    const followUp = await absent(there, there.sessionIds[0]);
    expect(followUp).toMatchObject({ state: 'no_safe_channel', safeChannels: [], can: ['close'] });
    const answer = await there.ada.post(`/welfare-follow-ups/${followUp.id}/attempts`, {
      channel: 'phone',
      outcome: 'contacted_ok',
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'no_safe_channel']);
    await college.deliver();
    expect(await messages(there.gil.id)).toBe(0);
  },
);

test('a way that the learner marks as safe later can be used then', async () => {
  const there = await scene();
  await behindTheBack(college, 'delete from safe_contact where person_id = $1', [there.gil.id]);
  const followUp = await absent(there, there.sessionIds[0]);
  await saysContact(college, there.gil, { sms: { allowed: true } });
  const answer = await there.ada.post(`/welfare-follow-ups/${followUp.id}/attempts`, {
    channel: 'sms',
    outcome: 'contacted_support_offered',
  });
  expect(answer.body.state).toBe('contacted_support_offered');
});

test('a preference from more than a year ago leaves only the inbox of this service (BR-148)', async () => {
  const there = await scene();
  await saysContact(college, there.gil, { phone: { allowed: true }, inApp: { allowed: true } });
  const followUp = await absent(there, there.sessionIds[0]);
  expect(followUp.safeChannels).toEqual(['phone', 'inApp']);
  college.clock.forward({ days: 366 });
  // By then it is a coordinator who asks: those who held the run see nothing of it any more (BR-210).
  expect((await there.ada.get(`/welfare-follow-ups/${followUp.id}`)).body.code).toBe('roster_closed');
  expect((await there.ada.get('/welfare-follow-ups')).body.items).toEqual([]);
  const coordinator = await aCoordinator(college);
  expect((await coordinator.get(`/welfare-follow-ups/${followUp.id}`)).body.safeChannels).toEqual(['inApp']);
});

test('a follow-up is due one working day later; weekends and closure days do not count (BR-57)', async () => {
  // A Friday noon; the Monday after it the college is closed.
  college.clock.moveTo('2027-03-05T12:00:00Z');
  await college.sql.query(
    `insert into closure_day (id, day, reason) values (gen_random_uuid(), '2027-03-08', 'Closed')`,
  );
  const there = await scene();
  const followUp = await absent(there, there.sessionIds[0]);
  expect(followUp.dueAt.slice(0, 13)).toBe('2027-03-09T12');
});

test('a second absence in the same run offers a conversation, and moves nothing (BR-58); absences of other runs count nowhere (BR-59)', async () => {
  const starts = [fromNow(college, { hours: -30 }), fromNow(college, { hours: -5 })];
  const there = await scene(starts);
  const elsewhere = await scene();
  await college.sql.query('update enrolment set person_id = $1 where id = $2', [there.gil.id, elsewhere.enrolment]);
  expect(await absent(elsewhere, elsewhere.sessionIds[0])).toMatchObject({ conversationOffered: false });
  expect(await absent(there, there.sessionIds[0])).toMatchObject({ conversationOffered: false, absencesInRun: 1 });
  expect(await absent(there, there.sessionIds[1] ?? '')).toMatchObject({ conversationOffered: true, absencesInRun: 2 });
  await college.deliver();
  expect((await there.gil.get(`/enrolments/${there.enrolment}`)).body.state).toBe('confirmed');
});

test('the absences of one run are shown to nobody of another run (BR-59)', async () => {
  const [there, elsewhere] = [await scene(), await scene()];
  const followUp = await absent(there, there.sessionIds[0]);
  expect((await elsewhere.ada.get(`/welfare-follow-ups/${followUp.id}`)).status).toBe(404);
  expect((await elsewhere.ada.get('/welfare-follow-ups')).body.items).toEqual([]);
  expect((await elsewhere.gil.get(`/welfare-follow-ups/${followUp.id}`)).status).toBe(404);
  expect(
    (await (await aPerson(college, { roles: ['administrator'] })).get(`/welfare-follow-ups/${followUp.id}`)).status,
  ).toBe(404);
  expect((await (await aCoordinator(college)).get(`/welfare-follow-ups/${followUp.id}`)).status).toBe(200);
  const eligibility = await elsewhere.gil.get(`/runs/${there.runId}/eligibility`);
  expect(JSON.stringify(eligibility.body)).not.toMatch(/dna|absen/i);
});

test('a place is released only by a named person after at least one attempt to get in touch (BR-56, 58)', async () => {
  const there = await scene([fromNow(college, { hours: -1 }), fromNow(college, { days: 7 })]);
  const coordinator = await aCoordinator(college);
  const release = () => coordinator.post(`/enrolments/${there.enrolment}/release`, { reason: 'stopped_attending' });
  const refusal = await release();
  expect([refusal.status, refusal.body.code]).toEqual([422, 'welfare_contact_missing']);
  const followUp = await absent(there, there.sessionIds[0]);
  expect((await release()).body.code).toBe('welfare_contact_missing');
  await there.ada.post(`/welfare-follow-ups/${followUp.id}/attempts`, { channel: 'inApp', outcome: 'not_contactable' });
  expect((await release()).body.state).toBe('released');
});

test('no table of moves leads from absence to losing a place, in code or database (BR-58)', async () => {
  expect((await triggerMoves(college.sql, 'welfare_follow_up_moves')).join(' ')).not.toMatch(/released|withdrawn/);
  const paths = Object.keys((await college.http.get('/openapi.json')).body.paths).filter((path) =>
    /welfare|attendance|register|apology|check-in|drop-in/.test(path),
  );
  expect(paths.filter((path) => /remov|release|withdraw|exclu/.test(path))).toEqual([]);
});

test('every answer about a follow-up names where to find help at once, and takes no words about health (BR-157)', async () => {
  const there = await scene();
  const followUp = await absent(there, there.sessionIds[0]);
  expect(followUp.crisisSignposts.length).toBeGreaterThan(0);
  expect(followUp.guidance).toContain('safeguarding');
  const answer = await there.ada.post(`/welfare-follow-ups/${followUp.id}/attempts`, {
    channel: 'inApp',
    outcome: 'contacted_ok',
    note: 'Unwell',
  });
  expect([answer.status, answer.body.errors[0].code]).toEqual([400, 'unknown_field']);
});

test('learners see their own follow-ups, may say that they would rather not be asked, and who read them is on record (BR-163)', async () => {
  const there = await scene();
  const followUp = await absent(there, there.sessionIds[0]);
  const mine = (await there.gil.get('/welfare-follow-ups')).body.items;
  expect(mine).toMatchObject([{ id: followUp.id, can: ['decline'] }]);
  expect((await there.ada.post(`/welfare-follow-ups/${followUp.id}/decline`)).status).toBe(403);
  expect((await there.gil.post(`/welfare-follow-ups/${followUp.id}/decline`)).body.state).toBe(
    'learner_prefers_no_contact',
  );
  const late = await there.ada.post(`/welfare-follow-ups/${followUp.id}/attempts`, {
    channel: 'inApp',
    outcome: 'contacted_ok',
  });
  expect([late.status, late.body.code]).toEqual([409, 'state_conflict']);
  const reads = await college.sql.query(
    `select distinct reader_id from record_read where kind = 'welfare_follow_up' and subject_ids = array[$1::uuid]`,
    [there.gil.id],
  );
  expect(reads).toEqual([{ reader_id: there.ada.id }]);
});

test('a learner may ask to be asked, a facilitator of the run may be concerned, and each such follow-up is open once', async () => {
  const there = await scene();
  const body = { enrolmentId: there.enrolment };
  expect((await there.gil.post('/welfare-follow-ups', body)).body).toMatchObject({
    trigger: 'request',
    state: 'open',
    sessionId: null,
  });
  expect((await there.gil.post('/welfare-follow-ups', body)).body.code).toBe('follow_up_open_already');
  expect((await there.ada.post('/welfare-follow-ups', body)).body.trigger).toBe('concern');
  const stranger = await scene();
  expect((await stranger.ada.post('/welfare-follow-ups', body)).status).toBe(404);
  expect((await stranger.gil.post('/welfare-follow-ups', body)).status).toBe(404);
});

test('an absence that turns out to be a mistake needs no follow-up any more, and staff have one task less', async () => {
  const there = await scene();
  const followUp = await absent(there, there.sessionIds[0]);
  await college.deliver();
  const tasks = async () =>
    (await (await aCoordinator(college)).get('/staff-tasks')).body.items.filter(
      (task: { subjectId: string }) => task.subjectId === followUp.id,
    ).length;
  expect(await tasks()).toBe(1);
  await mark(there.ada, there.sessionIds[0], { enrolmentId: there.enrolment, state: 'present' });
  expect((await there.ada.get(`/welfare-follow-ups/${followUp.id}`)).body.state).toBe('not_needed');
  await college.deliver();
  expect(await tasks()).toBe(0);
});

test('a session that is cancelled was missed by nobody', async () => {
  const there = await scene([fromNow(college, { minutes: -5 })]);
  const followUp = await absent(there, there.sessionIds[0]);
  await cancelSession(college, there.sessionIds[0]);
  await college.app
    .get(WelfareService)
    .endForSession({ personId: null, call: { requestId: 'test' } }, there.sessionIds[0]);
  const coordinator = await aCoordinator(college);
  expect((await coordinator.get(`/welfare-follow-ups/${followUp.id}`)).body).toMatchObject({
    state: 'not_needed',
    absencesInRun: 0,
  });
});

test('missing a mandatory first session is something for a facilitator to look at, and nothing happens by itself (BR-55)', async () => {
  const there = await scene([fromNow(college, { hours: -30 }), fromNow(college, { hours: -5 })], {
    firstSessionMandatory: true,
  });
  expect(await absent(there, there.sessionIds[0])).toMatchObject({ firstSessionMissed: true });
  expect(await absent(there, there.sessionIds[1] ?? '')).toMatchObject({ firstSessionMissed: false });
  await college.deliver();
  expect((await there.gil.get(`/enrolments/${there.enrolment}`)).body.state).toBe('confirmed');
});

test('follow-ups are listed the most urgent first, page by page, by run, state and whether they still wait', async () => {
  const course = await aCourse(college, { starts: [fromNow(college, { hours: -1 })], learners: 3 });
  await college.sql.query(`update enrolment set confirmed_at = confirmed_at - interval '90 days' where run_id = $1`, [
    course.runId,
  ]);
  await mark(
    course.ada,
    course.sessionIds[0],
    ...course.enrolmentIds.map((enrolmentId) => ({ enrolmentId, state: 'dna' })),
  );
  const first = (await course.ada.get('/welfare-follow-ups?limit=2&waiting=true')).body;
  expect([first.items.length, first.next === null]).toEqual([2, false]);
  const second = (await course.ada.get(`/welfare-follow-ups?limit=2&waiting=true&cursor=${first.next}`)).body;
  expect([second.items.length, second.next]).toEqual([1, null]);
  expect((await course.ada.get('/welfare-follow-ups?state=closed')).body.items).toEqual([]);
  const ben = await aFacilitator(college, course.runId, { name: 'Ben' });
  expect((await ben.get(`/welfare-follow-ups?runId=${course.runId}`)).body.items).toHaveLength(3);
});
