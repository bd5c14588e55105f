import { personalTables } from '../../src/privacy/personal-tables.js';
import { RetentionService } from '../../src/privacy/retention.service.js';
import { aCourse, mark, saysContact } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aLearner, aPerson, aRun, fromNow, signedInAgain, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterAll(() => college.close());

const night = () => college.app.get(RetentionService).tidy();

/** How many rows of a table are about somebody. */
async function rowsOf(person: TestPerson, table: string): Promise<number> {
  const mine = personalTables.find((each) => each.table === table)!.rowsOf;
  const [{ count }] = await college.sql.query(`select count(*)::integer as count from ${table} t where ${mine}`, [
    person.id,
  ]);
  return count;
}
const held = async (person: TestPerson, ...tables: string[]) =>
  Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await rowsOf(person, table)])));

const reach = (phone: string) => ({
  channels: { inApp: { allowed: true }, phone: { allowed: true, value: phone } },
  discreet: true,
  learnerWillInitiate: true,
  resetByEmail: false,
});

/** A learner who told the college all that one confides. */
async function confiding(): Promise<TestPerson> {
  const person = await aLearner(college);
  await saysContact(college, person, reach('+1 555 0100').channels);
  await expecting(200, person.put('/me/safe-contact', reach('+1 555 0100')));
  const need = { kind: 'sensory', text: 'A seat far from the window', shareWithFacilitators: false };
  await expecting(201, person.post('/me/support-needs', need));
  await expecting(
    200,
    person.put('/me/emergency-contact', {
      name: 'Sol',
      relation: 'a friend',
      phone: '+1 555 0101',
      knowsAboutCollege: false,
    }),
  );
  return person;
}

/** They sign in again, and do something small. */
async function back(person: TestPerson): Promise<TestPerson> {
  const again = await signedInAgain(college, person);
  await expecting(200, again.put('/me/consents/research', { given: false }));
  return again;
}
const confided = ['support_need', 'emergency_contact'];

test('what people confided goes two years after they were last here, and stays while they come (BR-230)', async () => {
  const [away, here, booked] = [await confiding(), await confiding(), await confiding()];
  college.clock.forward({ days: 400 });
  await back(here);
  const run = await aRun(college, { starts: [fromNow(college, { days: 400 })] });
  await expecting(201, (await back(booked)).post(`/runs/${run.id}/enrolments`, {}));
  const before = await held(here, ...confided, 'safe_contact');
  expect(before).toMatchObject({ support_need: 1, emergency_contact: 1 });
  await night();
  for (const person of [away, here, booked])
    expect(await held(person, ...confided)).toEqual(await held(here, ...confided));
  college.clock.forward({ days: 340 });
  await night();
  expect(await held(away, ...confided)).toEqual({ support_need: 0, emergency_contact: 0 });
  expect(await held(here, ...confided)).toEqual({ support_need: 1, emergency_contact: 1 });
  // A place that is still theirs keeps it, however long ago they were here.
  college.clock.forward({ days: 500 });
  await night();
  expect(await held(here, ...confided)).toEqual({ support_need: 0, emergency_contact: 0 });
  expect(await held(booked, ...confided)).toEqual({ support_need: 1, emergency_contact: 1 });
  await requirePromises(college);
});

test('an earlier way of contact goes two years after it was replaced; of whoever is away only what is closed is left (BR-230)', async () => {
  const [away, here] = [await confiding(), await confiding()];
  await expecting(200, here.put('/me/safe-contact', { ...reach(''), channels: { inApp: { allowed: true } } }));
  const said = (person: TestPerson) =>
    college.sql.query(`select version, channels::text from safe_contact where person_id = $1 order by version`, [
      person.id,
    ]);
  const [earlier, now] = [(await said(here)).at(-2), (await said(here)).at(-1)];
  expect(earlier.channels).toContain('555 0100');
  college.clock.forward({ days: 725 });
  await back(here);
  await night();
  expect(await said(here)).toContainEqual(earlier);
  expect(JSON.stringify(await said(away))).toContain('555 0100');
  college.clock.forward({ days: 10 });
  await night();
  expect(await said(here)).toEqual([now]);
  expect(JSON.stringify(await said(away))).not.toContain('555 0100');
  const { body } = await expecting(200, (await back(away)).get('/me/safe-contact'));
  expect(body).toMatchObject({
    channels: { inApp: { allowed: true } },
    learnerWillInitiate: true,
    resetByEmail: false,
    confirmationDue: true,
  });
  // What is wider is confirmed as ever.
  await expecting(200, (await back(away)).put('/me/safe-contact', reach('+1 555 0199')));
  expect(JSON.stringify(await said(away))).not.toContain('555 0199');
  await requirePromises(college);
});

