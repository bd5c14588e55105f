import { newId } from '../../src/platform/ids.js';
import { aCoordinator, aLearner, aPerson, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterAll(async () => {
  await requirePromises(college);
  await college.close();
});

test('somebody who calls is booked by phone; they see who booked, and can cancel it (BR-65)', async () => {
  const eve = await aLearner(college);
  const run = await aRun(college);
  const booked = await casey.post(`/runs/${run.id}/enrolments`, { personId: eve.id, source: 'phone' });
  expect([booked.status, booked.body.source, booked.body.personId]).toEqual([201, 'phone', eve.id]);
  const [mine] = (await eve.get('/me/enrolments')).body.items;
  expect(mine).toMatchObject({ id: booked.body.id, source: 'phone', state: 'confirmed' });
  expect((await eve.post(`/enrolments/${booked.body.id}/withdrawal`)).body).toMatchObject({
    state: 'withdrawn',
    lateNotice: false,
  });
  const trail = await college.sql.query(
    `select type, actor_id, person_id from event where subject_id = $1 order by at, id`,
    [booked.body.id],
  );
  expect(trail).toEqual([
    { type: 'enrolment.confirmed', actor_id: casey.id, person_id: eve.id },
    { type: 'enrolment.withdrawn', actor_id: eve.id, person_id: eve.id },
  ]);
});

test('a coordinator answers an offer for somebody who calls; an administrator or another learner cannot', async () => {
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const run = await aRun(college, { capacity: 1 });
  const first = (await eve.post(`/runs/${run.id}/enrolments`, {})).body.id;
  const waiting = (await casey.post(`/runs/${run.id}/enrolments`, { personId: fay.id, source: 'phone' })).body;
  expect(waiting.state).toBe('waitlisted');
  await eve.post(`/enrolments/${first}/withdrawal`);
  const administrator = await aPerson(college, { roles: ['administrator'] });
  expect((await administrator.post(`/enrolments/${waiting.id}/offer/acceptance`, {})).status).toBe(404);
  expect((await eve.post(`/enrolments/${waiting.id}/offer/acceptance`, {})).status).toBe(404);
  expect((await casey.post(`/enrolments/${waiting.id}/offer/acceptance`, {})).body.state).toBe('confirmed');
});

test('nobody but a coordinator books for others, and a booking for oneself cannot pretend to be a call', async () => {
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const run = await aRun(college);
  const facilitator = await aPerson(college, { roles: ['facilitator', 'administrator'] });
  for (const [who, body] of [
    [eve, { personId: fay.id }],
    [facilitator, { personId: fay.id, source: 'phone' }],
    [eve, { source: 'phone' }],
    [casey, { personId: fay.id, source: 'self' }],
  ] as const) {
    expect((await who.post(`/runs/${run.id}/enrolments`, body)).status).toBe(403);
  }
  expect((await fay.get('/me/enrolments')).body.items).toEqual([]);
});

test('where a run asks for approval, a wish waits for it, and approval gives a place by the same rule as everybody (I-02)', async () => {
  const [eve, fay, gil] = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  const run = await aRun(college, { approvalNeeded: true, capacity: 1 });
  const wishes: string[] = [];
  for (const who of [eve, fay, gil]) {
    const { body } = await who.post(`/runs/${run.id}/enrolments`, {});
    expect([body.state, body.position]).toEqual(['requested', null]);
    wishes.push(body.id);
  }
  expect((await eve.post(`/enrolments/${wishes[0]}/approval`, { approved: true })).status).toBe(403);
  expect((await casey.post(`/enrolments/${wishes[1]}/approval`, { approved: true })).body.state).toBe('confirmed');
  expect((await casey.post(`/enrolments/${wishes[0]}/approval`, { approved: true })).body).toMatchObject({
    state: 'waitlisted',
    position: 1,
  });
  expect((await casey.post(`/enrolments/${wishes[2]}/approval`, { approved: false })).body.state).toBe('declined');
  const again = await casey.post(`/enrolments/${wishes[2]}/approval`, { approved: true });
  expect([again.status, again.body.code]).toEqual([409, 'not_requested']);
});

test('a hundred approvals at once on three places give three places', async () => {
  const people = await someLearners(college, 12);
  const run = await aRun(college, { approvalNeeded: true, capacity: 3 });
  const wishes = await Promise.all(people.map((person) => person.post(`/runs/${run.id}/enrolments`, {})));
  const answers = await Promise.all(
    wishes.map(({ body }) => casey.post(`/enrolments/${body.id}/approval`, { approved: true })),
  );
  expect(answers.map(({ body }) => body.state).sort()).toEqual([
    ...Array(3).fill('confirmed'),
    ...Array(9).fill('waitlisted'),
  ]);
});

test('a list of people is booked in its order, with a result for each; refused rows keep nobody else out (I-56)', async () => {
  const [eve, fay, gil] = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  const unregistered = await aPerson(college);
  const stranger = '0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f';
  const run = await aRun(college, { capacity: 2 });
  await fay.post(`/runs/${run.id}/enrolments`, {});
  const personIds = [eve.id, unregistered.id, fay.id, stranger, gil.id];
  const trial = await casey.post(`/runs/${run.id}/enrolments/batch`, { personIds, dryRun: true });
  expect(trial.status).toBe(200);
  expect(trial.body).toMatchObject({ id: null, dryRun: true, confirmed: 1, waitlisted: 1, refused: 3 });
  expect((await eve.get('/me/enrolments')).body.items).toEqual([]);

  const unknown = await casey.post(`/runs/${run.id}/enrolments`, { personId: stranger });
  expect([unknown.status, unknown.body.code]).toEqual([422, 'person_unknown']);

  const booked = await casey.post(
    `/runs/${run.id}/enrolments/batch`,
    { personIds, source: 'phone' },
    { 'idempotency-key': 'list' },
  );
  expect(
    booked.body.rows.map(
      ({ personId, outcome, status, problem }: Record<string, unknown> & { problem: { code: string } | null }) => [
        personId,
        outcome,
        status,
        problem?.code,
      ],
    ),
  ).toEqual([
    [eve.id, 'confirmed', 201, undefined],
    [unregistered.id, null, 422, 'registration_incomplete'],
    [fay.id, null, 409, 'already_enrolled'],
    [stranger, null, 422, 'person_unknown'],
    [gil.id, 'waitlisted', 201, undefined],
  ]);
  expect(booked.body.rows[1].problem.errors.map(({ code }: { code: string }) => code)).toContain(
    'safe_contact_missing',
  );
  expect((await gil.get(`/enrolments/${booked.body.rows[4].enrolmentId}`)).body).toMatchObject({
    state: 'waitlisted',
    source: 'phone',
    position: 1,
  });

  const again = await casey.post(
    `/runs/${run.id}/enrolments/batch`,
    { personIds, source: 'phone' },
    { 'idempotency-key': 'list' },
  );
  expect(again.body).toEqual(booked.body);
  expect((await eve.post(`/runs/${run.id}/enrolments/batch`, { personIds })).status).toBe(403);
  expect((await casey.post(`/runs/${run.id}/enrolments/batch`, { personIds: [eve.id, eve.id] })).status).toBe(400);
  const capitals = { personIds: [gil.id.toUpperCase()], dryRun: true };
  expect((await casey.post(`/runs/${run.id}/enrolments/batch`, capitals)).body.rows).toMatchObject([
    { personId: gil.id, problem: { code: 'already_enrolled' } },
  ]);
  const many = Array.from({ length: 201 }, () => newId());
  const tooMany = await casey.post(`/runs/${run.id}/enrolments/batch`, { personIds: many });
  expect([tooMany.status, tooMany.body.errors]).toMatchObject([400, [{ code: 'too_many', pointer: '/personIds' }]]);
  for (const list of [`/enrolments?runId=${many[0]}`, `/runs/${many[0]}/enrolments`])
    expect((await casey.get(list)).status).toBe(404);
});

test('somebody moves to a free place on another run without standing between the two', async () => {
  const [eve, fay, gil] = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  const [from, to] = [
    await aRun(college, { capacity: 1 }),
    await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 60 })] }),
  ];
  const { id } = (await eve.post(`/runs/${from.id}/enrolments`, {})).body;
  const waiting = (await fay.post(`/runs/${from.id}/enrolments`, {})).body.id;
  const moved = await eve.post(`/enrolments/${id}/transfer`, { runId: to.id });
  expect([moved.status, moved.body.state, moved.body.run.id]).toEqual([201, 'confirmed', to.id]);
  expect((await eve.get(`/enrolments/${id}`)).body).toMatchObject({
    state: 'withdrawn',
    transferredTo: moved.body.id,
    lateNotice: false,
  });
  expect((await fay.get(`/enrolments/${waiting}`)).body.state).toBe('offered');

  const kept = (await gil.post(`/runs/${(await aRun(college)).id}/enrolments`, {})).body.id;
  const refused = await gil.post(`/enrolments/${kept}/transfer`, { runId: to.id });
  expect([refused.status, refused.body.code]).toEqual([409, 'no_free_place']);
  expect((await gil.get(`/enrolments/${kept}`)).body.state).toBe('confirmed');
  expect(
    (await gil.post(`/enrolments/${kept}/transfer`, { runId: '0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f' })).status,
  ).toBe(404);
});

