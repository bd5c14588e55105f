import { adjustmentMoves, adjustmentStates } from '../../src/enrolment/adjustments/adjustment.rules.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { aFacilitator } from '../attendance/a-course.js';
import { aCoordinator, aLearner, aPerson, aRun, type TestPerson } from '../support/builders.js';
import { checkedValues, triggerMoves } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let [eve, ada, casey] = [] as unknown as [TestPerson, TestPerson, TestPerson];
let enrolment: string;
beforeAll(async () => {
  college = await openTestCollege();
  const run = await aRun(college);
  eve = await aLearner(college, { name: 'Eve' });
  ada = await aFacilitator(college, run.id);
  casey = await aCoordinator(college);
  enrolment = (await eve.post(`/runs/${run.id}/enrolments`, {})).body.id;
});
afterAll(() => college.close());

const asked = async (wish = 'Slides a day before'): Promise<string> =>
  (await eve.post(`/enrolments/${enrolment}/adjustments`, { wish })).body.id;

test('the database knows the same states and moves as the code', async () => {
  expect(await checkedValues(college.sql, 'adjustment_state')).toEqual([...adjustmentStates].sort());
  expect(await triggerMoves(college.sql, 'adjustment_moves')).toEqual(movesOf(adjustmentMoves));
});

test('a learner asks, a facilitator agrees and owns it, and the learner says whether it is really there', async () => {
  const id = await asked();
  expect((await eve.get(`/adjustments/${id}`)).body).toMatchObject({
    state: 'requested',
    wish: 'Slides a day before',
    action: null,
    met: null,
    can: ['end'],
  });
  expect((await eve.post(`/adjustments/${id}/confirmation`, { met: true })).body.code).toBe('adjustment_not_in_place');
  expect((await ada.get(`/adjustments/${id}`)).body.can).toEqual(['agree', 'say_not_possible', 'end']);
  expect((await ada.post(`/adjustments/${id}/agreement`, { action: 'I send them on Mondays' })).body).toMatchObject({
    state: 'agreed',
    action: 'I send them on Mondays',
    ownerId: ada.id,
  });
  expect((await ada.post(`/adjustments/${id}/placement`)).body).toMatchObject({
    state: 'in_place',
    can: ['say_not_possible', 'end'],
  });
  expect((await eve.post(`/adjustments/${id}/confirmation`, { met: false })).body).toMatchObject({
    state: 'in_place',
    met: false,
  });
  expect((await eve.post(`/adjustments/${id}/ending`)).body).toMatchObject({ state: 'ended', can: [] });
  expect((await eve.post(`/adjustments/${id}/ending`)).status).toBe(409);
});

test('what cannot be done is said with a reason and an alternative, in the code and in the database', async () => {
  const id = await asked('A lift');
  expect((await casey.post(`/adjustments/${id}/impossibility`, { reason: 'The house has none' })).status).toBe(400);
  expect(
    (
      await casey.post(`/adjustments/${id}/impossibility`, {
        reason: 'The house has none',
        alternative: 'We meet on the ground floor',
      })
    ).body,
  ).toMatchObject({
    state: 'not_possible',
    reason: 'The house has none',
    alternative: 'We meet on the ground floor',
  });
  const other = await asked();
  await expect(
    college.sql.query(`update adjustment set state = 'not_possible' where id = $1`, [other]),
  ).rejects.toThrow('adjustment_refusal_has_an_alternative');
  await expect(college.sql.query(`update adjustment set state = 'in_place' where id = $1`, [other])).rejects.toThrow(
    'is not a move',
  );
  expect((await ada.post(`/adjustments/${other}/placement`)).status).toBe(409);
});

test('it is between the learner, those who facilitate the run and coordinators; for everybody else it is not there', async () => {
  const id = await asked();
  const strangers = [
    await aLearner(college),
    await aPerson(college, { roles: ['facilitator'] }),
    await aPerson(college, { roles: ['administrator'] }),
  ];
  for (const person of strangers) {
    expect((await person.get(`/adjustments/${id}`)).status).toBe(404);
    expect((await person.get(`/enrolments/${enrolment}/adjustments`)).status).toBe(404);
    expect((await person.post(`/enrolments/${enrolment}/adjustments`, { wish: 'Mine' })).status).toBe(404);
    expect((await person.post(`/adjustments/${id}/ending`)).status).toBe(404);
  }
  expect((await strangers[1]?.post(`/adjustments/${id}/agreement`, { action: 'Yes' }))?.status).toBe(404);
  expect((await ada.post(`/enrolments/${enrolment}/adjustments`, { wish: 'For her' })).status).toBe(404);
  expect((await ada.post(`/adjustments/${id}/confirmation`, { met: true })).status).toBe(403);
});

test('nobody arranges for themselves what they asked for, whatever their roles (BR-208)', async () => {
  const run = await aRun(college);
  const both = await aLearner(college, { roles: ['coordinator'] });
  const own = (await both.post(`/runs/${run.id}/enrolments`, {})).body.id;
  const { id } = (await both.post(`/enrolments/${own}/adjustments`, { wish: 'A better chair' })).body;
  const agreed = await both.post(`/adjustments/${id}/agreement`, { action: 'The best chair' });
  expect([agreed.status, agreed.body.code]).toEqual([422, 'own_record']);
  expect((await both.get(`/adjustments/${id}`)).body).toMatchObject({ state: 'requested', ownerId: null });
});

test('of two answers at once one counts', async () => {
  const id = await asked();
  const answers = await Promise.all([
    ada.post(`/adjustments/${id}/agreement`, { action: 'Yes' }),
    casey.post(`/adjustments/${id}/agreement`, { action: 'Also yes' }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test("somebody else's support need cannot be named, and an enrolment that is over cannot be adjusted", async () => {
  const robin = await aLearner(college);
  const need = (await robin.post('/me/support-needs', { kind: 'other', text: 'Quiet' })).body.id;
  expect((await eve.post(`/enrolments/${enrolment}/adjustments`, { wish: 'Quiet', supportNeedId: need })).status).toBe(
    404,
  );
  const run = await aRun(college);
  const own = (await robin.post(`/runs/${run.id}/enrolments`, {})).body.id;
  await robin.post(`/enrolments/${own}/withdrawal`);
  expect((await robin.post(`/enrolments/${own}/adjustments`, { wish: 'Quiet' })).body.code).toBe(
    'adjustment_needs_a_place',
  );
});

test('that staff read it is on record with whose it was, and its words are sealed', async () => {
  const id = await asked('Zebra crossing please');
  await ada.get(`/adjustments/${id}`);
  await eve.get(`/adjustments/${id}`);
  const [read, ...others] = (await eve.get('/me/reads?limit=1')).body.items;
  expect([read, others]).toEqual([
    expect.objectContaining({
      kind: 'adjustment',
      reason: 'adjusting_to_needs',
      outcome: 'read',
      reader: ada.chosenName,
    }),
    [],
  ]);
  const [{ text }] = await college.sql.query(
    `select string_agg(a::text, ' ') || (select string_agg(e::text, ' ') from event e) as text from adjustment a`,
  );
  expect(text).not.toMatch(/Zebra|5a65627261/i);
});
