import { aPerson, aRun, someLearners, type TestPerson } from '../support/builders.js';
import { checkInvariants } from '../../src/operations/invariant-check.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { runCommand } from '../support/command.js';
import { brokenPromises } from '../support/invariants.js';

let college: TestCollege;
let administrator: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  administrator = await aPerson(college, { roles: ['administrator'] });
});
afterAll(() => college.close());

const report = async () => (await administrator.get('/operations/invariants')).body;

const audit = () => runCommand(college, 'audit-invariants');

test('an administrator sees that every promise holds, and only administrators do', async () => {
  const [eve, fay, gil] = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  const run = await aRun(college, { capacity: 1 });
  const { id } = (await eve.post(`/runs/${run.id}/enrolments`, {})).body;
  await fay.post(`/runs/${run.id}/enrolments`, {});
  await gil.post(`/runs/${run.id}/enrolments`, {});
  await eve.post(`/enrolments/${id}/withdrawal`);
  const { holds, invariants } = await report();
  expect({ holds, broken: invariants.filter(({ violations }: { violations: number }) => violations > 0) }).toEqual({ holds: true, broken: [] });
  expect((await eve.get('/operations/invariants')).status).toBe(403);
  expect((await audit()).code).toBe(0);
});

const aMark = (sequence: number, state: string) => `
  insert into attendance_mark (id, attendance_id, enrolment_id, session_id, sequence, state, minutes_present, source, occurred_at, recorded_at)
  select gen_random_uuid(), gen_random_uuid(), e.id, s.id, ${sequence}, '${state}', 0, 'register', now(), now() from enrolment e join session s on s.run_id = e.run_id where e.confirmed_at is not null`;

/** Each entry breaks one promise behind the back of the API. */
const damages: [string, string][] = [
  ['enrolment.places_counted', 'update run set places_taken = places_taken - 1'],
  ['enrolment.places_within_capacity', 'update run set capacity = 0'],
  ['enrolment.as_recorded', `update enrolment set state = 'completed', confirmed_at = now(), ended_at = now() where state = 'offered'`],
  ['enrolment.queue_moves', 'update run set capacity = 5'],
  ['enrolment.nobody_overtaken', `update enrolment set state = 'confirmed', offered_at = null, offer_expires_at = null, joined_at = now() + interval '1 hour', confirmed_at = now() + interval '1 hour' where state = 'offered'`],
  ['enrolment.offered_in_order', `update enrolment set joined_at = now() + interval '1 hour' where state = 'offered'`],
  ['enrolment.offers_end_in_time', `update enrolment set offer_expires_at = now() + interval '1 year' where state = 'offered'`],
  ['enrolment.one_live_per_person_and_run', `insert into enrolment (id, run_id, person_id, state, source, joined_at) select gen_random_uuid(), run_id, person_id, 'requested', source, joined_at from enrolment where state = 'waitlisted'`],
  ['attendance.marks_numbered', aMark(2, 'present')],
  ['attendance.absence_followed_up', aMark(1, 'dna')],
  ['attendance.released_after_contact', `update enrolment set state = 'released', release_reason = 'stopped_attending' where state = 'withdrawn'`],
  ['certificate.attendance_completed', `insert into certificate (id, kind, number, person_id, subject_id, content_hash, verify_token, issued_at) select gen_random_uuid(), 'attendance', 'A-1', person_id, id, 'x', 'x', now() from enrolment limit 1`],
  ['registration.active_is_complete', 'delete from safe_contact'],
];

test.each(damages)('a break of %s is found, by id', async (code, damage) => {
  const runner = college.sql.createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query(`set local session_replication_role = replica; drop index enrolment_one_live; alter table run drop constraint run_places_within_capacity; ${damage}`);
    const found = await checkInvariants((text, values) => runner.query(text, values), college.clock.now());
    expect(found.find((promise) => promise.code === code)).toMatchObject({ violations: expect.any(Number), examples: expect.arrayContaining([expect.stringMatching(/^[0-9a-f-]{36}$/)]) });
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
  expect(await brokenPromises(college)).toEqual([]);
});

test('the command for operators says what is broken and ends with 2', async () => {
  await college.sql.query(`set session_replication_role = replica; update run set places_taken = places_taken - 1; set session_replication_role = origin`);
  const { code, words } = await audit();
  expect(code).toBe(2);
  expect(words).toContain('BROKEN  enrolment.places_counted: 1.');
  expect(await report()).toMatchObject({ holds: false });
});
