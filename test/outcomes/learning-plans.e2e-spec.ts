import {
  advisorStates,
  goalMoves,
  goalStates,
  planMoves,
  planParts,
  planStates,
  progressionKinds,
  reviewModes,
} from '../../src/outcomes/plans/learning-plan.rules.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { aCourse, aFacilitator } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aLearner, aPerson, fromNow, type TestPerson } from '../support/builders.js';
import { checkedValues, triggerMoves } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let mo: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
});
afterAll(() => college.close());

const aims = 'Sleep through the night, and sing again';
const goal = {
  statement: 'Go to choir twice a month',
  chime: 'connectedness',
  weight: 2,
  baselineLevel: -1,
  descriptors: ['not once', 'once', 'twice', 'three times', 'every week'],
};
const ifMatch = (etag: unknown) => ({ 'If-Match': String(etag) });

interface Told {
  eve: TestPerson;
  ada: TestPerson;
  runId: string;
  path: string;
  id: string;
}

/** Eve has a plan, and a place on a run that Ada facilitates. */
async function aPlan(): Promise<Told> {
  const { ada, learners, runId } = await aCourse(college, { learners: 1, starts: [fromNow(college, { days: 2 })] });
  const eve = learners[0]!;
  const { body } = await expecting(201, eve.post('/learning-plans', { aims, chime: ['hope'] }));
  return { eve, ada, runId, id: body.id, path: `/learning-plans/${body.id}` };
}

const nameAdvisor = async ({ eve, path }: Told, who: TestPerson) =>
  eve.put(`${path}/advisor`, { personId: who.id }, ifMatch((await eve.get(path)).headers['etag']));

async function advisedBy(told: Told, who: TestPerson): Promise<void> {
  await expecting(200, nameAdvisor(told, who));
  await expecting(201, who.post(`${told.path}/advisor/acceptance`));
}

test('to ask the same advisor again takes nothing back, and to decline again says that it is done', async () => {
  const told = await aPlan();
  await advisedBy(told, told.ada);
  expect((await expecting(200, nameAdvisor(told, told.ada))).body.advisor).toMatchObject({ state: 'accepted' });
  await expecting(204, told.ada.post(`${told.path}/advisor/decline`));
  expect((await nameAdvisor(told, told.ada)).body.advisor).toMatchObject({ state: 'asked' });
  await expecting(204, told.ada.post(`${told.path}/advisor/decline`));
  await expecting(204, told.eve.put(`${told.path}/shares/${told.ada.id}`, { parts: ['aims'] }));
  expect((await told.ada.post(`${told.path}/advisor/decline`)).body.code).toBe('advising_answered');
});

test('a plan is written, agreed, reviewed and closed by its learner', async () => {
  const { eve, path, id } = await aPlan();
  const made = await expecting(200, eve.get(path));
  expect(made.body).toMatchObject({
    aims,
    chime: ['hope'],
    state: 'draft',
    seenAs: 'learner',
    advisor: null,
    goals: [],
    attainment: null,
    reviews: [],
    stage: 1,
  });
  expect((await eve.post('/learning-plans', { aims })).body.code).toBe('plan_open_already');
  expect((await eve.patch(path, { aims: 'Sing again' })).status).toBe(428);
  const changed = await expecting(200, eve.patch(path, { aims: 'Sing again' }, ifMatch(made.headers['etag'])));
  expect(changed.body).toMatchObject({ aims: 'Sing again', chime: ['hope'] });
  expect((await eve.patch(path, { chime: [] }, ifMatch(made.headers['etag']))).status).toBe(412);
  const today = college.clock.now().toISOString().slice(0, 10);
  expect((await eve.post(`${path}/reviews`, { heldOn: today, mode: 'phone' })).body.code).toBe('plan_not_agreed');
  expect((await expecting(201, eve.post(`${path}/agreement`))).body.state).toBe('agreed');
  expect((await eve.post(`${path}/reviews`, { heldOn: '2999-01-01', mode: 'phone' })).body.code).toBe(
    'not_yet_happened',
  );
  expect(
    (await expecting(201, eve.post(`${path}/reviews`, { heldOn: today, mode: 'phone', note: 'It goes well.' }))).body,
  ).toMatchObject({
    state: 'reviewing',
    stage: 4,
    reviews: [{ heldOn: today, mode: 'phone', note: 'It goes well.', learnerSignedAt: null }],
  });
  expect((await expecting(201, eve.post(`${path}/closing`))).body).toMatchObject({ state: 'closed', can: ['export'] });
  expect((await eve.post(`${path}/goals`, goal)).body.code).toBe('plan_closed');
  const events = await college.sql.query('select type, refs from event where subject_id = $1', [id]);
  expect(JSON.stringify(events)).not.toMatch(/sing|sleep|goes well/i);
  await expecting(201, eve.post('/learning-plans', { aims: 'A second one' }));
});

