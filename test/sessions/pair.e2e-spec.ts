import { DeliveredPracticeService } from '../../src/sessions/delivery/delivered-practice.service.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';
import { aCast, aCertification, aDraftRun, anAcceptance, anOffer, anOpenRun, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
let admin: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());
beforeEach(async () => {
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
  admin = await aPerson(college, { name: 'Alex', roles: ['administrator'] });
});

const [first, second] = ['2027-01-12T10:00', '2027-01-19T10:00'] as const;
const duringFirst = '2027-01-12T17:30:00Z';

const tooShort = { status: 422, code: 'certification_expires_before_last_session' };
const settle = async () => {
  for (let round = 0; round < 3; round++) await college.deliver();
};
const tasksOf = async (run: {
  sessionIds: string[];
}): Promise<{ subjectId: string; personId: string; id: string }[]> => {
  await settle();
  await requirePromises(college);
  const { body } = await cast.casey.get('/staff-tasks?kind=session_at_risk&limit=200');
  return body.items.filter(({ subjectId }: { subjectId: string }) => run.sessionIds.includes(subjectId));
};
const suspend = async (certification: string) => {
  const path = `/certifications/${certification}/suspension`;
  expect((await admin.post(path, { reasons: 'A reason.' })).status).toBe(201);
};
const aPeer = async (name: string): Promise<TestPerson> => {
  const peer = await aPerson(college, { name, roles: ['facilitator'] });
  await aCertification(cast.casey, peer);
  return peer;
};
const standDown = async (who: TestPerson, assignment: string) =>
  expect((await who.post(`/facilitator-assignments/${assignment}/standing-down`, {})).status).toBe(201);

