import { RunEnrolmentService } from '../../src/enrolment/enrolments/run-enrolment.service.js';
import {
  aCoordinator,
  aRun,
  fromNow,
  someLearners,
  type RunOptions,
  type TestPerson,
  type TestRun,
} from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

let college: TestCollege;
beforeEach(async () => (college = await openTestCollege()));
afterEach(async () => {
  await requirePromises(college);
  await college.close();
});

interface Queue {
  run: TestRun;
  people: TestPerson[];
  ids: string[];
}

/** A run whose places are taken by the first people, with the others waiting in order. */
async function aQueue(count: number, options: RunOptions): Promise<Queue> {
  const [people, run] = [await someLearners(college, count), await aRun(college, options)];
  const ids: string[] = [];
  for (const person of people) ids.push((await person.post(`/runs/${run.id}/enrolments`, {})).body.id);
  return { run, people, ids };
}
const at = <T>(items: readonly T[], index: number): T => items[index] as T;
const read = async ({ people, ids }: Queue, index: number) =>
  (await at(people, index).get(`/enrolments/${at(ids, index)}`)).body;
const withdraw = ({ people, ids }: Queue, index: number) =>
  at(people, index).post(`/enrolments/${at(ids, index)}/withdrawal`);
const states = async (queue: Queue) =>
  (await Promise.all(queue.ids.map((_, index) => read(queue, index)))).map(({ state }) => state);

test('each freed place makes exactly one offer, and nobody is confirmed without saying yes (BR-50, 51)', async () => {
  const queue = await aQueue(6, { capacity: 2, starts: [fromNow(college, { days: 30 })] });
  await withdraw(queue, 0);
  expect(await states(queue)).toEqual(['withdrawn', 'confirmed', 'offered', 'waitlisted', 'waitlisted', 'waitlisted']);
  await withdraw(queue, 1);
  expect(await states(queue)).toEqual(['withdrawn', 'withdrawn', 'offered', 'offered', 'waitlisted', 'waitlisted']);
  college.clock.forward({ hours: 49 });
  await college.deliver();
  expect((await states(queue)).filter((state) => state === 'confirmed')).toEqual([]);
});

test('the tidying job only moves the queue on; what people read is right before it runs', async () => {
  const queue = await aQueue(3, { capacity: 1, starts: [fromNow(college, { days: 30 })] });
  await withdraw(queue, 0);
  college.clock.forward({ hours: 49 });
  expect(await states(queue)).toEqual(['withdrawn', 'offer_expired', 'waitlisted']);
  await college.app.get(RunEnrolmentService).settleDue();
  expect(await states(queue)).toEqual(['withdrawn', 'offer_expired', 'offered']);
  const [event] = await college.sql.query(
    `select actor_id, person_id from event where type = 'enrolment.offered' and subject_id = $1`,
    [queue.ids[2]],
  );
  expect(event).toEqual({ actor_id: null, person_id: at(queue.people, 2).id });
});

test('an offer ends two hours before the start at the latest (BR-50, I-09)', async () => {
  const start = fromNow(college, { hours: 20 });
  const queue = await aQueue(2, { capacity: 1, starts: [start] });
  await withdraw(queue, 0);
  const { offer } = await read(queue, 1);
  expect(Math.round((start.getTime() - Date.parse(offer.expiresAt)) / 60_000)).toBe(120);
});

test('an offer ends with booking at the latest (I-09)', async () => {
  const bookingClosesAt = fromNow(college, { hours: 5 });
  const queue = await aQueue(2, { capacity: 1, bookingClosesAt });
  await withdraw(queue, 0);
  expect((await read(queue, 1)).offer.expiresAt).toBe(bookingClosesAt.toISOString());
});

test('so close to the start nobody is offered a place, a newcomer does not slip in, and the explanation says why (I-06, 08, 09)', async () => {
  const queue = await aQueue(2, { capacity: 1, starts: [fromNow(college, { hours: 3 })] });
  college.clock.forward({ hours: 1, minutes: 30 });
  await withdraw(queue, 0);
  expect((await read(queue, 1)).state).toBe('waitlisted');
  const newcomer = at(await someLearners(college, 1), 0);
  expect((await newcomer.post(`/runs/${queue.run.id}/enrolments`, {})).body).toMatchObject({
    state: 'waitlisted',
    position: 2,
  });
  const { body } = await (await aCoordinator(college)).get(`/runs/${queue.run.id}/waitlist/explanation`);
  expect(body).toMatchObject({ waiting: 2, openOffers: 0, freePlaces: 1, reasons: [{ code: 'too_late_for_offers' }] });
});

test('the place of an expired offer goes to the next person, whose 48 hours begin then (BR-52)', async () => {
  const queue = await aQueue(3, { capacity: 1, starts: [fromNow(college, { days: 30 })] });
  await withdraw(queue, 0);
  college.clock.forward({ hours: 60 });
  await withdraw(queue, 1).then(({ status, body }) => expect([status, body.code]).toEqual([409, 'state_conflict']));
  await college.app.get(RunEnrolmentService).settleDue();
  const { offer } = await read(queue, 2);
  expect(Date.parse(offer.expiresAt) - Date.parse(offer.offeredAt)).toBe(48 * 3_600_000);
  expect(Math.abs(Date.parse(offer.offeredAt) - college.clock.now().getTime())).toBeLessThan(60_000);
});

test('leaving shortly before the start is noted and blocks nothing; with more notice it is not even noted (BR-53, 54)', async () => {
  const queue = await aQueue(2, { capacity: 2, starts: [fromNow(college, { hours: 30 })] });
  expect((await withdraw(queue, 0)).body).toMatchObject({ state: 'withdrawn', lateNotice: false });
  college.clock.forward({ hours: 10 });
  expect((await withdraw(queue, 1)).body).toMatchObject({ state: 'withdrawn', lateNotice: true });
  const next = await aRun(college);
  expect((await at(queue.people, 1).post(`/runs/${next.id}/enrolments`, {})).status).toBe(201);
});

test('who gave a place up does not get it back by itself, and goes to the end when they return (I-04)', async () => {
  const queue = await aQueue(3, { capacity: 1, starts: [fromNow(college, { days: 30 })] });
  await withdraw(queue, 0);
  expect((await at(queue.people, 0).post(`/runs/${queue.run.id}/enrolments`, {})).body).toMatchObject({
    state: 'waitlisted',
    position: 2,
  });
  await at(queue.people, 1).post(`/enrolments/${queue.ids[1]}/offer/decline`);
  expect((await read(queue, 2)).state).toBe('offered');
});

test('a failure half-way leaves neither the withdrawal nor the offer', async () => {
  const queue = await aQueue(2, { capacity: 1 });
  await college.sql.query(`alter table event add constraint sabotage check (type <> 'enrolment.offered') not valid`);
  expect((await withdraw(queue, 0)).status).toBe(422);
  expect(await states(queue)).toEqual(['confirmed', 'waitlisted']);
  await college.sql.query('alter table event drop constraint sabotage');
  expect((await withdraw(queue, 0)).status).toBe(201);
});