test('what a plan says is sealed: the database holds no word of it in the open', async () => {
  const { eve, id, path } = await aPlan();
  await expecting(201, eve.post(`${path}/goals`, goal));
  const rows = await college.sql.query(
    `
      select encode(p.aims, 'escape') as aims, encode(g.words, 'escape') as words,
        row_to_json(p)::text || row_to_json(g)::text as whole
      from learning_plan p
      join learning_goal g on g.plan_id = p.id
      where p.id = $1`,
    [id],
  );
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toMatch(/sing|choir|hope|connectedness|once/i);
});

describe('only the learner sets a goal (BR-69)', () => {
  test('from the learner it is active; from the advisor it is a proposal until the learner says yes', async () => {
    const told = await aPlan();
    const { eve, ada, path } = told;
    const { body: own } = await expecting(201, eve.post(`${path}/goals`, goal));
    expect(own).toMatchObject({
      ...goal,
      state: 'active',
      currentLevel: -1,
      proposedBy: eve.id,
      can: ['change', 'conclude'],
    });
    await advisedBy(told, ada);
    const { body: proposed } = await expecting(201, ada.post(`${path}/goals`, { statement: 'Walk every day' }));
    expect(proposed).toMatchObject({ state: 'proposed', proposedBy: ada.id, weight: 1, can: [] });
    for (const step of ['acceptance', 'decline'])
      expect((await ada.post(`/goals/${proposed.id}/${step}`)).status).toBe(403);
    expect((await ada.patch(`/goals/${proposed.id}`, { statement: 'Run' }, ifMatch('"1"'))).status).toBe(403);
    expect((await ada.post(`/goals/${own.id}/conclusion`, { state: 'achieved' })).status).toBe(403);
    expect((await eve.get(path)).body.attainment).toEqual({ baseline: '40.00', current: '40.00', change: '0.00' });
    expect((await expecting(201, eve.post(`/goals/${proposed.id}/acceptance`))).body.state).toBe('active');
    expect((await eve.post(`/goals/${proposed.id}/decline`)).body.code).toBe('state_conflict');
  });

  test('the database refuses a goal that its learner has not accepted', async () => {
    const told = await aPlan();
    await advisedBy(told, told.ada);
    const { body } = await expecting(201, told.ada.post(`${told.path}/goals`, { statement: 'Walk every day' }));
    await expect(
      college.sql.query(`update learning_goal set state = 'active' where id = $1`, [body.id]),
    ).rejects.toThrow('learning_goal_set_by_learner');
    await expect(
      college.sql.query(
        `update learning_goal set state = 'active', accepted_by = $2, accepted_at = now() where id = $1`,
        [body.id, told.ada.id],
      ),
    ).rejects.toThrow('learning_goal_set_by_learner');
  });

  test('who sees a part of the plan without the goals can propose none, and strangers find nothing', async () => {
    const { eve, ada, path } = await aPlan();
    const { body } = await expecting(201, eve.post(`${path}/goals`, goal));
    await expecting(204, eve.put(`${path}/shares/${ada.id}`, { parts: ['aims'] }));
    expect((await ada.post(`${path}/goals`, { statement: 'Walk' })).status).toBe(403);
    expect((await ada.get(`/goals/${body.id}`)).status).toBe(404);
    expect((await mo.post(`${path}/goals`, { statement: 'Walk' })).status).toBe(403);
    expect((await (await aLearner(college)).post(`${path}/goals`, { statement: 'Walk' })).status).toBe(404);
    expect((await (await aLearner(college)).get(`/goals/${body.id}`)).status).toBe(404);
  });
});

