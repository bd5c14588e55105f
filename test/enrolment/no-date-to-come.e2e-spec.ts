import { aCoordinator, aLearner, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

let college: TestCollege;
let casey: TestPerson;
beforeEach(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterEach(async () => {
  await requirePromises(college);
  await college.close();
});

const nothing = [422, 'no_date_to_come'];
const answerOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

/** A run whose only session is called off after some people enrolled; as many places as one. */
async function aRunCalledOff(people: TestPerson[], options: { approvalNeeded?: boolean } = {}) {
  const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 10 })], ...options });
  const ids: string[] = [];
  for (const person of people) ids.push((await person.post(`/runs/${run.id}/enrolments`, {})).body.id);
  const callOff = async () =>
    expect((await casey.post(`/sessions/${run.sessionIds[0]}/cancellation`, { reason: 'Snow' })).status).toBe(201);
  return { run, ids, callOff };
}

test('a run whose sessions are all cancelled is not bookable, and stands in no prospectus, until it has a date (BR-225)', async () => {
  const { run, callOff } = await aRunCalledOff([]);
  const listed = async () =>
    (await college.http.get('/api/v1/prospectus?limit=200')).body.items.some(
      ({ runId }: { runId: string }) => runId === run.id,
    );
  expect(await listed()).toBe(true);
  await callOff();
  expect(await listed()).toBe(false);
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  expect((await eve.get(`/runs/${run.id}`)).body).toMatchObject({ state: 'open', bookingOpen: false, places: null });
  expect((await eve.get(`/runs/${run.id}/eligibility`)).body).toMatchObject({
    eligible: false,
    gates: [{ code: 'no_date_to_come' }],
  });
  expect(answerOf(await eve.post(`/runs/${run.id}/enrolments`, {}))).toEqual(nothing);
  expect(answerOf(await casey.post(`/runs/${run.id}/enrolments`, { personId: eve.id }))).toEqual(nothing);
  for (const dryRun of [true, false]) {
    const { body } = await casey.post(`/runs/${run.id}/enrolments/batch`, { personIds: [eve.id], dryRun });
    expect(body.rows[0]?.problem?.code).toBe('no_date_to_come');
  }
  const other = await aRun(college);
  const place = (await fay.post(`/runs/${other.id}/enrolments`, {})).body.id;
  expect(answerOf(await fay.post(`/enrolments/${place}/transfer`, { runId: run.id }))).toEqual(nothing);

  const planned = { localStart: '2099-03-01T10:00', localEnd: '2099-03-01T12:00', plannedContactMinutes: 105 };
  expect((await casey.post(`/runs/${run.id}/sessions`, planned)).status).toBe(201);
  expect((await eve.post(`/runs/${run.id}/enrolments`, {})).body.state).toBe('confirmed');
});

test('its offers end, those who wait are told, and no request is approved (BR-225)', async () => {
  const people = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  const { ids, callOff } = await aRunCalledOff(people);
  await people[0].post(`/enrolments/${ids[0]}/withdrawal`);
  expect((await people[1].get(`/enrolments/${ids[1]}`)).body.state).toBe('offered');
  await callOff();
  for (let round = 0; round < 3; round++) await college.deliver();
  expect((await people[1].get(`/enrolments/${ids[1]}`)).body.state).toBe('offer_expired');
  expect(answerOf(await people[1].post(`/enrolments/${ids[1]}/offer/acceptance`, {}))).toEqual([409, 'offer_expired']);
  expect((await people[2].get(`/enrolments/${ids[2]}`)).body.state).toBe('waitlisted');
  const kinds: { person_id: string; kind: string }[] = await college.sql.query(
    `select person_id, kind from message where kind in ('offer_expired', 'session_cancelled')`,
  );
  expect(kinds.map(({ person_id, kind }) => [person_id, kind]).sort()).toEqual(
    [
      [people[1].id, 'offer_expired'],
      [people[2].id, 'session_cancelled'],
    ].sort(),
  );

  const eve = await aLearner(college);
  const asked = await aRunCalledOff([eve], { approvalNeeded: true });
  await asked.callOff();
  expect(answerOf(await casey.post(`/enrolments/${asked.ids[0]}/approval`, { approved: true }))).toEqual(nothing);
});
