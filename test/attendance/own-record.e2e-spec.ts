import { isOwnRecord, refuseOwnRecord } from '../../src/platform/access/own-record.rules.js';
import { newId } from '../../src/platform/ids.js';
import { aCoordinator, aPerson, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCourse, aPlace, deliver, mark, type TestCourse } from './a-course.js';

/** A row of an answer that decides about several. */
interface Row {
  outcome?: string | null;
  problem: { code: string } | null;
}

let college: TestCollege;
let casey: TestPerson;
let course: TestCourse;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aPerson(college, { name: 'Casey', roles: ['coordinator'], registered: true });
});
afterAll(() => college.close());

/** A coordinator who is a learner as well, beside two others, on a run whose session was held. */
async function aRunWithCasey(): Promise<{ own: string; others: string[]; sessionId: string }> {
  course = await aCourse(college, { learners: 2, starts: [fromNow(college, { hours: -1 })] });
  const own = await aPlace(college, casey, course.runId);
  const [sessionId] = course.sessionIds;
  await deliver(college, sessionId);
  return { own, others: course.enrolmentIds, sessionId };
}

test('a record is one’s own where it is about whoever acts (BR-207)', () => {
  const [me, other] = [newId(), newId()];
  expect([me, other, null, undefined].map((subject) => isOwnRecord({ personId: me }, subject))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(() => refuseOwnRecord({ personId: me }, me)).toThrow('own_record');
  expect(() => refuseOwnRecord({ personId: me }, me, 'self_verified')).toThrow('self_verified');
  expect(() => refuseOwnRecord({ personId: me }, other)).not.toThrow();
});

test('a coordinator who learns here fills in the rows of the others, and not their own (BR-207)', async () => {
  const { own, others, sessionId } = await aRunWithCasey();
  const { status, body } = await casey.put(`/sessions/${sessionId}/register`, {
    rows: [own, ...others].map((enrolmentId) => ({ enrolmentId, state: 'present', reason: 'Was there.' })),
  });
  expect([status, body.recorded, body.refused, body.rows.map(({ problem }: Row) => problem?.code)]).toEqual([
    200,
    2,
    1,
    ['own_record', undefined, undefined],
  ]);
  expect(body.rows[0]).toMatchObject({ enrolmentId: own, status: 422, problem: { code: 'own_record' } });

  await mark(course.ada, sessionId, { enrolmentId: own, state: 'dna' });
  const [mine] = (await casey.get(`/enrolments/${own}/attendance`)).body.items;
  expect(mine.state).toBe('dna');
  expect(mine.can).not.toContain('correct');
  const corrected = await casey.post(`/attendance/${mine.id}/corrections`, {
    state: 'present',
    reason: 'I was there.',
  });
  expect([corrected.status, corrected.body.code]).toEqual([422, 'own_record']);
  const other = await aCoordinator(college);
  const byOther = await other.post(`/attendance/${mine.id}/corrections`, {
    state: 'present',
    reason: 'She was there.',
  });
  expect(byOther.status).toBe(201);
});

test('the database itself refuses a mark that somebody makes about themselves (BR-207)', async () => {
  const { own, sessionId } = await aRunWithCasey();
  await expect(
    college.sql.query(
      `
        insert into attendance_mark (
          id, attendance_id, enrolment_id, session_id, sequence, state, minutes_present, source, occurred_at, recorded_at,
          recorded_by
        )
        values ($1, $1, $2, $3, 1, 'present', 10, 'register', $4, $4, $5)`,
      [newId(), own, sessionId, college.clock.now(), casey.id],
    ),
  ).rejects.toThrow('nobody marks their own attendance');
});

test('nobody moves, approves, releases or books themselves past the others, and `can` does not offer it (BR-207)', async () => {
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const full = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 20 })] });
  const other = await aCoordinator(college);
  const held = (await eve.post(`/runs/${full.id}/enrolments`, {})).body.id;
  const waiting = (await casey.post(`/runs/${full.id}/enrolments`, {})).body;
  expect([waiting.state, waiting.can]).toEqual(['waitlisted', ['withdraw']]);
  const [{ tier }] = (await casey.get('/priority-tiers')).body.items;
  const preference = { tier: tier + 1, reason: 'meets_published_reason' };
  expect((await casey.post(`/enrolments/${waiting.id}/priority`, preference)).body.code).toBe('own_record');
  expect((await casey.post(`/enrolments/${waiting.id}/release`, { reason: 'agreed_with_learner' })).body.code).toBe(
    'own_record',
  );
  expect((await casey.post(`/enrolments/${waiting.id}/approval`, { approved: true })).body.code).toBe('own_record');
  expect((await casey.get(`/enrolments/${held}`)).body.can).toContain('release');
  expect((await other.get(`/enrolments/${waiting.id}`)).body.can).toContain('change_priority');

  const roomy = await aRun(college, { starts: [fromNow(college, { days: 21 })] });
  for (const dryRun of [true, false]) {
    const { body } = await casey.post(`/runs/${roomy.id}/enrolments/batch`, { personIds: [casey.id, fay.id], dryRun });
    expect(body.rows.map(({ outcome, problem }: Row) => [outcome, problem?.code])).toEqual([
      [null, 'own_record'],
      ['confirmed', undefined],
    ]);
  }
  expect((await casey.post(`/runs/${roomy.id}/enrolments`, {})).status).toBe(201);
});

test('nobody asks after themselves, and a task about them is for somebody else (BR-207)', async () => {
  const { own } = await aRunWithCasey();
  const asked = (await casey.post('/welfare-follow-ups', { enrolmentId: own })).body;
  expect(asked.can).toEqual(expect.not.arrayContaining(['attempt', 'close']));
  const attempt = { channel: 'inApp', outcome: 'contacted_ok' };
  expect((await casey.post(`/welfare-follow-ups/${asked.id}/attempts`, attempt)).body.code).toBe('own_record');
  await expect(
    college.sql.query(
      `
        insert into welfare_attempt (id, follow_up_id, at, by, channel, outcome)
        values ($1, $2, $3, $4, 'phone', 'contacted_ok')`,
      [newId(), asked.id, college.clock.now(), casey.id],
    ),
  ).rejects.toThrow('nobody asks after themselves');
  expect((await casey.post(`/welfare-follow-ups/${asked.id}/closing`)).body.code).toBe('own_record');
  await college.deliver();
  const [task] = (await casey.get(`/staff-tasks?personId=${casey.id}`)).body.items;
  expect(task.can).toEqual([]);
  expect((await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'reached' })).body.code).toBe('own_record');
  const other = await aCoordinator(college);
  expect((await other.post(`/staff-tasks/${task.id}/completion`, { outcome: 'reached' })).status).toBe(201);
});