test('goal attainment follows from weights and levels, and counts what was reached or is worked on (BR-70)', async () => {
  const { eve, path } = await aPlan();
  const ids: string[] = [];
  for (const [weight, baselineLevel] of [
    [3, -1],
    [2, -1],
    [1, -2],
  ])
    ids.push((await expecting(201, eve.post(`${path}/goals`, { statement: 'A goal', weight, baselineLevel }))).body.id);
  for (const [index, currentLevel] of [2, 1, 0].entries()) {
    const { headers } = await eve.get(`/goals/${ids[index]}`);
    await expecting(200, eve.patch(`/goals/${ids[index]}`, { currentLevel }, ifMatch(headers['etag'])));
    expect((await eve.patch(`/goals/${ids[index]}`, { currentLevel }, ifMatch(headers['etag']))).status).toBe(412);
  }
  expect((await eve.get(path)).body.attainment).toMatchObject({ current: '67.63' });
  await expecting(201, eve.post(`/goals/${ids[0]}/conclusion`, { state: 'achieved' }));
  expect((await eve.get(path)).body.attainment).toMatchObject({ current: '67.63' });
  await expecting(201, eve.post(`/goals/${ids[2]}/conclusion`, { state: 'dropped' }));
  expect((await eve.get(path)).body.attainment.current).not.toBe('67.63');
  expect(
    (
      await eve.patch(
        `/goals/${ids[2]}`,
        { currentLevel: 1 },
        ifMatch((await eve.get(`/goals/${ids[2]}`)).headers['etag']),
      )
    ).body.code,
  ).toBe('goal_not_active');
});

test.each([3, -3, 0.5, '1'])('a level of %p is refused (BR-70)', async (level) => {
  const { eve, path } = await aPlan();
  expect((await eve.post(`${path}/goals`, { ...goal, baselineLevel: level })).status).toBe(400);
});

