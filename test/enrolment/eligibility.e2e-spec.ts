import {
  aCoordinator,
  aLearner,
  aPerson,
  aRun,
  aTerm,
  fromNow,
  someLearners,
  type TestPerson,
  type TestRun,
} from '../support/builders.js';
import { aNewCharter } from '../support/charter.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const enrol = (who: TestPerson, run: TestRun, body: object = {}) => who.post(`/runs/${run.id}/enrolments`, body);
const codes = (errors: { code: string }[]) => errors.map(({ code }) => code);

test('enrolling asks for an active registration and lists what is missing (BR-40)', async () => {
  const newcomer = await aPerson(college);
  const run = await aRun(college);
  const refused = await enrol(newcomer, run);
  expect(refused.status).toBe(422);
  expect(refused.body.code).toBe('registration_incomplete');
  expect(codes(refused.body.errors)).toEqual([
    'eligibility_basis_missing',
    'charter_not_accepted',
    'safe_contact_missing',
  ]);

  await newcomer.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
  await newcomer.put('/me/registration', {
    eligibilityBasis: 'supporter',
    charterVersionAccepted: 1,
    dateOfBirth: '1990-04-12',
  });
  expect((await enrol(newcomer, run)).status).toBe(201);
  expect((await enrol(newcomer, await aRun(college))).status).toBe(201);
});

test.each([
  'referral',
  'referredBy',
  'mandate',
  'payment',
  'diagnosis',
  'evaluationId',
  'journalShared',
  'demographics',
  'measureScore',
])('no place depends on %s: the field does not exist (BR-41, 45, 66)', async (field) => {
  const eve = await aLearner(college);
  const refused = await enrol(eve, await aRun(college), { [field]: 'x' });
  expect(refused.status).toBe(400);
  expect((await eve.put('/me/registration', { [field]: 'x' })).status).toBe(400);
});

test('a course for older learners says so without repeating the date of birth (BR-44)', async () => {
  const young = await aLearner(college, { born: '2000-01-01' });
  const refused = await enrol(young, await aRun(college, { minimumAge: 55 }));
  expect([refused.status, refused.body.code]).toEqual([422, 'below_minimum_age']);
  expect(JSON.stringify(refused.body)).not.toContain('2000-01');
});

test('the conditions that a course declares are checked, and said in its own words (BR-20, 40)', async () => {
  const run = await aRun(college);
  const rules = [
    { type: 'age', values: ['16-25'], words: 'For people from 16 to 25.' },
    { type: 'area', values: ['North', 'East'], words: 'For people who live in the north or east.' },
    { type: 'eligibility_basis', values: ['supporter'], words: 'For supporters.' },
    { type: 'prior_course', values: [run.id], words: 'For people who did the first part.' },
  ];
  await college.sql.query(`alter table course_version disable trigger user`);
  await college.sql.query(
    `update course_version set eligibility_rules = $2 where id = (select version_id from run where id = $1)`,
    [run.id, JSON.stringify(rules)],
  );
  await college.sql.query(`alter table course_version enable trigger user`);
  const eve = await aLearner(college, { born: '1990-04-12' });
  const gates = (await eve.get(`/runs/${run.id}/eligibility`)).body.gates;
  expect(codes(gates)).toEqual(Array(4).fill('condition_not_met'));
  expect(gates.map(({ message }: { message: string }) => message.startsWith('For '))).toEqual(Array(4).fill(true));
  expect((await enrol(eve, run)).body).toMatchObject({ status: 422, code: 'condition_not_met' });
});

test('the fourth place in a term is refused, for enrolling as for accepting; drop-ins and waiting do not count (BR-46)', async () => {
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const termId = await aTerm(college);
  const day = (days: number) => [fromNow(college, { days })];
  const full = await aRun(college, { termId, capacity: 1, starts: day(20) });
  const holder = await enrol(fay, full);
  const waiting = await enrol(eve, full);
  expect(waiting.body.state).toBe('waitlisted');
  for (const days of [21, 22, 23])
    expect((await enrol(eve, await aRun(college, { termId, starts: day(days) }))).status).toBe(201);
  expect(
    (await enrol(eve, await aRun(college, { termId, mode: 'drop_in', capacity: null, starts: day(24) }))).status,
  ).toBe(201);
  expect((await enrol(eve, await aRun(college, { starts: day(25) }))).status).toBe(201);

  const fourth = await enrol(eve, await aRun(college, { termId, starts: day(26) }));
  expect([fourth.status, fourth.body.code]).toEqual([422, 'term_limit']);

  await fay.post(`/enrolments/${holder.body.id}/withdrawal`);
  expect((await eve.get(`/enrolments/${waiting.body.id}`)).body.state).toBe('offered');
  const accepted = await eve.post(`/enrolments/${waiting.body.id}/offer/acceptance`, {});
  expect([accepted.status, accepted.body.code]).toEqual([422, 'term_limit']);
  expect((await eve.get(`/enrolments/${waiting.body.id}`)).body.state).toBe('offered');
});

test('somebody who enrols on four runs of a term at once gets three (BR-46)', async () => {
  const eve = await aLearner(college);
  const termId = await aTerm(college);
  const runs = [];
  for (const days of [21, 22, 23, 24]) runs.push(await aRun(college, { termId, starts: [fromNow(college, { days })] }));
  const answers = await Promise.all(runs.map((run) => enrol(eve, run)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422]);
});

