import { faultsOfPlans, proposedPlans } from '../../src/sessions/runs/version-change.rules.js';
import { newId } from '../../src/platform/ids.js';
import { aFacilitator, aCourse, mark } from '../attendance/a-course.js';
import { anAdministrator, anApproval, cover } from '../ceu/credited.js';
import { expecting } from '../courses/co-production.js';
import { behindTheBack } from '../support/behind-the-back.js';
import { aCoordinator, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { aCertification } from './a-run.js';

const session = (id: string, planOrder: number | null, title: string) => ({
  id,
  planOrder,
  title,
  localStart: '2027-03-08T12:00',
});

test('a session is proposed to hold the plan of the same order, else a free one of the same title, else none', () => {
  const plans = [1, 2, 4].map((order) => ({ order, title: `Part ${order}` }));
  const sessions = [
    session('a', 1, 'x'),
    session('b', 3, 'part 4 '),
    session('c', null, 'Part 1'),
    session('d', 2, 'x'),
  ];
  expect(proposedPlans(sessions, plans).map(({ planOrder }) => planOrder)).toEqual([1, 4, null, 2]);
});

test('each session is decided once, and each planned session held at most once', () => {
  const plans = [1, 2].map((order) => ({ order, title: `Part ${order}` }));
  const sessions = [session('a', 1, 'x'), session('b', 2, 'y'), session('c', null, 'z')];
  const faults = (...choices: [string, number | null][]) =>
    faultsOfPlans(
      choices.map(([sessionId, planOrder]) => ({ sessionId, planOrder })),
      sessions,
      plans,
    ).map(({ pointer, code }) => `${pointer} ${code}`);
  expect(faults(['a', 2], ['b', 1], ['c', null])).toEqual([]);
  expect(faults(['a', 2], ['b', 2], ['c', 3])).toEqual([
    '/sessions/1/planOrder no_free_plan',
    '/sessions/2/planOrder no_free_plan',
  ]);
  expect(faults(['a', 1], ['a', null], ['d', null])).toEqual([
    '/sessions/1/sessionId not_a_session_to_decide',
    '/sessions/2/sessionId not_a_session_to_decide',
    '/sessions plan_undecided',
    '/sessions plan_undecided',
  ]);
});

describe('a run moves to another version of its course (BR-13, BR-176)', () => {
  let college: TestCollege;
  let casey: TestPerson;
  beforeAll(async () => {
    college = await openTestCollege();
    casey = await aCoordinator(college);
  });
  afterAll(() => college.close());
  beforeEach(() => college.clock.moveTo('2027-03-01T12:00:00Z'));

  const plan = (order: number, title: string, minutesContact = 105) => ({
    order,
    title,
    minutesContact,
    minutesBreak: 15,
    activities: [{ kind: 'talk', minutes: minutesContact, allowableForCeu: true, skippable: true }],
  });

  let numbers = 1;

  /** A later version of the course of a run, behind the guards of publication. */
  async function another(runId: string, sessionPlans: object[], changes = ''): Promise<string> {
    const id = newId();
    const [{ columns }] = await college.sql.query(`
      select string_agg(quote_ident(column_name), ', ') as columns
      from information_schema.columns
      where table_name = 'course_version' and is_generated = 'NEVER'
        and column_name not in ('id', 'semver', 'state', 'session_plans')`);
    const [{ was }] = await college.sql.query('select version_id as was from run where id = $1', [runId]);
    await behindTheBack(college, `update course_version set state = 'superseded' where id = $1`, [was]);
    await behindTheBack(
      college,
      `
        insert into course_version (id, semver, state, session_plans, ${columns})
        select $1, $4, 'published', $3, ${columns}
        from course_version
        where id = $2`,
      [id, was, JSON.stringify(sessionPlans), `${++numbers}.0.0`],
    );
    if (changes) await behindTheBack(college, `update course_version set ${changes} where id = $1`, [id]);
    return id;
  }

  const theRun = async () => {
    const course = await aCourse(college, {
      starts: [7, 14].map((days) => fromNow(college, { days })),
      state: 'open',
      learners: 1,
      capacity: 5,
    });
    const ben = await aFacilitator(college, course.runId, { name: 'Ben', part: 'learned' });
    await aCertification(casey, course.ada);
    await behindTheBack(college, `update run set mode = 'online', online_room_id = $2 where id = $1`, [
      course.runId,
      (
        await expecting(
          201,
          casey.post('/online-rooms', { name: 'Room', provider: 'Jitsi', joinLink: 'https://example.org/room' }),
        )
      ).body.id,
    ]);
    for (const person of [course.ada, ben])
      await expecting(200, person.put('/me/safe-contact', { channels: { inApp: { allowed: true } } }));
    const [one, two] = course.sessionIds;
    return { ...course, ben, one, two: two ?? '', path: `/runs/${course.runId}/version-change` };
  };

  const told = async (person: TestPerson) => {
    for (let round = 0; round < 3; round++) await college.deliver();
    return (await expecting(200, person.get('/me/messages?limit=200'))).body.items.filter(
      ({ kind }: { kind: string }) => kind === 'run_changed',
    ).length;
  };

  const choices = (...all: [string, number | null][]) =>
    all.map(([sessionId, planOrder]) => ({ sessionId, planOrder }));

  test('somebody confirms which planned session each holds; titles, minutes and credit follow, and those concerned hear of it', async () => {
    const run = await theRun();
    const versionId = await another(run.runId, [plan(1, 'Session 2', 90), plan(2, 'New'), plan(3, 'Session 1')]);
    const proposal = (await expecting(200, casey.get(`${run.path}?versionId=${versionId}`))).body;
    expect(proposal).toMatchObject({
      runId: run.runId,
      versionId,
      sessions: [
        { sessionId: run.one, title: 'Session 1', heldPlanOrder: 1, planOrder: 1 },
        { sessionId: run.two, title: 'Session 2', heldPlanOrder: 2, planOrder: 2 },
      ],
    });
    expect(proposal.plannedSessions.map(({ title }: { title: string }) => title)).toEqual([
      'Session 2',
      'New',
      'Session 1',
    ]);
    const missing = await expecting(400, casey.post(run.path, { versionId, sessions: choices([run.one, 3]) }));
    expect(missing.body.errors).toMatchObject([{ pointer: '/sessions', code: 'plan_undecided' }]);
    expect(missing.body.errors[0].message).toContain(run.two);
    expect(missing.body.errors[0].message).toContain('Session 2');
    await expecting(400, casey.post(run.path, { versionId, sessions: [{ sessionId: run.one }] }));
    const moved = await expecting(
      201,
      casey.post(run.path, { versionId, sessions: choices([run.one, 3], [run.two, 1]) }),
    );
    expect(moved.body).toMatchObject({ id: run.runId, versionId, state: 'open' });
    const shown = async (id: string) => (await expecting(200, casey.get(`/sessions/${id}`))).body;
    expect(await shown(run.one)).toMatchObject({ planOrder: 3, title: 'Session 1', plannedContactMinutes: 105 });
    expect(await shown(run.two)).toMatchObject({ planOrder: 1, title: 'Session 2', plannedContactMinutes: 90 });
    const heard: number[] = [];
    for (const person of [...run.learners, run.ada, run.ben, casey]) heard.push(await told(person));
    expect(heard).toEqual([1, 1, 1, 0]);
    expect((await casey.post(run.path, { versionId, sessions: [] })).body.code).toBe('run_on_this_version');
    expect((await brokenPromises(college)).filter((promise) => promise.startsWith('session.'))).toEqual([]);
  });

  test('nobody is told where nothing that was promised changes, and everybody where only the credit does', async () => {
    const run = await theRun();
    const same = [1, 2].map((order) => ({
      ...plan(order, `Session ${order}`),
      activities: [
        { kind: 'welcome', minutes: 15, allowableForCeu: true, skippable: false },
        { kind: 'talk', minutes: 45, allowableForCeu: true, skippable: true },
        { kind: 'practice', minutes: 45, allowableForCeu: true, skippable: true },
      ],
    }));
    const sessions = choices([run.one, 1], [run.two, 2]);
    const second = await another(run.runId, same);
    await expecting(201, casey.post(run.path, { versionId: second, sessions }));
    expect(await told(run.ada)).toBe(0);
    const third = await another(run.runId, same);
    const administrator = await anAdministrator(college);
    await cover(administrator, third, [{ approvalId: (await anApproval(administrator)).id, from: '2020-01-01' }]);
    await expecting(201, casey.post(run.path, { versionId: third, sessions }));
    expect(await told(run.ada)).toBe(1);
  });

  test('a run of which something was held, marked or begun, or that is over, keeps its version', async () => {
    const run = await theRun();
    const versionId = await another(run.runId, [plan(1, 'New')]);
    const move = () => casey.post(run.path, { versionId, sessions: choices([run.one, 1], [run.two, null]) });
    await expecting(201, run.learners[0]?.post(`/sessions/${run.two}/apology`) as never);
    expect((await move()).body.code).toBe('run_under_way');
    const direct = college.sql.query('update run set version_id = $2 where id = $1', [run.runId, versionId]);
    await expect(direct).rejects.toThrow('the version of this run stands');

    const begun = await theRun();
    const other = await another(begun.runId, [plan(1, 'New')]);
    college.clock.forward({ days: 8 });
    expect((await casey.get(`${begun.path}?versionId=${other}`)).body.code).toBe('run_under_way');
    await mark(begun.ada, begun.one, { enrolmentId: begun.enrolmentIds[0], state: 'present' });
    await expecting(201, casey.post(`/runs/${begun.runId}/cancellation`, { reason: 'The roof leaks.' }));
    expect((await casey.get(`${begun.path}?versionId=${other}`)).body.code).toBe('run_closed');
  });

  test('the other version is of the same course and on offer, made for the way of meeting, and the run meets its gates', async () => {
    const run = await theRun();
    const sessions = choices([run.one, 1], [run.two, null]);
    const to = (versionId: string) => casey.post(run.path, { versionId, sessions });
    const elsewhere = await theRun();
    const [{ theirs }] = await college.sql.query('select version_id as theirs from run where id = $1', [
      elsewhere.runId,
    ]);
    expect((await to(theirs)).body.code).toBe('different_courses');
    expect((await to(newId())).status).toBe(404);
    const versionId = await another(run.runId, [plan(1, 'New')], `max_learners_per_facilitator = 1`);
    expect((await to(versionId)).body.code).toBe('over_ratio');
    const set = (changes: string) =>
      behindTheBack(college, `update course_version set ${changes} where id = $1`, [versionId]);
    await set(`max_learners_per_facilitator = 10, delivery_modes = '{in_person}'`);
    expect((await to(versionId)).body.code).toBe('mode_not_offered');
    await set(`delivery_modes = '{online}', session_plans = '${JSON.stringify([plan(1, 'New', 130)])}'`);
    expect((await to(versionId)).body).toMatchObject({
      code: 'planned_minutes_exceed_session',
      errors: [{ pointer: '/sessions/0/planOrder' }],
    });
    await set(`state = 'retired'`);
    expect((await to(versionId)).body.code).toBe('version_not_published');
    await set(`state = 'published', session_plans = '${JSON.stringify([plan(1, 'New')])}'`);
    await expecting(201, to(versionId));
    expect((await expecting(200, casey.get(`/sessions/${run.two}`))).body).toMatchObject({
      planOrder: null,
      plannedContactMinutes: 105,
    });
  });
});