describe('who sees a plan (BR-71)', () => {
  test('the advisor, once they have said yes, and no longer than the learner wants', async () => {
    const told = await aPlan();
    const { eve, ada, path, id } = told;
    const unknown = await Promise.all(
      [mo, await aLearner(college), await aPerson(college, { roles: ['facilitator'] })].map(
        async (who) => (await nameAdvisor(told, who)).body,
      ),
    );
    expect(unknown.map(({ status, code }) => `${status} ${code}`)).toEqual(Array(3).fill('422 advisor_unknown'));
    expect((await eve.get('/me/possible-advisors')).body.items.map((person: { id: string }) => person.id)).toContain(
      ada.id,
    );
    await expecting(200, nameAdvisor(told, ada));
    expect((await expecting(200, ada.get(path))).body).toMatchObject({
      seenAs: 'asked_advisor',
      aims: null,
      goals: null,
      reviews: null,
      can: ['accept_advising', 'decline_advising'],
    });
    expect((await ada.get('/learning-plans?as=advisor')).body.items).toEqual([
      { id, personId: eve.id, state: 'draft', seenAs: 'asked_advisor' },
    ]);
    expect((await expecting(201, ada.post(`${path}/advisor/acceptance`))).body).toMatchObject({
      seenAs: 'advisor',
      aims,
      chime: ['hope'],
      goals: [],
      advisor: { id: ada.id, state: 'accepted' },
    });
    expect((await ada.post(`${path}/advisor/acceptance`)).body.code).toBe('advising_answered');
    for (const call of [
      ada.post(`${path}/agreement`),
      ada.post(`${path}/closing`),
      ada.patch(path, { aims: 'Other' }, ifMatch('"1"')),
      ada.get(`${path}/export`),
      ada.get(`${path}/shares`),
    ])
      expect((await call).status).toBe(403);
    await expecting(200, eve.delete(`${path}/advisor`, ifMatch((await eve.get(path)).headers['etag'])));
    expect((await ada.get(path)).status).toBe(404);
  });

  test('a coordinator can be asked, and say no; a former facilitator sees nothing', async () => {
    const told = await aPlan();
    const casey = await aCoordinator(college);
    await advisedBy(told, casey);
    await expecting(204, casey.post(`${told.path}/advisor/decline`));
    expect((await casey.get(told.path)).status).toBe(404);
    await advisedBy(told, told.ada);
    await college.sql.query(`update role_grant set ended_at = now() where person_id = $1 and role = 'facilitator'`, [
      told.ada.id,
    ]);
    expect((await told.ada.get(told.path)).status).toBe(404);
  });

  test('a facilitator of a run of mine sees the parts that I share, while we have to do with each other', async () => {
    const { eve, ada, path, id } = await aPlan();
    await expecting(201, eve.post(`${path}/goals`, goal));
    expect((await ada.get(path)).status).toBe(404);
    for (const who of [mo, await aPerson(college, { roles: ['facilitator'] }), await aLearner(college)])
      expect((await eve.put(`${path}/shares/${who.id}`, { parts: ['aims'] })).body.code).toBe('reader_unknown');
    await expecting(204, eve.put(`${path}/shares/${ada.id}`, { parts: ['goals'] }));
    expect((await expecting(200, ada.get(path))).body).toMatchObject({
      seenAs: 'reader',
      aims: null,
      chime: null,
      advisor: null,
      goals: [{ statement: goal.statement }],
      reviews: null,
      stage: null,
      can: ['propose_goal'],
    });
    expect((await ada.get('/learning-plans?as=reader')).body.items).toMatchObject([{ id, seenAs: 'reader' }]);
    expect((await eve.get(`${path}/shares`)).body.items).toMatchObject([{ readerId: ada.id, parts: ['goals'] }]);
    await college.sql.query(
      `update facilitator_assignment set state = 'stood_down', stood_down_at = now() where person_id = $1`,
      [ada.id],
    );
    expect((await ada.get(path)).status).toBe(404);
    expect((await ada.get('/learning-plans?as=reader')).body.items).toEqual([]);
  });

  test.each(['observer', 'shadow'] as const)(
    'whoever comes to a run as %s sees nothing of a plan, whatever was shared with them before, and is nobody to ask',
    async (part) => {
      const { eve, path, id, runId } = await aPlan();
      const watching = await aFacilitator(college, runId, { part });
      expect((await eve.put(`${path}/shares/${watching.id}`, { parts: ['aims'] })).body.code).toBe('reader_unknown');
      await college.sql.query(
        `insert into learning_plan_share (plan_id, reader_id, parts, shared_at) values ($1, $2, '{aims}', $3)`,
        [id, watching.id, college.clock.now()],
      );
      expect((await watching.get(path)).status).toBe(404);
      expect((await watching.get('/learning-plans?as=reader')).body.items).toEqual([]);
      const { body } = await eve.get('/me/possible-advisors');
      expect(body.items.map((person: { id: string }) => person.id)).not.toContain(watching.id);
      await college.sql.query(`update facilitator_assignment set delivery_role = 'support' where person_id = $1`, [
        watching.id,
      ]);
      expect((await expecting(200, watching.get(path))).body).toMatchObject({ seenAs: 'reader', aims });
    },
  );

  test('what is no longer shared is not seen any more', async () => {
    const { eve, ada, path } = await aPlan();
    await expecting(204, eve.put(`${path}/shares/${ada.id}`, { parts: [...planParts] }));
    await expecting(204, eve.delete(`${path}/shares/${ada.id}`));
    expect((await ada.get(path)).status).toBe(404);
    expect((await eve.delete(`${path}/shares/${ada.id}`)).status).toBe(404);
  });

  test('an administrator sees that there is a plan, and nothing of it; everybody else finds nothing', async () => {
    const told = await aPlan();
    await advisedBy(told, told.ada);
    await expecting(201, told.eve.post(`${told.path}/goals`, goal));
    expect((await mo.get(told.path)).body).toMatchObject({
      seenAs: 'administrator',
      personId: told.eve.id,
      state: 'draft',
      aims: null,
      chime: null,
      advisor: null,
      goals: null,
      attainment: null,
      reviews: null,
      stage: null,
      can: [],
    });
    expect((await mo.get('/learning-plans?as=administrator&limit=200')).body.items).toContainEqual({
      id: told.id,
      personId: told.eve.id,
      state: 'draft',
      seenAs: 'administrator',
    });
    for (const who of [
      await aCoordinator(college),
      await aPerson(college, { roles: ['facilitator'] }),
      await aPerson(college, { roles: ['panel_member'] }),
      await aPerson(college, { roles: ['analyst'] }),
      await aLearner(college),
    ]) {
      expect((await who.get(told.path)).status).toBe(404);
      expect((await who.get('/learning-plans?as=administrator')).status).toBe(403);
    }
  });
});

