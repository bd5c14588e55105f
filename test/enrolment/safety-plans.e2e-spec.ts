import {
  safetyPlanActions,
  safetyPlanMoves,
  safetyPlanStates,
  saysSomething,
} from '../../src/enrolment/safety-plans/safety-plan.rules.js';
import { RunEnrolmentService } from '../../src/enrolment/enrolments/run-enrolment.service.js';
import { automatic } from '../../src/platform/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { aCourse, aFacilitator } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aPerson, fromNow, type TestPerson } from '../support/builders.js';
import { checkedValues, triggerMoves } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(async () => {
  await requirePromises(college);
  await college.close();
});

const words = {
  earlySigns: 'I stop answering',
  whatHelps: 'A walk\nand company',
  whatDoesNot: 'Questions',
  whatToDo: 'Sit with me',
  whomToCall: 'Kim, 555 0100',
};
const wordless = { earlySigns: null, whatHelps: null, whatDoesNot: null, whatToDo: null, whomToCall: null };

/** Eve has a place on a run that Ada facilitates, and an active plan that she shares with it. */
async function aSharedPlan() {
  const course = await aCourse(college, { learners: 2, starts: [fromNow(college, { days: 2 })] });
  const [eve, fay] = course.learners as [TestPerson, TestPerson];
  const enrolment = `/enrolments/${course.enrolmentIds[0]}`;
  await expecting(200, eve.put('/me/safety-plan', words));
  await expecting(201, eve.post('/me/safety-plan/activation'));
  await expecting(204, eve.put(`${enrolment}/safety-plan-share`, {}));
  const { ada, runId } = course;
  const flags = async () => {
    const { items } = (await expecting(200, ada.get(`/runs/${runId}/roster`))).body;
    return items.map(({ safetyPlan }: { safetyPlan?: string }) => safetyPlan ?? null);
  };
  const read = (who: TestPerson = ada) => who.get(`${enrolment}/safety-plan`);
  const shut = async () => {
    expect((await read()).status).toBe(404);
    expect(await flags()).not.toContain(course.enrolmentIds[0]);
  };
  return { eve, fay, ada, runId, id: course.enrolmentIds[0]!, enrolment, flags, read, shut };
}

test('a plan is written, holds, is looked at again and withdrawn, by its learner alone (BR-224)', async () => {
  const eve = await aPerson(college);
  expect((await eve.get('/me/safety-plan')).status).toBe(404);
  expect((await eve.post('/me/safety-plan/activation')).status).toBe(404);
  expect((await expecting(200, eve.put('/me/safety-plan', {}))).body).toMatchObject({ ...wordless, state: 'draft' });
  expect((await eve.post('/me/safety-plan/activation')).body.code).toBe('safety_plan_empty');
  const { body } = await expecting(200, eve.put('/me/safety-plan', words));
  expect(body).toMatchObject({ ...words, state: 'draft', sharedWith: [] });
  expect(body.crisisSignposts.length).toBeGreaterThan(0);
  expect((await eve.post('/me/safety-plan/review')).body.code).toBe('state_conflict');
  expect((await expecting(201, eve.post('/me/safety-plan/activation'))).body.state).toBe('active');
  expect((await eve.put('/me/safety-plan', {})).body.code).toBe('safety_plan_empty');
  expect((await expecting(201, eve.post('/me/safety-plan/review'))).body.state).toBe('under_review');
  expect((await expecting(200, eve.put('/me/safety-plan', { whatHelps: 'Tea' }))).body).toMatchObject({
    ...wordless,
    whatHelps: 'Tea',
  });
  await expecting(204, eve.post('/me/safety-plan/withdrawal'));
  expect((await eve.get('/me/safety-plan')).status).toBe(404);
  const [kept] = await college.sql.query('select * from safety_plan where person_id = $1', [eve.id]);
  expect(kept).toMatchObject({ state: 'withdrawn', what_helps: null });
  expect((await expecting(200, eve.put('/me/safety-plan', words))).body.state).toBe('draft');
});

test('nothing of it stands in the database in words', async () => {
  const { eve } = await aSharedPlan();
  const [row] = await college.sql.query('select p::text as all from safety_plan p where person_id = $1', [eve.id]);
  for (const text of Object.values(words)) expect(row.all).not.toContain(Buffer.from(text).toString('hex'));
});