describe('nobody becomes the peer of an open run without a certification that lasts (BR-22, BR-179)', () => {
  test('by being asked: without one, with one that ends too early, or that is suspended', async () => {
    const run = await anOpenRun(cast, [first, second]);
    const zoe = await aPerson(college, { name: 'Zoe', roles: ['facilitator'] });
    const ask = (deliveryRole: string) =>
      cast.casey.post(`/runs/${run.id}/facilitators`, { personId: zoe.id, deliveryRole });
    expect((await ask('peer')).body).toMatchObject(tooShort);
    const early = await aCertification(cast.casey, zoe, { validThrough: '2027-01-18' });
    const refused = await ask('peer');
    expect(refused.body).toMatchObject(tooShort);
    expect(refused.body.detail).toContain('2027-01-19');
    await suspend(early);
    expect((await ask('peer')).body).toMatchObject(tooShort);
    expect((await ask('support')).status).toBe(201);
  });

  test('by accepting, when it ended after they were asked', async () => {
    const run = await anOpenRun(cast, [first, second]);
    const zoe = await aPerson(college, { name: 'Zoe', roles: ['facilitator'] });
    const certification = await aCertification(cast.casey, zoe);
    const offer = await anOffer(cast.casey, run.id, zoe, 'peer');
    await suspend(certification);
    expect((await zoe.post(`/facilitator-assignments/${offer}/acceptance`, {})).body).toMatchObject(tooShort);
    expect((await zoe.get(`/facilitator-assignments/${offer}`)).body.state).toBe('offered');
  });

  test('by a session that is planned, changed, moved or repeated beyond it', async () => {
    const peer = await aPerson(college, { name: 'Pia', roles: ['facilitator'] });
    const certification = await aCertification(cast.casey, peer, { validThrough: '2027-02-28' });
    const run = await aDraftRun(cast);
    await anAcceptance(cast.casey, run, peer, 'peer');
    await anAcceptance(cast.casey, run, cast.ben, 'learned');
    const session = await aSession(cast.ben, run, first);
    expect((await cast.casey.post(`/runs/${run}/opening`)).status).toBe(201);
    const draft = await aSession(cast.ben, run, second);
    await cast.ben.post(`/sessions/${session}/publication`);
    const late = { localStart: '2027-03-01T10:00', localEnd: '2027-03-01T12:00' };
    const series = { firstDate: '2027-02-22', startTime: '10:00', endTime: '12:00', count: 2 };
    const { headers } = await cast.ben.get(`/sessions/${draft}`);
    const answers = [
      await cast.ben.post(`/runs/${run}/sessions`, { ...late, plannedContactMinutes: 105 }),
      await cast.ben.patch(`/sessions/${draft}`, late, { 'if-match': headers['etag'] ?? '' }),
      await cast.ben.post(`/sessions/${session}/rescheduling`, late),
      await cast.ben.post(`/runs/${run}/session-series`, series),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(answers.map(() => tooShort.code));
    await suspend(certification);
    expect((await cast.ben.post(`/sessions/${draft}/publication`)).body).toMatchObject(tooShort);
  });
});

test('a session in a venue that is too small for the run is neither planned nor moved there (BR-25, BR-179)', async () => {
  const run = await anOpenRun(cast, [first]);
  const small = await cast.casey.post('/venues', {
    name: 'A small room',
    address: '3 Hill Road',
    timeZone: 'America/Edmonton',
    accessFeatures: ['step_free'],
    capacity: 5,
  });
  const there = { localStart: second, localEnd: '2027-01-19T12:00', venueId: small.body.id };
  for (const path of [`/runs/${run.id}/sessions`, `/sessions/${run.sessionIds[0]}/rescheduling`])
    expect((await cast.ben.post(path, there)).body).toMatchObject({ status: 422, code: 'over_capacity' });
});

describe('a coming session at risk is one task, which settles itself (BR-30, BR-179)', () => {
  test('when the peer stands down, until another one has accepted', async () => {
    const run = await anOpenRun(cast, [first, second]);
    expect(await tasksOf(run)).toEqual([]);
    await standDown(cast.ada, run.adaAssignment);
    expect((await tasksOf(run)).map(({ subjectId, personId }) => [subjectId, personId])).toEqual(
      run.sessionIds.map((id) => [id, cast.ada.id]),
    );
    const gia = await aPeer('Gia');
    await anAcceptance(cast.casey, run.id, gia, 'peer');
    expect(await tasksOf(run)).toEqual([]);
  });

  test('when the other half of the pair stands down', async () => {
    const run = await anOpenRun(cast, [first]);
    await standDown(cast.ben, run.benAssignment);
    expect(await tasksOf(run)).toMatchObject([{ subjectId: run.sessionIds[0], personId: cast.ben.id }]);
    expect((await cast.casey.post(`/sessions/${run.sessionIds[0]}/cancellation`, { reason: 'No pair.' })).status).toBe(
      201,
    );
    expect(await tasksOf(run)).toEqual([]);
  });

  test('when a peer is suspended or loses the role, also beside a second one; and when the course asks for another track', async () => {
    const run = await anOpenRun(cast, [first]);
    const gia = await aPerson(college, { name: 'Gia', roles: ['facilitator'] });
    const certification = await aCertification(cast.casey, gia);
    const giasPart = await anAcceptance(cast.casey, run.id, gia, 'peer');
    await suspend(certification);
    expect(await tasksOf(run)).toMatchObject([{ subjectId: run.sessionIds[0], personId: gia.id }]);
    await standDown(gia, giasPart);
    expect(await tasksOf(run)).toEqual([]);

    const path = `/courses/${cast.courseId}/peer-tracks`;
    const set = async (tracks: string[]) =>
      cast.casey.put(path, { tracks }, { 'If-Match': (await cast.casey.get(path)).headers['etag'] ?? '' });
    await set(['family_peer']);
    expect(await tasksOf(run)).toMatchObject([{ subjectId: run.sessionIds[0], personId: cast.ada.id }]);
    await set([]);
    expect(await tasksOf(run)).toEqual([]);

    expect((await admin.delete(`/people/${cast.ada.id}/roles/facilitator`)).status).toBe(200);
    expect((await tasksOf(run)).map(({ subjectId }) => subjectId)).toEqual(run.sessionIds);
  });

  test('is dated anew when it moves, and stays done once somebody has seen to it', async () => {
    const run = await anOpenRun(cast, [first]);
    await standDown(cast.ada, run.adaAssignment);
    const [task] = await tasksOf(run);
    const moved = { localStart: second, localEnd: '2027-01-19T12:00' };
    expect((await cast.ben.post(`/sessions/${run.sessionIds[0]}/rescheduling`, moved)).status).toBe(201);
    expect(await tasksOf(run)).toMatchObject([{ id: task?.id, dueAt: '2027-01-19T17:00:00.000Z' }]);
    await cast.casey.post(`/staff-tasks/${task?.id}/completion`, { outcome: 'reached' });
    const back = { localStart: first, localEnd: '2027-01-12T12:00' };
    expect((await cast.ben.post(`/sessions/${run.sessionIds[0]}/rescheduling`, back)).status).toBe(201);
    expect(await tasksOf(run)).toEqual([]);
    const gia = await aPeer('Gia');
    const giasPart = await anAcceptance(cast.casey, run.id, gia, 'peer');
    await settle();
    await standDown(gia, giasPart);
    expect(await tasksOf(run)).toMatchObject([{ subjectId: run.sessionIds[0], personId: gia.id }]);
  });
});

describe('who holds no certification that day is no peer (BR-29, BR-179)', () => {
  const theSuspendedPeer = async () => {
    const zoe = await aPerson(college, { name: 'Zoe', roles: ['facilitator'] });
    const certification = await aCertification(cast.casey, zoe);
    const run = await aDraftRun(cast);
    await anAcceptance(cast.casey, run, zoe, 'peer');
    await anAcceptance(cast.casey, run, cast.ben, 'learned');
    const session = await aSession(cast.ben, run, first);
    await cast.casey.post(`/runs/${run}/opening`);
    await cast.ben.post(`/sessions/${session}/publication`);
    return { zoe, certification, run, session };
  };
  const outcomeOf = async () =>
    (
      await college.sql.query<{ outcome: string }[]>('select outcome from report_session order by on_day desc limit 1')
    )[0]?.outcome;

  test('in delivery, in reports and in practice', async () => {
    const { zoe, certification, session } = await theSuspendedPeer();
    college.clock.moveTo(duringFirst);
    await suspend(certification);
    const delivered = await cast.ben.post(`/sessions/${session}/delivery`, {
      presentFacilitatorIds: [cast.ben.id, zoe.id],
    });
    expect(delivered.body).toMatchObject({ state: 'delivered', coDelivered: false });
    const counted: { outcome: string }[] = await college.sql.query(
      `
        select v.outcome
        from report_session v
        join session s on s.local_start::date = v.on_day and s.state = 'delivered'
        where s.id = $1`,
      [session],
    );
    expect(counted.map(({ outcome }) => outcome)).toContain('no_pair_no_peer');
    expect(await outcomeOf()).toBe('no_pair_no_peer');
    const parts = await college.app.get(DeliveredPracticeService).partsOf(session);
    expect(parts.map(({ personId }) => personId)).toEqual([cast.ben.id]);
  });

  test('as it was on the day of the session, whatever came after', async () => {
    const { zoe, certification, session } = await theSuspendedPeer();
    college.clock.moveTo('2027-01-14T12:00:00Z');
    await suspend(certification);
    const delivered = await cast.ben.post(`/sessions/${session}/delivery`, {
      presentFacilitatorIds: [cast.ben.id, zoe.id],
    });
    expect(delivered.body).toMatchObject({ state: 'delivered', coDelivered: true });
  });
});

describe('saying that nobody replaced the peer costs nothing (BR-28, BR-179)', () => {
  test('a session whose peer stood down days ahead is delivered, and waived before or after', async () => {
    const run = await anOpenRun(cast, [first]);
    const [session] = run.sessionIds;
    college.clock.moveTo('2027-01-08T12:00:00Z');
    await standDown(cast.ada, run.adaAssignment);
    const waive = () => cast.casey.post(`/sessions/${session}/waiver`, { reason: 'Nobody else could be found.' });
    expect((await waive()).body).toMatchObject({ status: 422, code: 'waiver_not_open' });
    college.clock.moveTo(duringFirst);
    const delivered = await cast.ben.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [cast.ben.id] });
    expect(delivered.body).toMatchObject({ state: 'delivered', coDelivered: false });
    expect((await cast.casey.get(`/sessions/${session}`)).body.can).toContain('waive');
    college.clock.moveTo('2027-01-18T12:00:00Z');
    expect((await waive()).body).toMatchObject({ countsTowardsPeerShare: false });
  });

  test('nobody waives once the register is locked, or where a certified peer was in the room', async () => {
    const run = await anOpenRun(cast, [first, second]);
    const [one, other] = run.sessionIds;
    const waive = (id: string | undefined) => cast.casey.post(`/sessions/${id}/waiver`, { reason: 'To be safe.' });
    college.clock.moveTo(duringFirst);
    await cast.ben.post(`/sessions/${one}/delivery`, { presentFacilitatorIds: [cast.ben.id, cast.ada.id] });
    expect((await waive(one)).body).toMatchObject({ status: 422, code: 'waiver_not_needed' });
    college.clock.moveTo('2027-01-19T17:30:00Z');
    await cast.ben.post(`/sessions/${other}/delivery`, { presentFacilitatorIds: [cast.ben.id] });
    college.clock.moveTo('2027-01-26T18:30:00Z');
    expect((await waive(other)).body).toMatchObject({ status: 422, code: 'waiver_not_open' });
    expect((await cast.casey.get(`/sessions/${other}`)).body.can).not.toContain('waive');
  });
});
