import { aFacilitator } from '../attendance/a-course.js';
import { deliveryRoles, facilitatingRoles } from '../../src/sessions/facilitators/facilitator.rules.js';
import { aCoordinator, aPerson, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCertification } from '../sessions/a-run.js';
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

/** Certified, so that they can be the peer of an open run. */
const aFacilitatorWhoLearns = async () => {
  const fern = await aPerson(college, { name: 'Fern', roles: ['facilitator'], registered: true });
  await aCertification(casey, fern);
  return fern;
};
const aRunSoon = (days: number, capacity = 5) => aRun(college, { capacity, starts: [fromNow(college, { days })] });
const offer = (runId: string, { id }: TestPerson, deliveryRole: string) =>
  casey.post(`/runs/${runId}/facilitators`, { personId: id, deliveryRole });
const outcome = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

test.each(deliveryRoles.map((part) => [part, (facilitatingRoles as readonly string[]).includes(part)] as const))(
  'whoever is asked or has agreed to be there as %s learns there too: %s is no (BR-209)',
  async (part, facilitates) => {
    const fern = await aFacilitatorWhoLearns();
    const run = await aRunSoon(10);
    const other = await aRunSoon(11);
    const { id } = (await offer(run.id, fern, part)).body;
    const enrol = () => fern.post(`/runs/${run.id}/enrolments`, {});
    if (!facilitates) {
      expect((await enrol()).status).toBe(201);
      expect((await fern.post(`/facilitator-assignments/${id}/acceptance`, {})).status).toBe(201);
      return;
    }
    expect(outcome(await enrol())).toEqual([422, 'facilitates_this_run']);
    expect((await fern.post(`/facilitator-assignments/${id}/acceptance`, {})).status).toBe(201);
    expect(outcome(await enrol())).toEqual([422, 'facilitates_this_run']);
    const called = await casey.post(`/runs/${run.id}/enrolments`, { personId: fern.id, source: 'phone' });
    expect(outcome(called)).toEqual([422, 'facilitates_this_run']);
    const { rows } = (await casey.post(`/runs/${run.id}/enrolments/batch`, { personIds: [fern.id] })).body;
    expect(rows[0].problem.code).toBe('facilitates_this_run');
    const elsewhere = (await fern.post(`/runs/${other.id}/enrolments`, {})).body.id;
    const moved = await fern.post(`/enrolments/${elsewhere}/transfer`, { runId: run.id });
    expect(outcome(moved)).toEqual([422, 'facilitates_this_run']);

    expect((await fern.post(`/facilitator-assignments/${id}/standing-down`, {})).status).toBe(201);
    expect((await enrol()).status).toBe(201);
  },
);

test.each(facilitatingRoles)(
  'whoever has or waits for a place is not asked to be there as %s (BR-209)',
  async (part) => {
    const [eve] = (await someLearners(college, 1)) as [TestPerson];
    const [fern, gale] = [await aFacilitatorWhoLearns(), await aFacilitatorWhoLearns()];
    const run = await aRunSoon(12, 1);
    const held = (await fern.post(`/runs/${run.id}/enrolments`, {})).body;
    expect((await gale.post(`/runs/${run.id}/enrolments`, {})).body.state).toBe('waitlisted');
    await eve.post(`/runs/${run.id}/enrolments`, {});
    expect(outcome(await offer(run.id, fern, part))).toEqual([422, 'learns_on_this_run']);
    expect(outcome(await offer(run.id, gale, part))).toEqual([422, 'learns_on_this_run']);
    expect((await offer(run.id, gale, 'observer')).status).toBe(201);

    await fern.post(`/enrolments/${held.id}/withdrawal`);
    expect((await offer(run.id, fern, part)).status).toBe(201);
  },
);

test('a part that was offered before such offers were refused is not accepted, nor is a place (BR-209)', async () => {
  const run = await aRunSoon(13, 1);
  const fern = await aFacilitatorWhoLearns();
  const held = (await fern.post(`/runs/${run.id}/enrolments`, {})).body.id;
  await college.sql.query(
    `
      insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at)
      values (gen_random_uuid(), $1, $2, 'learned', 'offered', $3)`,
    [run.id, fern.id, college.clock.now()],
  );
  const [{ id }] = (await casey.get(`/runs/${run.id}/facilitators`)).body.items;
  expect(outcome(await fern.post(`/facilitator-assignments/${id}/acceptance`, {}))).toEqual([
    422,
    'learns_on_this_run',
  ]);
  await fern.post(`/enrolments/${held}/withdrawal`);
  expect((await fern.post(`/facilitator-assignments/${id}/acceptance`, {})).status).toBe(201);

  const full = await aRunSoon(14, 1);
  const [eve] = (await someLearners(college, 1)) as [TestPerson];
  const first = (await eve.post(`/runs/${full.id}/enrolments`, {})).body.id;
  const gale = await aFacilitatorWhoLearns();
  const waiting = (await gale.post(`/runs/${full.id}/enrolments`, {})).body.id;
  await eve.post(`/enrolments/${first}/withdrawal`);
  await college.sql.query(
    `
      insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at, answered_at)
      values (gen_random_uuid(), $1, $2, 'peer', 'accepted', $3, $3)`,
    [full.id, gale.id, college.clock.now()],
  );
  const taken = await gale.post(`/enrolments/${waiting}/offer/acceptance`, {});
  expect(outcome(taken)).toEqual([422, 'facilitates_this_run']);
  await gale.post(`/enrolments/${waiting}/offer/decline`);
});

test('of a place and a part at the same moment exactly one is given (BR-209)', async () => {
  for (let round = 0; round < 5; round += 1) {
    const run = await aRunSoon(20 + round);
    const fern = await aFacilitatorWhoLearns();
    const answers = await Promise.all([fern.post(`/runs/${run.id}/enrolments`, {}), offer(run.id, fern, 'peer')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  }
});

test('who watches a run and learns on it is in no figure of those who facilitate it (BR-209)', async () => {
  const run = await aRunSoon(30);
  const watcher = await aFacilitator(college, run.id, { part: 'observer', registered: true });
  expect((await watcher.post(`/runs/${run.id}/enrolments`, {})).status).toBe(201);
  expect((await watcher.get(`/runs/${run.id}/waitlist`)).status).toBe(404);
  expect((await watcher.get(`/sessions/${run.sessionIds[0]}/register`)).status).toBe(404);
});