test('a need that is over goes two years later, also of somebody who comes (BR-230)', async () => {
  const eve = await confiding();
  await college.sql.query(`update support_need set to_on = from_on where person_id = $1`, [eve.id]);
  college.clock.forward({ days: 735 });
  await back(eve);
  await night();
  expect(await held(eve, ...confided)).toEqual({ support_need: 0, emergency_contact: 1 });
});

test('a follow-up goes with its attempts a year after it was settled and the place ended, and its open task with it (BR-230)', async () => {
  const course = await aCourse(college, { learners: 2, starts: [fromNow(college, { hours: -1 })] });
  const [asked, unasked] = course.learners as [TestPerson, TestPerson];
  await college.sql.query(
    `update enrolment set confirmed_at = confirmed_at - interval '9 days', joined_at = joined_at - interval '9 days' where run_id = $1`,
    [course.runId],
  );
  await saysContact(college, asked, { phone: { allowed: true } });
  for (const enrolmentId of course.enrolmentIds)
    await mark(course.ada, course.sessionIds[0], { enrolmentId, state: 'dna' });
  await college.deliver();
  const { body } = await expecting(200, casey.get(`/welfare-follow-ups?runId=${course.runId}`));
  for (const { id, enrolmentId } of body.items)
    if (enrolmentId === course.enrolmentIds[0])
      await expecting(
        201,
        casey.post(`/welfare-follow-ups/${id}/attempts`, { channel: 'phone', outcome: 'contacted_ok' }),
      );
  college.clock.forward({ days: 800 });
  await night();
  const all = ['welfare_follow_up', 'welfare_attempt'];
  // While a place stands, what happened on it does.
  expect(await held(asked, ...all)).toEqual({ welfare_follow_up: 1, welfare_attempt: 1 });
  await college.sql.query(`update enrolment set state = 'completed', ended_at = $2 where run_id = $1`, [
    course.runId,
    college.clock.now(),
  ]);
  college.clock.forward({ days: 360 });
  await night();
  expect(await held(asked, ...all)).toEqual({ welfare_follow_up: 1, welfare_attempt: 1 });
  expect(await held(unasked, ...all)).toEqual({ welfare_follow_up: 1, welfare_attempt: 0 });
  expect(await rowsOf(unasked, 'staff_task')).toBeGreaterThan(0);
  college.clock.forward({ days: 10 });
  await night();
  await night();
  for (const person of [asked, unasked])
    expect(await held(person, ...all, 'staff_task')).toEqual({
      welfare_follow_up: 0,
      welfare_attempt: 0,
      staff_task: 0,
    });
  // The marks stay: hours rest on them.
  expect(await rowsOf(asked, 'attendance_mark')).toBe(1);
  await requirePromises(college);
});

test('an answered request goes after two years; one that is open stays (BR-230)', async () => {
  const mo = await aPerson(college, { roles: ['administrator'] });
  const [answered, open] = [await aLearner(college), await aLearner(college)];
  const { body } = await expecting(201, answered.post('/me/data-requests', { kind: 'access' }));
  await expecting(201, open.post('/me/data-requests', { kind: 'access' }));
  await expecting(201, mo.post(`/data-requests/${body.id}/verification`, {}));
  await expecting(201, mo.post(`/data-requests/${body.id}/start`, {}));
  await expecting(201, mo.post(`/data-requests/${body.id}/answer`, { outcome: 'fulfilled' }));
  college.clock.forward({ days: 729 });
  await night();
  expect(await rowsOf(answered, 'data_request')).toBe(1);
  college.clock.forward({ days: 3 });
  await night();
  expect([await rowsOf(answered, 'data_request'), await rowsOf(open, 'data_request')]).toEqual([0, 1]);
});
