import { RunEnrolmentService } from '../../src/enrolment/enrolments/run-enrolment.service.js';
import { automatic } from '../../src/platform/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';
import { aCast, anOpenRun, type Cast } from '../sessions/a-run.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => {
  college = await openTestCollege();
  cast = await aCast(college);
});
afterAll(async () => {
  await requirePromises(college);
  await college.close();
});

let day = 10;
/** The wall time, at the venue, of ten in the morning on a day of its own. */
const aMorning = () =>
  `${fromNow(college, { days: (day += 3) })
    .toISOString()
    .slice(0, 10)}T10:00`;

async function aBookedRun(count: number, places: number, starts = [aMorning()]) {
  const people = await someLearners(college, count);
  const { id: runId, sessionIds } = await anOpenRun(cast, starts, { capacity: { kind: 'limited', places } });
  const ids: string[] = [];
  for (const person of people) ids.push((await person.post(`/runs/${runId}/enrolments`, {})).body.id);
  const states = async () =>
    (await Promise.all(people.map((person, index) => person.get(`/enrolments/${ids[index]}`)))).map(
      ({ body }) => body.state,
    );
  return { people, runId, sessionIds, ids, states };
}

async function setPlaces(runId: string, places: number) {
  const { headers } = await cast.casey.get(`/runs/${runId}`);
  return cast.casey.patch(
    `/runs/${runId}`,
    { capacity: { kind: 'limited', places } },
    { 'if-match': String(headers['etag']) },
  );
}

test('more places are offered at once to those who wait, in order', async () => {
  const { runId, states } = await aBookedRun(5, 2);
  expect((await setPlaces(runId, 4)).status).toBe(200);
  expect(await states()).toEqual(['confirmed', 'confirmed', 'offered', 'offered', 'waitlisted']);
});

test('fewer places than people who have one are refused with their number, and nobody is moved (I-11)', async () => {
  const { runId, people, states } = await aBookedRun(4, 3);
  const refused = await setPlaces(runId, 2);
  expect([refused.status, refused.body.code]).toEqual([409, 'capacity_below_booked']);
  expect(refused.body.detail).toContain('3');
  expect(
    people.some(
      ({ id, chosenName }) =>
        JSON.stringify(refused.body).includes(id) || JSON.stringify(refused.body).includes(chosenName),
    ),
  ).toBe(false);
  expect(await states()).toEqual(['confirmed', 'confirmed', 'confirmed', 'waitlisted']);
});

test('fewer places are fine as long as everybody who has one keeps it, and an offer that is over does not count', async () => {
  const { runId, people, ids, states } = await aBookedRun(3, 2, [aMorning(), aMorning()]);
  await people[0]?.post(`/enrolments/${ids[0]}/withdrawal`);
  expect((await setPlaces(runId, 1)).status).toBe(409);
  college.clock.forward({ hours: 49 });
  expect((await setPlaces(runId, 1)).status).toBe(200);
  expect(await states()).toEqual(['withdrawn', 'confirmed', 'offer_expired']);
});

test.each([[{ kind: 'limited' }], [{ kind: 'limited', places: -1 }], [null], [0], [{ kind: 'unlimited' }]])(
  '%j is no number of places (I-10)',
  async (capacity) => {
    const { runId } = await aBookedRun(0, 2);
    const { headers } = await cast.casey.get(`/runs/${runId}`);
    const refused = await cast.casey.patch(`/runs/${runId}`, { capacity }, { 'if-match': String(headers['etag']) });
    expect([400, 422]).toContain(refused.status);
  },
);

test('cancelling a run tells everybody on it by their own enrolment, and nobody can join any more', async () => {
  const { runId, people, ids, states } = await aBookedRun(3, 1);
  await people[0]?.post(`/enrolments/${ids[0]}/withdrawal`);
  expect((await cast.casey.post(`/runs/${runId}/cancellation`, { reason: 'The building is closed.' })).status).toBe(
    201,
  );
  expect(await states()).toEqual(['withdrawn', 'cancelled_by_college', 'cancelled_by_college']);
  expect((await people[0]?.post(`/runs/${runId}/enrolments`, {}))?.body.code).toBe('run_cancelled');
  expect((await people[1]?.get(`/enrolments/${ids[1]}`))?.body.can).toEqual([]);
  expect((await people[1]?.post(`/enrolments/${ids[1]}/withdrawal`))?.body.code).toBe('run_cancelled');
});

