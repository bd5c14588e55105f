import { Enrolment } from '../../src/enrolment/enrolments/enrolment.entity.js';
import { newId } from '../../src/platform/ids.js';
import { aLearner, aPerson, aRun, type TestPerson, type TestRun } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { everyRow } from './copy-out.js';

let college: TestCollege;
let learner: TestPerson;
let facilitator: TestPerson;
let run: TestRun;
let at: string;

beforeAll(async () => {
  college = await openTestCollege();
  [learner, facilitator] = [await aLearner(college), await aPerson(college, { roles: ['facilitator'] })];
  run = await aRun(college);
  at = `/sessions/${run.sessionIds[0]}/journal-prompts`;
  await college.sql.query(
    `
      insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at)
      values ($1, $2, $3, 'peer', 'accepted', $4)`,
    [newId(), run.id, facilitator.id, college.clock.now()],
  );
  await college.sql.manager.insert(Enrolment, {
    id: newId(),
    runId: run.id,
    personId: learner.id,
    state: 'confirmed',
    source: 'self',
    joinedAt: college.clock.now(),
    confirmedAt: college.clock.now(),
  });
});
afterAll(() => college.close());

interface ShownPrompt {
  model: string;
  step: string;
  text: string;
  optional: boolean;
  aftercare: string;
  sensitivity: string;
}

test.each([
  ['gibbs', ['description', 'feelings', 'evaluation', 'analysis', 'conclusion', 'action_plan']],
  ['kolb', ['experience', 'reflection', 'concept', 'experiment']],
  ['driscoll', ['what', 'so_what', 'now_what']],
  ['strengths', ['connectedness', 'hope', 'identity', 'meaning', 'empowerment']],
  ['free', ['page']],
])('the prompts of %s come in their order, each optional and with a line of care', async (model, steps) => {
  const { body } = await learner.get(`/journal-prompts?model=${model}`);
  const shown = body.items as ShownPrompt[];
  expect(shown.map(({ step }) => step)).toEqual(steps);
  expect(shown.every(({ optional, text, aftercare }) => optional && text.length > 10 && aftercare.length > 10)).toBe(
    true,
  );
  expect(body.crisisSignposts.length).toBeGreaterThan(0);
});

test('no prompt commands, judges or asks why', async () => {
  const shown = (await learner.get('/journal-prompts')).body.items as ShownPrompt[];
  expect(
    shown
      .map(({ text }) => text)
      .filter((text) => /\b(must|should you|have to|why did you|wrong|fail|diagnos|symptom)/i.test(text)),
  ).toEqual([]);
});

test('a facilitator offers prompts at a session, those who attend see them, others see nothing', async () => {
  const offered = await facilitator.post(at, { promptIds: ['driscoll.what.1', 'strengths.hope.1'] });
  expect(offered.status).toBe(201);
  expect((await facilitator.post(at, { promptIds: ['driscoll.what.1'] })).status).toBe(201);
  expect((await learner.get(at)).body.items.map(({ id }: { id: string }) => id)).toEqual([
    'driscoll.what.1',
    'strengths.hope.1',
  ]);
  const stranger = await aPerson(college, { roles: ['facilitator', 'coordinator'] });
  const tries = async (person: TestPerson) => [
    (await person.post(at, { promptIds: ['driscoll.what.1'] })).status,
    (await person.delete(`${at}/driscoll.what.1`)).status,
  ];
  expect([(await stranger.get(at)).status, ...(await tries(stranger))]).toEqual([404, 404, 404]);
  expect(await tries(learner)).toEqual([403, 403]);
  expect((await facilitator.delete(`${at}/strengths.hope.1`)).status).toBe(204);
  expect((await facilitator.delete(`${at}/strengths.hope.1`)).status).toBe(404);
  expect((await learner.get(at)).body.items).toHaveLength(1);
});

test('seeing, answering and skipping prompts leave no trace in any table (BR-128, BR-135)', async () => {
  await learner.post('/journal-entries', { blocks: [] });
  const before = await everyRow(college.sql);
  await learner.get(at);
  expect((await learner.post(`${at}/skipping`)).status).toBe(204);
  expect(await everyRow(college.sql)).toEqual(before);

  await learner.post('/journal-entries', { blocks: [{ promptId: 'driscoll.what.1', text: 'It rained.' }] });
  const changed = Object.entries(await everyRow(college.sql))
    .filter(([table, rows]) => rows.join('\n') !== before[table]?.join('\n'))
    .map(([table]) => table);
  expect(changed.sort()).toEqual(['public.journal_entry', 'public.journal_version']);
});

test('skipping answers the same to everybody, for any session', async () => {
  for (const person of [learner, facilitator])
    expect((await person.post(`/sessions/${newId()}/journal-prompts/skipping`)).status).toBe(204);
});
