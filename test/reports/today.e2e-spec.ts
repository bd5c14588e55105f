import { aPerson, aRun, aTerm, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCreditedCourse, attended } from '../ceu/credited.js';
import { aCast, aCertification, anOpenRun } from '../sessions/a-run.js';

let college: TestCollege;
let coordinator: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-03-10T09:00:00Z');
  coordinator = await aPerson(college, { roles: ['coordinator'] });
});
afterAll(() => college.close());

const today = async () => {
  const { body, headers } = await coordinator.get('/reports/today');
  expect(headers['cache-control']).toBe('no-store');
  return body;
};

test("today is the college's own day: a session late in the evening there belongs to it, though it is tomorrow elsewhere", async () => {
  await college.sql.query(`update college set time_zone = 'America/Vancouver'`);
  const late = await aRun(college, { starts: [new Date('2027-03-11T03:00:00Z')] });
  await aRun(college, { starts: [new Date('2027-03-11T09:00:00Z')] });
  const { date, timeZone, sessions } = await today();
  expect({ date, timeZone, ids: sessions.map(({ id }: { id: string }) => id) }).toEqual({
    date: '2027-03-10',
    timeZone: 'America/Vancouver',
    ids: late.sessionIds,
  });
});

test('queues and follow-ups that are due today are counted, each with its id', async () => {
  const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 3 })] });
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  await eve.post(`/runs/${run.id}/enrolments`, {});
  const { id: waiting } = (await fay.post(`/runs/${run.id}/enrolments`, {})).body;
  await college.sql.query(
    `
      insert into welfare_follow_up (id, enrolment_id, trigger, state, opened_at, due_at)
      values (gen_random_uuid(), $1, 'concern', 'open', $2, $2),
        (gen_random_uuid(), $1, 'request', 'open', $2, $2::timestamptz + interval '4 days')`,
    [waiting, college.clock.now()],
  );
  const seen = await today();
  expect(seen.waitlists).toMatchObject([{ runId: run.id, run: { id: run.id }, waiting: 1, offered: 0 }]);
  expect(seen.welfareFollowUpsDue.count).toBe(1);
  expect(JSON.stringify(await today())).not.toContain(eve.chosenName);
});

test('the runs at risk are those that say so themselves: a certification that does not last, a pair that is not there any more (BR-21, BR-22, BR-30)', async () => {
  const [lapsing, unpaired, sound] = [await aCast(college), await aCast(college), await aCast(college)];
  const peer = await aPerson(college, { roles: ['facilitator'] });
  await aCertification(lapsing.casey, peer, { validThrough: '2027-03-31' });
  const runs = [
    await anOpenRun({ ...lapsing, ada: peer }, ['2027-03-29T10:00']),
    await anOpenRun(unpaired, ['2027-04-02T10:00']),
    await anOpenRun(sound, ['2027-04-03T10:00']),
  ] as const;
  const [first, second, third] = runs.map(({ id }) => id) as [string, string, string];
  const risky = async () => (await today()).runsAtRisk.ids.filter((id: string) => [first, second, third].includes(id));
  const saysSo = async () => {
    const answers = await Promise.all([first, second, third].map((id) => coordinator.get(`/runs/${id}`)));
    return answers.flatMap(({ body }) => (body.atRisk ? [body.id] : []));
  };
  expect([await risky(), await saysSo()]).toEqual([[], []]);
  await college.sql.query(
    `
      alter table certification_period disable trigger user;
      update certification_period set valid_through = '2027-03-28' where valid_through = '2027-03-31';
      alter table certification_period enable trigger user`,
  );
  expect(
    (
      await unpaired.ben.post(`/facilitator-assignments/${runs[1].benAssignment}/standing-down`, {
        reason: 'Another duty on this day.',
      })
    ).status,
  ).toBe(201);
  expect(await saysSo()).toEqual([first, second]);
  expect(await risky()).toEqual([first, second]);
});

test('certifications that end soon or can still be renewed are due, those that were renewed are not; nor is what nobody verified', async () => {
  const casey = await aPerson(college, { roles: ['coordinator'] });
  const held = async (validThrough: string, verified = true) =>
    aCertification(casey, await aPerson(college, { roles: ['facilitator'] }), { validThrough, verified });
  const [soon, ended] = [await held('2027-04-10'), await held('2027-03-01')];
  const others = [await held('2029-01-01'), await held('2025-01-01'), await held('2027-04-12', false)];
  const { ids } = (await today()).certificationsDue;
  expect(ids.filter((id: string) => [soon, ended, ...others].includes(id))).toEqual([ended, soon]);
});

test('claims that wait for a decision and rosters that were not posted are there until they are', async () => {
  const administrator = await aPerson(college, { roles: ['administrator'] });
  const course = await aCreditedCourse(college, { administrator });
  const [eve] = course.learners as [TestPerson];
  const evidence = await college.http
    .post('/api/v1/ce-evidence-files')
    .auth(await eve.bearer(), { type: 'bearer' })
    .set('content-type', 'application/pdf')
    .send(Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'));
  const claim = await eve.post('/external-ce-claims', {
    provider: 'Peer Academy',
    title: 'Ethics for Peers',
    startsOn: '2027-03-01',
    endsOn: '2027-03-02',
    minutes: 400,
    category: 'ethics',
    mode: 'online',
    kind: 'ce_hours',
    objectives: 'To know the code.',
    presenter: 'A. Teacher',
    evidenceIds: [evidence.body.id],
  });
  expect(claim.status).toBe(201);
  await attended(college, course, eve, [105, 105]);
  const roster = await administrator.post('/ce-rosters', {
    approvalId: course.approvalId,
    from: course.days[0],
    to: course.days[1],
  });
  expect(roster.status).toBe(201);
  const seen = await today();
  expect(seen.ceClaimsWaiting).toEqual({ count: 1, ids: [claim.body.id] });
  expect(seen.ceRostersOpen).toEqual({ count: 1, ids: [roster.body.id] });
  expect(
    (await administrator.post(`/external-ce-claims/${claim.body.id}/decision`, { outcome: 'accepted_full' })).status,
  ).toBe(201);
  expect((await administrator.post(`/ce-rosters/${roster.body.id}/posting`)).status).toBe(201);
  const after = await today();
  expect([after.ceClaimsWaiting.count, after.ceRostersOpen.count]).toEqual([0, 0]);
});

test('only coordinators and administrators see today', async () => {
  await aTerm(college);
  for (const roles of [[], ['facilitator'], ['analyst'], ['panel_member']] as const)
    expect((await (await aPerson(college, { roles })).get('/reports/today')).status).toBe(403);
  expect((await (await aPerson(college, { roles: ['administrator'] })).get('/reports/today')).status).toBe(200);
});