test('when the start moves forward, no offer outlives two hours before the new start (I-09)', async () => {
  const [soon, later] = [aMorning(), aMorning()];
  const { people, ids, sessionIds } = await aBookedRun(2, 1, [later]);
  await people[0]?.post(`/enrolments/${ids[0]}/withdrawal`);
  const waiting = people[1] as TestPerson;
  const far = fromNow(college, { days: 1 }).toISOString().slice(0, 10);
  expect(far < soon).toBe(true);
  const moved = await cast.ben.post(`/sessions/${sessionIds[0]}/rescheduling`, {
    localStart: `${far}T10:00`,
    localEnd: `${far}T12:00`,
  });
  expect(moved.status).toBe(201);
  const { offer, run } = (await waiting.get(`/enrolments/${ids[1]}`)).body;
  expect(Date.parse(run.firstStart) - Date.parse(offer.expiresAt)).toBe(2 * 3_600_000);
});

test('after a session moved far, leaving is free of any notice, however late (BR-32)', async () => {
  const morning = aMorning();
  const { people, ids, sessionIds } = await aBookedRun(2, 2, [morning]);
  await people[0]?.post(`/enrolments/${ids[0]}/withdrawal`);
  await cast.ben.post(`/sessions/${sessionIds[0]}/rescheduling`, {
    localStart: `${morning.slice(0, 11)}14:00`,
    localEnd: `${morning.slice(0, 11)}16:00`,
  });
  const { run } = (await people[1]?.get(`/enrolments/${ids[1]}`))?.body ?? {};
  college.clock.moveTo(new Date(Date.parse(run.firstStart) - 3 * 3_600_000));
  expect((await people[1]?.post(`/enrolments/${ids[1]}/withdrawal`))?.body).toMatchObject({
    state: 'withdrawn',
    lateNotice: false,
  });
});

test('only a named person releases a place, with a reason code, after somebody asked how they are (BR-55, 56, 58)', async () => {
  const { people, ids, states } = await aBookedRun(2, 1);
  const path = `/enrolments/${ids[0]}/release`;
  expect((await people[1]?.post(path, { reason: 'stopped_attending' }))?.status).toBe(403);
  expect((await cast.casey.post(path, {})).status).toBe(400);
  expect((await cast.casey.post(path, { reason: 'was depressed' })).status).toBe(400);
  expect((await cast.casey.post(`/enrolments/${ids[1]}/release`, { reason: 'stopped_attending' })).body.code).toBe(
    'state_conflict',
  );
  expect((await cast.casey.post(path, { reason: 'stopped_attending' })).body.code).toBe('welfare_contact_missing');
  const followUp = await cast.casey.post('/welfare-follow-ups', { enrolmentId: ids[0] });
  await cast.casey.post(`/welfare-follow-ups/${followUp.body.id}/attempts`, {
    channel: 'inApp',
    outcome: 'not_contactable',
  });
  const released = await cast.casey.post(path, { reason: 'stopped_attending' });
  expect([released.status, released.body.state]).toEqual([201, 'released']);
  expect(await states()).toEqual(['released', 'offered']);
  const [kept] = await college.sql.query(
    `select actor_id, refs from event where type = 'enrolment.released' and subject_id = $1`,
    [ids[0]],
  );
  expect(kept).toMatchObject({ actor_id: cast.casey.id, refs: { reason: 'stopped_attending' } });
});

test('whoever is erased leaves every queue and place, and each place is offered to the next person', async () => {
  const { people, states } = await aBookedRun(3, 1);
  const database = college.app.get(Database);
  await database.transaction((tx) =>
    college.app.get(RunEnrolmentService).leaveAll(tx, automatic('test'), people[0]?.id ?? '', 'erased'),
  );
  expect(await states()).toEqual(['withdrawn', 'offered', 'waitlisted']);
});