test('both sign a review, each for themselves and once', async () => {
  const told = await aPlan();
  const { eve, ada, path } = told;
  await advisedBy(told, ada);
  await expecting(201, eve.post(`${path}/agreement`));
  const { body } = await expecting(201, ada.post(`${path}/reviews`, { heldOn: '2026-01-05', mode: 'in_person' }));
  const review = `/learning-plan-reviews/${body.reviews[0].id}/signature`;
  expect((await expecting(201, ada.post(review))).body.reviews[0]).toMatchObject({
    learnerSignedAt: null,
    advisorSignedAt: expect.any(String),
  });
  expect((await expecting(201, eve.post(review))).body.reviews[0]).toMatchObject({
    learnerSignedAt: expect.any(String),
    advisorSignedAt: expect.any(String),
  });
  expect((await eve.post(review)).body.code).toBe('review_signed');
  expect((await (await aLearner(college)).post(review)).status).toBe(404);
});

test('whoever leaves the college takes the plan along, as data and as text, and nothing is deleted (BR-72)', async () => {
  const { eve, path } = await aPlan();
  await expecting(201, eve.post(`${path}/goals`, goal));
  await expecting(201, eve.post(`${path}/closing`));
  await expecting(201, eve.post('/me/registration/leaving'));
  const { body } = await expecting(200, eve.get(`${path}/export`));
  expect(body.plan).toMatchObject({
    state: 'closed',
    aims,
    goals: [{ statement: goal.statement, descriptors: goal.descriptors }],
  });
  for (const words of [aims, goal.statement, 'every week', '40.00']) expect(body.text).toContain(words);
  expect((await mo.get(`${path}/export`)).status).toBe(403);
});

describe('steps are reported by the learner (BR-73)', () => {
  test('an advisor may verify one; nothing else can, and nothing asks for it', async () => {
    const told = await aPlan();
    const { eve, ada } = told;
    const { body } = await expecting(
      201,
      eve.post('/progression-events', { kind: 'volunteer', happenedOn: '2026-02-01' }),
    );
    expect(body).toMatchObject({ personId: eve.id, kind: 'volunteer', verified: false });
    const verification = `/progression-events/${body.id}/verification`;
    for (const who of [ada, mo, await aCoordinator(college)]) expect((await who.post(verification)).status).toBe(404);
    expect((await eve.post(verification)).body.code).toBe('own_record');
    await advisedBy(told, ada);
    expect((await ada.get(`/progression-events?personId=${eve.id}`)).body.items).toHaveLength(1);
    expect((await expecting(201, ada.post(verification))).body.verified).toBe(true);
    expect((await ada.post(verification)).body.code).toBe('progression_verified');
    await expect(
      college.sql.query('update progression_event set verified_by = person_id where id = $1', [body.id]),
    ).rejects.toThrow('progression_event_verified_by_another');
    const readers = await college.sql.query(
      `
        select distinct conrelid::regclass::text
        from pg_constraint
        where contype = 'f' and confrelid = 'progression_event'::regclass`,
    );
    expect(readers).toEqual([]);
  });

  test('what was reported can be taken back, by its learner alone', async () => {
    const eve = await aLearner(college);
    expect((await eve.post('/progression-events', { kind: 'education', happenedOn: '2999-01-01' })).body.code).toBe(
      'not_yet_happened',
    );
    const { body } = await expecting(
      201,
      eve.post('/progression-events', { kind: 'education', happenedOn: '2026-02-01' }),
    );
    expect((await (await aLearner(college)).delete(`/progression-events/${body.id}`)).status).toBe(404);
    await expecting(204, eve.delete(`/progression-events/${body.id}`));
    expect((await eve.get('/progression-events')).body.items).toEqual([]);
  });
});