test('those who facilitate the run read it, the roster says so alone, and the learner sees who read (BR-38, BR-224)', async () => {
  const { eve, ada, id, flags, read } = await aSharedPlan();
  expect((await eve.get('/me/safety-plan')).body.sharedWith).toEqual([id]);
  expect((await flags()).sort()).toEqual([id, null].sort());
  expect((await expecting(200, read())).body).toEqual({ ...words, crisisSignposts: expect.any(Array) });
  expect((await eve.get('/me/reads')).body.items).toContainEqual(
    expect.objectContaining({ kind: 'safety_plan', outcome: 'read', reader: ada.chosenName }),
  );
});

test('nobody else reads it: no observer, shadow, facilitator of another run, coordinator, administrator or learner', async () => {
  const { runId, fay, read } = await aSharedPlan();
  for (const part of ['observer', 'shadow'] as const)
    expect((await read(await aFacilitator(college, runId, { part }))).status).toBe(404);
  expect((await read(await aPerson(college, { roles: ['facilitator'] }))).status).toBe(404);
  for (const who of [fay, await aCoordinator(college), await aPerson(college, { roles: ['administrator'] })])
    expect((await read(who)).status).toBe(403);
});

test('it is read on the days of the roster only (BR-210)', async () => {
  const { ada, read } = await aSharedPlan();
  await expecting(200, read());
  college.clock.forward({ days: 40 });
  expect((await read(ada)).body.code).toBe('roster_closed');
  college.clock.forward({ days: -40 });
});

describe('sharing ends at once', () => {
  test.each<[string, (eve: TestPerson, enrolment: string) => Promise<unknown>]>([
    ['when the learner ends it', (eve, path) => expecting(204, eve.delete(`${path}/safety-plan-share`))],
    ['while the plan is under review', (eve) => expecting(201, eve.post('/me/safety-plan/review'))],
    ['when the plan is withdrawn', (eve) => expecting(204, eve.post('/me/safety-plan/withdrawal'))],
    ['when the place is given back', (eve, path) => expecting(201, eve.post(`${path}/withdrawal`))],
    ['when the learner leaves', (eve) => expecting(201, eve.post('/me/registration/leaving'))],
    ['when the learner is erased', (eve) => expecting(200, eve.post('/me/erasure'))],
  ])('%s', async (_, end) => {
    const { eve, enrolment, shut } = await aSharedPlan();
    await end(eve, enrolment);
    await shut();
  });

  test('when the run is completed', async () => {
    const { id, read } = await aSharedPlan();
    await college.app
      .get(Database)
      .transaction((tx) => college.app.get(RunEnrolmentService).conclude(tx, automatic('test'), id, 'completed'));
    expect((await read()).status).toBe(404);
  });
});

test('a plan is shared with one’s own runs that are still ahead, and with nobody else’s', async () => {
  const { eve, fay, id, enrolment } = await aSharedPlan();
  expect((await fay.put(`${enrolment}/safety-plan-share`, {})).status).toBe(404);
  expect((await fay.delete(`${enrolment}/safety-plan-share`)).status).toBe(404);
  await expecting(204, eve.put(`${enrolment}/safety-plan-share`, {}));
  await expecting(201, eve.post(`${enrolment}/withdrawal`));
  expect((await eve.put(`${enrolment}/safety-plan-share`, {})).body.code).toBe('safety_plan_needs_a_place');
  await expecting(200, fay.put('/me/safety-plan', words));
  await expect(
    college.sql.query(
      `
        insert into safety_plan_share (plan_id, enrolment_id, shared_at)
        select p.id, $1, now()
        from safety_plan p
        where p.person_id = $2`,
      [id, fay.id],
    ),
  ).rejects.toThrow('with one');
});

test('the database knows the same states and moves as the code', async () => {
  expect(await checkedValues(college.sql, 'safety_plan_state')).toEqual([...safetyPlanStates].sort());
  expect(await triggerMoves(college.sql, 'safety_plan_moves')).toEqual(movesOf(safetyPlanMoves));
  expect(safetyPlanStates.map((state) => safetyPlanActions(state).join())).toEqual([
    'write,activate,share,withdraw',
    'write,review,share,withdraw',
    'write,activate,share,withdraw',
    'write',
  ]);
  expect([saysSomething(wordless), saysSomething({ ...wordless, whomToCall: 'Kim' })]).toEqual([false, true]);
});