test('two people who swap runs at the same moment both end with one place each', async () => {
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const [one, two] = [await aRun(college, { capacity: 2 }), await aRun(college, { capacity: 2 })];
  const [eves, fays] = [
    (await eve.post(`/runs/${one.id}/enrolments`, {})).body.id,
    (await fay.post(`/runs/${two.id}/enrolments`, {})).body.id,
  ];
  const answers = await Promise.all([
    eve.post(`/enrolments/${eves}/transfer`, { runId: two.id }),
    fay.post(`/enrolments/${fays}/transfer`, { runId: one.id }),
  ]);
  expect(answers.map(({ status, body }) => [status, body.run?.id])).toEqual([
    [201, two.id],
    [201, one.id],
  ]);
});

test('everybody on a run is listed for coordinators page by page, each once', async () => {
  const people = await someLearners(college, 5);
  const run = await aRun(college, { capacity: 3 });
  for (const person of people) await person.post(`/runs/${run.id}/enrolments`, {});
  const seen: string[] = [];
  let next: string | null = '';
  for (let pages = 0; next !== null && pages < 9; pages++) {
    const { body } = await casey.get(`/runs/${run.id}/enrolments?limit=2${next && `&cursor=${next}`}`);
    seen.push(...body.items.map(({ personId }: { personId: string }) => personId));
    next = body.next;
  }
  expect(seen).toEqual(people.map(({ id }) => id).reverse());
  expect((await casey.get(`/runs/${run.id}/enrolments?state=waitlisted`)).body.items).toHaveLength(2);
  expect((await people[0]?.get(`/runs/${run.id}/enrolments`))?.status).toBe(403);
});
