import { aCoordinator, aLearner, aPublishedVersion, aRun, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T12:00:00Z');
  casey = await aCoordinator(college);
  await college.sql.query(
    `update college set time_zone = 'America/Regina', policy = policy || '{"registrationMinimumAge": 16}'`,
  );
});
afterAll(() => college.close());

/** A course from 18 years on, whose first session begins then. */
const from18 = async (start: string) => {
  const { id } = await aPublishedVersion(college, { title: 'For adults', minimumAge: 18 });
  return aRun(college, { versionId: id, starts: [new Date(start), new Date('2027-06-01T10:00:00Z')] });
};

test.each([
  ['the day before', '2027-02-09T18:00:00Z', [422, 'below_minimum_age']],
  ['the birthday at the college, although a day later elsewhere', '2027-02-10T05:30:00Z', [422, 'below_minimum_age']],
  ['the birthday', '2027-02-10T18:00:00Z', [201, undefined]],
])('age is judged on the day of the first session: %s (BR-185)', async (_, start, expected) => {
  const robin = await aLearner(college, { born: '2009-02-10' });
  const run = await from18(start);
  const eligible = (await robin.get(`/runs/${run.id}/eligibility`)).body;
  expect(eligible.eligible).toBe(expected[0] === 201);
  const batch = await casey.post(`/runs/${run.id}/enrolments/batch`, { personIds: [robin.id], dryRun: true });
  expect(batch.body.rows[0]?.problem?.code).toBe(expected[1]);
  const { status, body } = await robin.post(`/runs/${run.id}/enrolments`, {});
  expect([status, body.code]).toEqual(expected);
});

test('an offer is not taken for a first session that has moved before the birthday (BR-185)', async () => {
  const robin = await aLearner(college, { born: '2009-03-10' });
  const eve = await aLearner(college, { name: 'Eve' });
  const { id } = await aPublishedVersion(college, { title: 'For adults', minimumAge: 18 });
  const run = await aRun(college, { versionId: id, capacity: 1, starts: [new Date('2027-03-12T18:00:00Z')] });
  const place = (await eve.post(`/runs/${run.id}/enrolments`, {})).body.id;
  const waiting = await robin.post(`/runs/${run.id}/enrolments`, {});
  expect(waiting.body.state).toBe('waitlisted');
  await eve.post(`/enrolments/${place}/withdrawal`);
  const times = { localStart: '2027-03-08T10:00', localEnd: '2027-03-08T12:00' };
  expect((await casey.post(`/sessions/${run.sessionIds[0]}/rescheduling`, times)).status).toBe(201);
  const { status, body } = await robin.post(`/enrolments/${waiting.body.id}/offer/acceptance`, {});
  expect([status, body.code]).toEqual([422, 'below_minimum_age']);
});
