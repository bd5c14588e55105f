import { aCoordinator, aRun, fromNow, someLearners, type RunOptions, type TestPerson } from '../support/builders.js';
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

const say = async (person: TestPerson, given: boolean) =>
  expect((await person.put('/me/consents/registration_processing', { given })).status).toBe(200);
const settle = async () => {
  for (let round = 0; round < 3; round++) await college.deliver();
};
const refused = [422, 'consent_withdrawn'];
const answerOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

async function aQueue(count: number, options: RunOptions = {}) {
  const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 30 })], ...options });
  const people = await someLearners(college, count);
  const ids: string[] = [];
  for (const person of people) ids.push((await person.post(`/runs/${run.id}/enrolments`, {})).body.id);
  const stateOf = async (index: number) =>
    (await (people[index] as TestPerson).get(`/enrolments/${ids[index]}`)).body.state;
  return { run, people, ids, stateOf };
}

test('every way to a place is closed to whoever took back that they may be booked (BR-142, BR-182)', async () => {
  const { people, ids, run } = await aQueue(2);
  const [had, offered] = people as [TestPerson, TestPerson];
  await had.post(`/enrolments/${ids[0]}/withdrawal`);
  const asking = await aQueue(1, { approvalNeeded: true });
  const [asks] = asking.people as [TestPerson];
  const elsewhere = await aRun(college);
  const [moves] = (await someLearners(college, 1)) as [TestPerson];
  const place = (await moves.post(`/runs/${elsewhere.id}/enrolments`, {})).body.id;
  const free = await aRun(college);
  for (const person of [had, offered, asks, moves]) await say(person, false);

  expect(answerOf(await offered.post(`/enrolments/${ids[1]}/offer/acceptance`, {}))).toEqual(refused);
  expect(answerOf(await casey.post(`/enrolments/${asking.ids[0]}/approval`, { approved: true }))).toEqual(refused);
  expect(answerOf(await moves.post(`/enrolments/${place}/transfer`, { runId: free.id }))).toEqual(refused);
  expect(answerOf(await casey.post(`/enrolments/${place}/transfer`, { runId: free.id }))).toEqual(refused);
  expect(answerOf(await had.post(`/runs/${free.id}/enrolments`, {}))).toEqual(refused);
  expect(answerOf(await casey.post(`/runs/${free.id}/enrolments`, { personId: had.id }))).toEqual(refused);
  for (const dryRun of [true, false]) {
    const { body } = await casey.post(`/runs/${free.id}/enrolments/batch`, { personIds: [had.id], dryRun });
    expect(body.rows[0]?.problem?.code).toBe('consent_withdrawn');
  }
  await settle();
  expect((await moves.get(`/enrolments/${place}`)).body.state).toBe('confirmed');
  expect((await casey.get(`/runs/${run.id}/waitlist`)).body.items).toEqual([]);
});

test('whoever waits, asks or is offered a place ends as withdrawn and is told inside the service; the next one is asked (BR-182)', async () => {
  const { people, ids, stateOf } = await aQueue(4);
  await (people[0] as TestPerson).post(`/enrolments/${ids[0]}/withdrawal`);
  const asking = await aQueue(1, { approvalNeeded: true });
  const leaving = [people[1], people[2], asking.people[0]] as TestPerson[];
  for (const person of leaving) await say(person, false);
  await settle();
  expect([await stateOf(1), await stateOf(2), await stateOf(3)]).toEqual(['withdrawn', 'withdrawn', 'offered']);
  expect(await asking.stateOf(0)).toBe('withdrawn');
  const told: { person_id: string; channel: string | null; state: string }[] = await college.sql.query(
    `select person_id, channel, state from message where kind = 'waiting_ended'`,
  );
  expect(told.map(({ person_id }) => person_id).sort()).toEqual(leaving.map(({ id }) => id).sort());
  expect(told.map(({ channel }) => channel === 'email')).toEqual([false, false, false]);
});

test('a place that comes free passes over them at once, before anything was tidied up, and newcomers are not held back (BR-182)', async () => {
  const { people, ids, stateOf, run } = await aQueue(3);
  await say(people[1] as TestPerson, false);
  await (people[0] as TestPerson).post(`/enrolments/${ids[0]}/withdrawal`);
  expect([await stateOf(1), await stateOf(2)]).toEqual(['waitlisted', 'offered']);
  await (people[2] as TestPerson).post(`/enrolments/${ids[2]}/offer/decline`);
  const [newcomer] = (await someLearners(college, 1)) as [TestPerson];
  expect((await newcomer.post(`/runs/${run.id}/enrolments`, {})).body.state).toBe('confirmed');
  await settle();
});

test('who says yes again at once keeps their turn (BR-182)', async () => {
  const { people, stateOf } = await aQueue(2);
  await say(people[1] as TestPerson, false);
  await say(people[1] as TestPerson, true);
  await settle();
  expect(await stateOf(1)).toBe('waitlisted');
});
