import { RunEnrolmentService } from '../../src/enrolment/enrolments/run-enrolment.service.js';
import { aCoordinator, aPerson, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

let college: TestCollege;
beforeEach(async () => (college = await openTestCollege()));
afterEach(async () => {
  await requirePromises(college);
  await college.close();
});

/** Three sessions, in a day, a week later and another week later; one place, and two people who wait for it. */
async function aCourseOfThree() {
  const starts = [fromNow(college, { days: 1 }), fromNow(college, { days: 8 }), fromNow(college, { days: 15 })];
  const run = await aRun(college, { capacity: 1, starts });
  const people = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  const ids: string[] = [];
  for (const person of people) ids.push((await person.post(`/runs/${run.id}/enrolments`, {})).body.id);
  const read = async (index: 0 | 1 | 2) => (await people[index].get(`/enrolments/${ids[index]}`)).body;
  const giveBack = async () =>
    expect((await people[0].post(`/enrolments/${ids[0]}/withdrawal`)).body.state).toBe('withdrawn');
  return { run, starts, people, ids, read, giveBack };
}

/** Two hours before; sessions begin at whole seconds. */
const lead = (start: Date | undefined) =>
  new Date(Math.floor(Number(start) / 1000) * 1000 - 2 * 3_600_000).toISOString();

test('a place that is given back between two sessions is offered on, until two hours before the next (BR-183)', async () => {
  const { run, starts, people, ids, read, giveBack } = await aCourseOfThree();
  college.clock.forward({ days: 7, hours: 12 });
  await giveBack();
  expect(await read(1)).toMatchObject({ state: 'offered', offer: { expiresAt: lead(starts[1]) } });
  const newcomer = (await someLearners(college, 1))[0] as TestPerson;
  expect((await newcomer.post(`/runs/${run.id}/enrolments`, {})).body).toMatchObject({ state: 'waitlisted' });
  expect((await people[1].post(`/enrolments/${ids[1]}/offer/acceptance`, {})).body.state).toBe('confirmed');
});

test('from two hours before a session until it has begun nobody is offered a place; then the first who waits is (BR-183)', async () => {
  const { run, starts, read, giveBack } = await aCourseOfThree();
  college.clock.forward({ days: 7, hours: 23 });
  await giveBack();
  expect((await read(1)).state).toBe('waitlisted');
  const explain = async () =>
    (await (await aCoordinator(college)).get(`/runs/${run.id}/waitlist/explanation`)).body.reasons;
  expect(await explain()).toMatchObject([{ code: 'too_late_for_offers' }]);
  college.clock.forward({ hours: 2 });
  await college.app.get(RunEnrolmentService).settleDue();
  expect(Date.parse((await read(1)).offer.expiresAt)).toBeLessThanOrEqual(Date.parse(lead(starts[2])));
  expect((await read(2)).state).toBe('waitlisted');
  expect(await explain()).toMatchObject([{ code: 'all_places_taken' }, { code: 'offers_stand' }]);
});

test('before the last session a place is offered on as well, and after it none is; the college says how many are to be ahead (BR-183)', async () => {
  const { read, giveBack } = await aCourseOfThree();
  const admin = await aPerson(college, { roles: ['administrator'] });
  const { headers } = await admin.get('/college');
  const set = await admin.patch(
    '/college',
    { policy: { waitlistOfferWhileSessionsAhead: 2 } },
    { 'if-match': headers['etag'] ?? '' },
  );
  expect(set.body.policy.waitlistOfferWhileSessionsAhead).toBe(2);
  college.clock.forward({ days: 10 });
  await giveBack();
  expect((await read(1)).state).toBe('waitlisted');
  const { headers: now } = await admin.get('/college');
  await admin.patch('/college', { policy: { waitlistOfferWhileSessionsAhead: 1 } }, { 'if-match': now['etag'] ?? '' });
  await college.app.get(RunEnrolmentService).settleDue();
  expect((await read(1)).state).toBe('offered');
  college.clock.forward({ days: 6 });
  await college.app.get(RunEnrolmentService).settleDue();
  expect([(await read(1)).state, (await read(2)).state]).toEqual(['offer_expired', 'waitlisted']);
});