test('an advisor is among those with whom a journal entry, or a score, can be shared', async () => {
  const told = await aPlan();
  const casey = await aCoordinator(college);
  const { body: entry } = await expecting(201, told.eve.post('/journal-entries', { blocks: [{ text: 'Today' }] }));
  const recipients = async () =>
    (await told.eve.get(`/journal-entries/${entry.id}/recipients`)).body.items.map(
      (person: { id: string }) => person.id,
    );
  expect(await recipients()).not.toContain(casey.id);
  await expecting(200, nameAdvisor(told, casey));
  expect(await recipients()).not.toContain(casey.id);
  await expecting(201, casey.post(`${told.path}/advisor/acceptance`));
  expect(await recipients()).toContain(casey.id);
});

test('odd input is refused in words, and never breaks anything', async () => {
  const { eve, path } = await aPlan();
  const nobody = '00000000-0000-4000-8000-000000000000';
  const answers = await Promise.all([
    eve.post(`${path}/goals`, { ...goal, statement: 'a\0b' }),
    eve.post(`${path}/goals`, { ...goal, descriptors: ['one'] }),
    eve.post(`${path}/goals`, { ...goal, weight: 4 }),
    eve.post(`${path}/goals`, { ...goal, state: 'achieved' }),
    eve.get('/learning-plans?cursor=abc'),
    eve.get('/learning-plans?as=everybody'),
    eve.get('/measurements?limit=201'),
    eve.get('/goals/1'),
    eve.patch(path, { aims: null }, ifMatch('"1"')),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
  const absent = await Promise.all([
    eve.get(`/goals/${nobody}`),
    eve.get(`/learning-plans/${nobody}`),
    eve.get(`/measurements/${nobody}`),
    eve.get(`/runs/${nobody}/evaluation-results`),
    eve.post(`/learning-plan-reviews/${nobody}/signature`),
  ]);
  expect(absent.map(({ status }) => status)).toEqual(absent.map(() => 404));
  const { body } = await eve.get('/learning-plans?limit=1');
  expect(body).toMatchObject({ items: [{ seenAs: 'learner' }], next: null });
});

test('two plans at once make one, and two answers to one proposal are one', async () => {
  const { learners, runId } = await aCourse(college, { learners: 1, starts: [fromNow(college, { days: 2 })] });
  const eve = learners[0]!;
  const answers = await Promise.all(Array.from({ length: 5 }, () => eve.post('/learning-plans', { aims })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  const told: Told = {
    eve,
    ada: await aFacilitator(college, runId),
    runId,
    id: '',
    path: '',
  };
  told.id = answers.find(({ status }) => status === 201)!.body.id;
  told.path = `/learning-plans/${told.id}`;
  await advisedBy(told, told.ada);
  const { body } = await expecting(201, told.ada.post(`${told.path}/goals`, { statement: 'Walk' }));
  const both = await Promise.all(
    ['acceptance', 'decline', 'acceptance'].map((step) => eve.post(`/goals/${body.id}/${step}`)),
  );
  expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
});

test('the database knows the same words and moves as the code', async () => {
  const words: [string, readonly string[]][] = [
    ['learning_plan_state', planStates],
    ['learning_plan_advisor_state', advisorStates],
    ['learning_goal_state', goalStates],
    ['learning_plan_review_mode', reviewModes],
    ['learning_plan_share_parts', planParts],
    ['progression_event_kind', progressionKinds],
  ];
  for (const [constraint, values] of words)
    expect(await checkedValues(college.sql, constraint)).toEqual([...values].sort());
  expect(await triggerMoves(college.sql, 'learning_plan_moves')).toEqual(movesOf(planMoves));
  expect(await triggerMoves(college.sql, 'learning_goal_moves')).toEqual(movesOf(goalMoves));
});

test('of a plan that is closed no conversation is recorded any more', async () => {
  const { eve, path } = await aPlan();
  await expecting(201, eve.post(`${path}/closing`));
  const held = { heldOn: college.clock.now().toISOString().slice(0, 10), mode: 'phone' };
  expect((await eve.post(`${path}/reviews`, held)).body).toMatchObject({ status: 409, code: 'plan_closed' });
});
