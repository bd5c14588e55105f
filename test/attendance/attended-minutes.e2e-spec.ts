import fc from 'fast-check';
import {
  creditableMinutes,
  minutesPresent,
  presentSpans,
  type SessionMinutes,
  type Span,
} from '../../src/attendance/register/minutes.rules.js';
import { newId } from '../../src/platform/ids.js';
import { aCreditedCourse, entriesOf } from '../ceu/credited.js';
import { expecting } from '../courses/co-production.js';
import { aCertification } from '../sessions/a-run.js';
import { aCoordinator, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { aCourse, mark } from './a-course.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterAll(() => college.close());

const minutes = (min: number, max: number) => fc.integer({ min, max });
const anySession = fc.record({
  started: minutes(-60, 90),
  duration: minutes(60, 240),
  planned: minutes(1, 60),
  contact: minutes(1, 60),
  plan: fc.option(
    fc.record({
      minutesBreak: minutes(0, 30),
      activities: fc.array(
        fc.record({
          kind: fc.constantFrom('talk', 'practice', 'break'),
          minutes: minutes(1, 40),
          allowableForCeu: fc.boolean(),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  ),
});
const anyTimes = fc.record(
  {
    arrivedMin: minutes(-30, 80),
    leftMin: minutes(81, 200),
    away: fc.tuple(minutes(-10, 60), minutes(1, 40)).map(([from, long]) => [{ from, to: from + long }]),
  },
  { requiredKeys: [] },
);

/** What the database says of the same: one planned session and one mark for each case, behind every guard. */
async function attended(runId: string, cases: [SessionMinutes, Span[]][]): Promise<number[]> {
  const told = cases.map(([held, spans], place) => ({ ...held, place, mark: newId(), spans }));
  const plans = told.flatMap(({ plan, place }) => (plan ? [{ order: place, ...plan }] : []));
  let found: { minutes: number }[] = [];
  const undone = new Error('taken back');
  const asked = college.sql.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query(
      'update course_version set session_plans = $2 where id = (select version_id from run where id = $1)',
      [runId, JSON.stringify(plans)],
    );
    // JSON has no infinity: what has no end is null.
    await tx.query(
      `
        insert into presence (mark_id, session_id, minutes)
        select c.mark, c.mark, int4range((one->>'from')::integer, (one->>'to')::integer)
        from jsonb_to_recordset($1::jsonb) as c(mark uuid, spans jsonb)
        cross join jsonb_array_elements(c.spans) one`,
      [JSON.stringify(told)],
    );
    found = await tx.query(
      `
        select attended_minutes(c.mark, 0, jsonb_populate_record(null::session, jsonb_build_object(
          'run_id', $2::text, 'plan_order', c.place, 'started_min', c.started, 'planned_contact_minutes', c.planned,
          'delivered_contact_minutes', c.contact, 'starts_at', timestamptz '2027-01-01 10:00Z',
          'ends_at', timestamptz '2027-01-01 10:00Z' + make_interval(mins => c.duration)))) as minutes
        from jsonb_to_recordset($1::jsonb) as c(
          mark uuid, place integer, started integer, duration integer, planned integer, contact integer)
        order by c.place`,
      [JSON.stringify(told), runId],
    );
    throw undone;
  });
  await expect(asked).rejects.toBe(undone);
  return found.map(({ minutes: each }) => each);
}

test('the database counts what somebody attended as the rule does, whatever was planned, held and noted (BR-231)', async () => {
  const { runId } = await aCourse(college);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anySession, anyTimes), { minLength: 60, maxLength: 100 }), async (cases) => {
      const known = cases
        .map(([held, times]): [SessionMinutes, Span[]] => [held, presentSpans(times, held.duration)])
        .filter(([, spans]) => spans.length > 0);
      expect(await attended(runId, known)).toEqual(known.map(([held, spans]) => minutesPresent(spans, held)));
      for (const [held, spans] of known)
        expect(creditableMinutes(spans, held).creditable).toBeLessThanOrEqual(minutesPresent(spans, held));
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

const late = { state: 'late', arrivedMin: 40 };
const early = { state: 'left_early', leftMin: 50 };
const both = { state: 'late', arrivedMin: 20, leftMin: 50 };
const out = { state: 'present', away: [{ from: 10, to: 30 }] };
const told = { state: 'late', minutesPresent: 80 };

test.each<[string, object, Record<string, number>]>([
  ['as planned', {}, { all: 105, late: 65, early: 50, both: 30, out: 85, told: 80 }],
  ['shorter', { deliveredContactMinutes: 30 }, { all: 30, late: 0, early: 30, both: 10, out: 10, told: 30 }],
  ['later', { startedMin: 30 }, { all: 105, late: 95, early: 20, both: 20, out: 105, told: 80 }],
  [
    'later and shorter',
    { startedMin: 30, deliveredContactMinutes: 45 },
    { all: 45, late: 35, early: 20, both: 20, out: 45, told: 45 },
  ],
  [
    'earlier and shorter',
    { startedMin: -10, deliveredContactMinutes: 45 },
    { all: 45, late: 0, early: 45, both: 15, out: 25, told: 45 },
  ],
])(
  'of a session that was held %s everybody attended what they were there for, wherever it is told, and no credit is above it (BR-177, BR-231)',
  async (_, delivery, minutesOf) => {
    college.clock.moveTo('2027-03-01T12:00:00Z');
    const ways = { all: { state: 'present' }, late, early, both, out, told };
    const run = await aCreditedCourse(college, {
      learners: 6,
      starts: [fromNow(college, { days: 1 })],
      approval: { attendancePercent: 1, partialCredit: 'actual', minimumMinutes: 1 },
    });
    const [session] = run.sessionIds;
    college.clock.moveTo((await expecting(200, casey.get(`/sessions/${session}`))).body.endsAt);
    await mark(
      run.ada,
      session,
      ...Object.values(ways).map((way, index) => ({ enrolmentId: run.enrolmentIds[index], ...way })),
    );
    await expecting(
      201,
      run.ada.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [run.ada.id], ...delivery }),
    );
    for (let round = 0; round < 3; round++) await college.deliver();
    await expecting(201, casey.post(`/runs/${run.runId}/closing`));
    for (let round = 0; round < 3; round++) await college.deliver();

    const expected = Object.keys(ways).map((way) => minutesOf[way] ?? 0);
    const { rows } = (await expecting(200, run.ada.get(`/sessions/${session}/register`))).body;
    const byEnrolment = new Map<string, { minutesPresent: number; attendanceId: string }>(
      rows.map((row: { enrolmentId: string }) => [row.enrolmentId, row]),
    );
    const seen = run.enrolmentIds.map((id) => byEnrolment.get(id));
    expect(seen.map((row) => row?.minutesPresent)).toEqual(expected);
    for (const [index, learner] of run.learners.entries()) {
      const one = (await expecting(200, learner.get(`/attendance/${seen[index]?.attendanceId}`))).body;
      expect([one.minutesPresent, one.marks.at(-1).minutesPresent]).toEqual([expected[index], expected[index]]);
      const [entry] = await entriesOf(learner);
      // Less than thirty minutes are none under IACET.
      expect(entry?.minutes ?? 0).toBe((expected[index] ?? 0) < 30 ? 0 : expected[index]);
      const [paper] = (await expecting(200, learner.get('/me/certificates'))).body.items.filter(
        ({ kind }: { kind: string }) => kind === 'attendance',
      );
      expect(paper === undefined).toBe(expected[index] === 0);
    }
    const [{ minutes: reported }] = await college.sql.query(
      'select sum(p.minutes)::integer as minutes from report_place p where p.person_id = any ($1)',
      [run.learners.map(({ id }) => id)],
    );
    expect(reported).toBe(expected.reduce((sum, each) => sum + each, 0));
    expect(await brokenPromises(college)).toEqual([]);
  },
);

test('what was noted of somebody stays as it was noted when the session is moved and its register kept (BR-222, BR-231)', async () => {
  college.clock.moveTo('2027-03-01T12:00:00Z');
  const course = await aCourse(college, { learners: 1, starts: [fromNow(college, { hours: 1 })] });
  const [session] = course.sessionIds;
  await aCertification(casey, course.ada);
  college.clock.forward({ hours: 4 });
  await mark(course.ada, session, { enrolmentId: course.enrolmentIds[0], ...both });
  const { body } = await casey.get(`/sessions/${session}`);
  const day = (local: string) => local.replace(/\d\dT/, '02T');
  const moved = { localStart: day(body.localStart), localEnd: day(body.localEnd), marks: 'keep' };
  await expecting(201, casey.post(`/sessions/${session}/rescheduling`, moved));
  college.clock.moveTo('2027-03-03T12:00:00Z');
  await expecting(
    201,
    course.ada.post(`/sessions/${session}/delivery`, {
      presentFacilitatorIds: [course.ada.id],
      deliveredContactMinutes: 45,
    }),
  );
  expect((await course.ada.get(`/sessions/${session}/register`)).body.rows).toMatchObject([{ minutesPresent: 25 }]);
});