test('two courses that meet at the same time need a yes from the learner (BR-47)', async () => {
  const eve = await aLearner(college);
  const first = await aRun(college, { title: 'Morning Pages', starts: [fromNow(college, { days: 9 })] });
  const second = await aRun(college, { starts: [fromNow(college, { days: 9, hours: 1 })] });
  const afterwards = await aRun(college, {
    starts: [new Date(Math.floor(fromNow(college, { days: 40 }).getTime() / 1000) * 1000)],
  });
  await enrol(eve, first);
  const refused = await enrol(eve, second);
  expect([refused.status, refused.body.code]).toEqual([409, 'time_clash']);
  expect(refused.body.clashes).toEqual([
    { runId: first.id, courseTitle: 'Morning Pages', startsAt: expect.any(String) },
  ]);
  expect((await enrol(eve, second, { confirmTimeClash: true })).status).toBe(201);
  expect((await enrol(eve, afterwards)).status).toBe(201);
});

test('booking opens and closes when the run says', async () => {
  const eve = await aLearner(college);
  const early = await enrol(eve, await aRun(college, { bookingOpensAt: fromNow(college, { days: 1 }) }));
  expect([early.status, early.body.code]).toEqual([422, 'booking_not_open']);
  const late = await enrol(eve, await aRun(college, { bookingClosesAt: fromNow(college, { minutes: -1 }) }));
  expect([late.status, late.body.code]).toEqual([422, 'booking_closed']);
  const over = await enrol(eve, await aRun(college, { state: 'finished' }));
  expect([over.status, over.body.code]).toEqual([409, 'run_over']);
  const cancelled = await enrol(eve, await aRun(college, { state: 'cancelled' }));
  expect([cancelled.status, cancelled.body.code]).toEqual([409, 'run_cancelled']);
  const draft = await enrol(eve, await aRun(college, { state: 'draft' }));
  expect([draft.status, draft.body.code]).toEqual([404, 'not_found']);
});

test('a full run without a waiting list says that it is full', async () => {
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const run = await aRun(college, { capacity: 1, waitlistOn: false });
  await enrol(eve, run);
  const refused = await enrol(fay, run);
  expect([refused.status, refused.body.code]).toEqual([409, 'run_full']);
});

test('eligibility answers with every rule that is in the way, in plain words, and writes nothing', async () => {
  const young = await aPerson(college, { born: '2000-01-01' });
  const run = await aRun(college, { minimumAge: 55, capacity: 0, waitlistOn: false });
  const { body } = await young.get(`/runs/${run.id}/eligibility`);
  expect(body).toMatchObject({ eligible: false, outcome: 'waitlisted', enrolmentId: null });
  expect(codes(body.gates)).toEqual([
    'registration_incomplete',
    'eligibility_basis_missing',
    'charter_not_accepted',
    'safe_contact_missing',
    'below_minimum_age',
    'run_full',
  ]);
  expect(body.gates.every(({ message }: { message: string }) => message.length > 20 && !message.includes('{'))).toBe(
    true,
  );

  const eve = await aLearner(college);
  const open = await aRun(college, { capacity: 1 });
  expect((await eve.get(`/runs/${open.id}/eligibility`)).body).toEqual({
    eligible: true,
    outcome: 'confirmed',
    gates: [],
    enrolmentId: null,
  });
  const { id } = (await enrol(eve, open)).body;
  expect((await eve.get(`/runs/${open.id}/eligibility`)).body).toMatchObject({ eligible: false, enrolmentId: id });
  const fay = await aLearner(college);
  college.clock.forward({ hours: 1 });
  expect((await fay.get(`/runs/${open.id}/eligibility`)).body).toMatchObject({ eligible: true, outcome: 'waitlisted' });
});

test('eligibility of somebody else is for those who book for others, and a draft is hidden', async () => {
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const run = await aRun(college);
  expect((await eve.get(`/runs/${run.id}/eligibility?personId=${fay.id}`)).status).toBe(403);
  expect(
    (await (await aCoordinator(college)).get(`/runs/${run.id}/eligibility?personId=${fay.id}`)).body.eligible,
  ).toBe(true);
  const draft = await aRun(college, { state: 'draft' });
  expect((await eve.get(`/runs/${draft.id}/eligibility`)).status).toBe(404);
});

test('an offer that is over by date counts as a free place for whoever asks', async () => {
  const [eve, fay, gil] = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 30 })] });
  const { id } = (await enrol(eve, run)).body;
  await enrol(fay, run);
  await eve.post(`/enrolments/${id}/withdrawal`);
  college.clock.forward({ hours: 1 });
  expect((await gil.get(`/runs/${run.id}/eligibility`)).body.outcome).toBe('waitlisted');
  college.clock.forward({ hours: 49 });
  expect((await gil.get(`/runs/${run.id}/eligibility`)).body.outcome).toBe('confirmed');
  expect((await enrol(gil, run)).body.state).toBe('confirmed');
});

test('a new charter is accepted at the next booking only; places that exist stay (BR-43)', async () => {
  const eve = await aLearner(college);
  const kept = await enrol(eve, await aRun(college));
  expect(await aNewCharter(college)).toBe(2);
  const refused = await enrol(eve, await aRun(college));
  expect([refused.status, refused.body.code, codes(refused.body.errors)]).toEqual([
    422,
    'registration_incomplete',
    ['charter_not_accepted'],
  ]);
  expect((await eve.get(`/enrolments/${kept.body.id}`)).body.state).toBe('confirmed');
  await eve.put('/me/registration', { charterVersionAccepted: 2 });
  expect((await enrol(eve, await aRun(college))).status).toBe(201);
});
