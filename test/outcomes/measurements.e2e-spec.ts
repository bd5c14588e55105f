import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  changeByHelp,
  measurementMoves,
  measurementStates,
  occasions,
} from '../../src/outcomes/measures/measurement.rules.js';
import { measureModes } from '../../src/outcomes/measures/instrument.rules.js';
import { newId } from '../../src/platform/ids.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { aCourse, aFacilitator, type TestCourse } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aLearner, aPerson, fromNow, type TestPerson } from '../support/builders.js';
import { checkedValues, triggerMoves } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';
import { inUse, sevenOf } from './a-measure.js';

let college: TestCollege;
let mo: TestPerson;
let swemwbs: string;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-03-01T12:00:00Z');
  mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
  swemwbs = await inUse(college, mo, 'SWEMWBS');
});
afterAll(() => college.close());
beforeEach(() => college.clock.moveTo('2027-03-01T12:00:00Z'));

/** Three sessions, one a week, the first in two days. */
const aheadOf = (learners = 1): Promise<TestCourse> =>
  aCourse(college, { learners, capacity: 20, starts: [2, 9, 16].map((days) => fromNow(college, { days })) });
const mine = async (who: TestPerson) => (await expecting(200, who.get('/measurements'))).body.items;
const offer = (who: TestPerson, runId: string, occasion = 'baseline') =>
  who.post(`/runs/${runId}/measurements`, { instrumentId: swemwbs, occasion });
const answer = (who: TestPerson, id: string, body: object) => who.post(`/measurements/${id}/answers`, body);

async function anAnswered(who: TestPerson, value = 3): Promise<string> {
  const { body } = await expecting(201, who.post('/measurements', { instrumentId: swemwbs, occasion: 'adhoc' }));
  await expecting(201, answer(who, body.id, { mode: 'self_digital', responses: sevenOf(value) }));
  return body.id;
}

test('a facilitator offers a measure to everybody with a place; each finds it, and answers it once (BR-77)', async () => {
  const { runId, ada, learners } = await aheadOf(2);
  await expecting(204, offer(ada, runId));
  const [eve] = learners as [TestPerson];
  const [found] = await mine(eve);
  expect(found).toMatchObject({
    occasion: 'baseline',
    runId,
    state: 'offered',
    raw: null,
    metric: null,
    instrument: { code: 'SWEMWBS', copyrightStatement: expect.stringContaining('©') },
  });
  expect((await eve.get(`/measurements/${found.id}`)).body.can).toEqual(['answer', 'decline']);
  const { body } = await expecting(
    201,
    answer(eve, found.id, { mode: 'self_digital', responses: [...sevenOf(3).slice(0, 6), { item: 7, value: 5 }] }),
  );
  expect(body).toMatchObject({ state: 'completed', raw: 23, metric: 20.73, mode: 'self_digital', can: ['share'] });
  expect((await answer(eve, found.id, { mode: 'self_digital', responses: sevenOf(1) })).body.code).toBe(
    'state_conflict',
  );
  expect((await offer(await aPerson(college, { roles: ['facilitator'] }), runId)).status).toBe(404);
  expect((await offer(mo, runId)).status).toBe(403);
  expect((await offer(await aCoordinator(college), newId())).status).toBe(404);
});

test.each<[string, object, object]>([
  ['raw 24', { raw: 24 }, { state: 'completed', raw: 24, metric: 21.54 }],
  ['the least answers', { responses: sevenOf(1) }, { raw: 7, metric: 7 }],
  ['the greatest answers', { responses: sevenOf(5) }, { raw: 35, metric: 35 }],
  ['six of seven answers', { responses: sevenOf(5).slice(1) }, { state: 'partial', raw: null, metric: null }],
  ['no answer at all', { responses: [] }, { state: 'partial', raw: null, metric: null }],
  ['with help (BR-83)', { responses: sevenOf(3), mode: 'assisted' }, { state: 'completed', mode: 'assisted' }],
])('%s (BR-77)', async (_, body, expected) => {
  const eve = await aLearner(college);
  const { body: begun } = await expecting(201, eve.post('/measurements', { instrumentId: swemwbs, occasion: 'adhoc' }));
  expect((await expecting(201, answer(eve, begun.id, { mode: 'self_paper', ...body }))).body).toMatchObject(expected);
});

test.each<[string, object, string]>([
  ['raw 6', { raw: 6 }, 'raw_out_of_range'],
  ['raw 36', { raw: 36 }, 'raw_out_of_range'],
  ['a value above the scale', { responses: [{ item: 1, value: 6 }] }, 'responses_do_not_fit'],
  ['an eighth item', { responses: [{ item: 8, value: 3 }] }, 'responses_do_not_fit'],
  ['both', { raw: 24, responses: sevenOf(3) }, 'answers_or_total'],
  ['neither', {}, 'answers_or_total'],
])('%s is refused, and nothing is kept (BR-77)', async (_, body, code) => {
  const eve = await aLearner(college);
  const { body: begun } = await expecting(201, eve.post('/measurements', { instrumentId: swemwbs, occasion: 'adhoc' }));
  expect((await answer(eve, begun.id, { mode: 'self_digital', ...body })).body).toMatchObject({ status: 422, code });
  expect((await eve.get(`/measurements/${begun.id}`)).body).toMatchObject({ state: 'offered', responses: [] });
});

test('the database refuses a score that does not follow from the answers', async () => {
  const id = await anAnswered(await aLearner(college));
  for (const [score, words] of [
    ['raw = 36, metric = 35', 'no such score'],
    ['metric = 35', 'does not follow'],
  ])
    await expect(college.sql.query(`update measurement set ${score} where id = $1`, [id])).rejects.toThrow(words);
});

test('a baseline ends with the first session: it is offered and answered before, and never after (BR-81)', async () => {
  const { runId, ada, learners } = await aheadOf(1);
  const [eve] = learners as [TestPerson];
  await expecting(204, offer(ada, runId));
  const [{ id }] = await mine(eve);
  college.clock.moveTo('2027-03-03T14:00:30Z');
  expect((await answer(eve, id, { mode: 'self_digital', responses: sevenOf(3) })).body).toMatchObject({
    status: 422,
    code: 'occasion_window',
  });
  expect((await offer(ada, runId)).body).toMatchObject({ status: 422, code: 'occasion_window' });
  expect((await eve.post('/measurements', { instrumentId: swemwbs, occasion: 'baseline', runId })).body.code).toBe(
    'occasion_window',
  );
  expect((await mine(eve))[0]).toMatchObject({ id, state: 'expired', answerUntil: '2027-03-03T14:00:00.000Z' });
  expect((await offer(ada, runId, 'end')).body.code).toBe('occasion_window');
  await expecting(204, offer(ada, runId, 'mid'));
  await expect(
    college.sql.query(
      `
        update measurement
        set state = 'partial', mode = 'self_digital', answered_at = '2027-03-04T00:00:00Z'
        where id = $1`,
      [id],
    ),
  ).rejects.toThrow('first session');
});

describe('declining is an answer (BR-80)', () => {
  test('nobody is asked again on that occasion, and neither facilitators nor events can tell who declined', async () => {
    const { runId, ada, learners } = await aheadOf(2);
    const [eve, fay] = learners as [TestPerson, TestPerson];
    await expecting(204, offer(ada, runId));
    const [{ id }] = await mine(eve);
    expect((await expecting(201, eve.post(`/measurements/${id}/decline`))).body).toMatchObject({
      state: 'declined',
      can: [],
    });
    expect((await eve.post(`/measurements/${id}/decline`)).body.code).toBe('state_conflict');
    await expecting(204, offer(ada, runId));
    expect(await mine(eve)).toMatchObject([{ id, state: 'declined' }]);
    expect((await eve.post('/measurements', { instrumentId: swemwbs, occasion: 'baseline', runId })).body.code).toBe(
      'measurement_offered_already',
    );

    const [{ id: fays }] = await mine(fay);
    await expecting(201, answer(fay, fays, { mode: 'self_digital', responses: sevenOf(4) }));
    const events = await college.sql.query(
      `select type, from_state, to_state, refs from event where subject_id = any ($1)`,
      [[id, fays]],
    );
    expect(events).toEqual(Array(2).fill({ type: 'measurement.answered', from_state: null, to_state: null, refs: {} }));
    const seen = await Promise.all(
      [`/measurements/${id}`, `/measurements?limit=5`, `/runs/${runId}/roster`, `/runs/${runId}`].map((path) =>
        ada.get(path),
      ),
    );
    expect(JSON.stringify(seen.map(({ body }) => body))).not.toMatch(/declined|measure(?!ments\/)/);
  });

  test('no reason is asked for', async () => {
    const eve = await aLearner(college);
    const { body } = await expecting(201, eve.post('/measurements', { instrumentId: swemwbs, occasion: 'adhoc' }));
    expect((await eve.post(`/measurements/${body.id}/decline`, { reason: 'Too tired' })).status).toBeLessThan(500);
    const columns = await college.sql.query(
      `select column_name from information_schema.columns where table_name = 'measurement' and column_name ~ 'reason'`,
    );
    expect(columns).toEqual([]);
  });
});

describe("a score is its learner's own (BR-84)", () => {
  test('nobody else finds it, whatever their role or tie', async () => {
    const { ada, learners } = await aheadOf(1);
    const [eve] = learners as [TestPerson];
    const id = await anAnswered(eve);
    const others = [
      ada,
      mo,
      await aCoordinator(college),
      await aPerson(college, { roles: ['analyst'] }),
      await aPerson(college, { roles: ['panel_member'] }),
      await aLearner(college),
    ];
    for (const other of others) {
      expect((await other.get(`/measurements/${id}`)).status).toBe(404);
      expect((await other.get(`/measurements/${id}/grants`)).status).toBe(404);
      expect((await answer(other, id, { mode: 'self_digital', raw: 24 })).status).toBe(404);
      expect((await other.post(`/measurements/${id}/grants`, { readerId: other.id })).status).toBe(404);
      expect((await other.get('/measurements')).body.items).toEqual([]);
    }
  });

  test('whom she shows it sees the score, not the answers, until it ends', async () => {
    const { ada, learners } = await aheadOf(1);
    const [eve] = learners as [TestPerson];
    const id = await anAnswered(eve, 4);
    const unknown = await Promise.all(
      [mo.id, (await aLearner(college)).id, '00000000-0000-4000-8000-000000000000'].map(
        async (readerId) => (await eve.post(`/measurements/${id}/grants`, { readerId })).body,
      ),
    );
    expect(new Set(unknown.map(({ code, status, detail }) => `${code} ${status} ${detail}`)).size).toBe(1);
    expect(unknown[0]).toMatchObject({ status: 422, code: 'reader_unknown' });
    const { body: grant } = await expecting(
      201,
      eve.post(`/measurements/${id}/grants`, { readerId: ada.id, days: 10 }),
    );
    expect((await eve.post(`/measurements/${id}/grants`, { readerId: ada.id })).body.code).toBe(
      'measurement_shared_already',
    );
    expect((await expecting(200, ada.get(`/measurements/${id}`))).body).toMatchObject({
      raw: 28,
      metric: 25.03,
      responses: [],
      can: [],
    });
    expect((await ada.get('/measurements?sharedWithMe=true')).body.items).toMatchObject([{ id, personId: eve.id }]);
    expect((await eve.get(`/measurements/${id}/grants`)).body.items).toEqual([grant]);
    expect((await ada.delete(`/measurement-grants/${grant.id}`)).status).toBe(404);
    await expecting(204, eve.delete(`/measurement-grants/${grant.id}`));
    expect((await ada.get(`/measurements/${id}`)).status).toBe(404);
    await expecting(201, eve.post(`/measurements/${id}/grants`, { readerId: ada.id, days: 10 }));
    college.clock.forward({ days: 11 });
    expect((await ada.get(`/measurements/${id}`)).status).toBe(404);
    expect((await ada.get('/measurements?sharedWithMe=true')).body.items).toEqual([]);
  });

  test('whoever facilitates no more sees no more of it, whatever she shared while they did', async () => {
    const { ada, learners } = await aheadOf(1);
    const [eve] = learners as [TestPerson];
    const id = await anAnswered(eve, 4);
    await expecting(201, eve.post(`/measurements/${id}/grants`, { readerId: ada.id, days: 10 }));
    await expecting(200, ada.get(`/measurements/${id}`));
    await expecting(200, mo.delete(`/people/${ada.id}/roles/facilitator`));
    expect((await ada.get(`/measurements/${id}`)).status).toBe(404);
    expect((await ada.get('/measurements?sharedWithMe=true')).body.items).toEqual([]);
  });

  test.each(['observer', 'shadow'] as const)('an %s of a run of hers is nobody to show it to', async (part) => {
    const { runId, learners } = await aheadOf(1);
    const [eve] = learners as [TestPerson];
    const watching = await aFacilitator(college, runId, { part });
    const refused = await eve.post(`/measurements/${await anAnswered(eve, 4)}/grants`, { readerId: watching.id });
    expect(refused.body).toMatchObject({ status: 422, code: 'reader_unknown' });
  });

  test('her answers are sealed with her own key: the database holds none of them in the open', async () => {
    const eve = await aLearner(college);
    const id = await anAnswered(eve, 4);
    expect((await eve.get(`/measurements/${id}`)).body.responses).toEqual(sevenOf(4));
    const sealed = await college.sql.query(
      'select sealed from measurement_response where measurement_id = $1 order by item',
      [id],
    );
    expect(sealed).toHaveLength(7);
    expect(new Set(sealed.map(({ sealed: bytes }: { sealed: Buffer }) => bytes.toString('hex'))).size).toBe(7);
    expect(new Set(sealed.map(({ sealed: bytes }: { sealed: Buffer }) => bytes.length)).size).toBe(1);
  });
});

test('nothing can be made of a score by itself: no route of alert, triage or risk, and nothing reacts to a measure (BR-85)', async () => {
  const routes = Object.keys((await college.http.get('/openapi.json')).body.paths);
  expect(routes).toContain('/api/v1/measurements');
  expect(routes.join('\n')).not.toMatch(/alert|triage|risk|escalat/i);
  const page = readFileSync(join(repository, 'test/snapshots/reactions.txt'), 'utf8');
  // Whoever was offered a measure, or asked to advise, hears of that.
  expect(
    [...page.matchAll(/^(?:measurement|instrument|learning_plan|evaluation)\.\w+ → [\w-]+/gm)].map(String),
  ).toEqual([
    'evaluation.submitted → count-for-credit',
    'learning_plan.advisor_accepted → tell-advising_accepted',
    'learning_plan.advisor_asked → tell-advising_asked',
    'learning_plan.advisor_declined → tell-advising_declined',
    'measurement.offered_to_run → tell-measure_offered',
  ]);
});

test('change of a group pairs one edition of one instrument, and counts everybody who was offered a baseline (BR-82)', async () => {
  const { runId, ada, learners } = await aheadOf(12);
  await expecting(204, offer(ada, runId));
  for (const [index, learner] of learners.slice(0, 11).entries()) {
    const [{ id }] = await mine(learner);
    await expecting(
      201,
      answer(learner, id, { mode: index === 10 ? 'assisted' : 'self_digital', responses: sevenOf(3) }),
    );
  }
  college.clock.forward({ days: 17 });
  await expecting(204, offer(ada, runId, 'end'));
  for (const learner of learners.slice(0, 11)) {
    const found = (await mine(learner)).find(({ occasion }: { occasion: string }) => occasion === 'end');
    await expecting(201, answer(learner, found.id, { mode: 'self_digital', responses: sevenOf(4) }));
  }
  const pairs = await college.sql.query(
    `
      select baseline::float8, later::float8, assisted
      from measurement_pair
      where run_id = $1 and instrument_id = $2 and occasion = 'end'`,
    [runId, swemwbs],
  );
  expect(
    changeByHelp(
      pairs.map((pair: { assisted: boolean | null }) => ({ ...pair, assisted: pair.assisted ?? false })),
      { groupMinimum: 10, indicativeBelow: 30 },
    ),
  ).toEqual({
    alone: { offered: 11, baselines: 10, paired: 10, responseRate: 91, meanChange: 5.78, indicative: true },
    assisted: { offered: 1, baselines: 1, paired: 1, responseRate: 100, meanChange: null, indicative: false },
  });
});

test('the database knows the same words and moves as the code', async () => {
  expect(await checkedValues(college.sql, 'measurement_state')).toEqual([...measurementStates].sort());
  expect(await checkedValues(college.sql, 'measurement_occasion')).toEqual([...occasions].sort());
  expect(await checkedValues(college.sql, 'measurement_mode')).toEqual([...measureModes].sort());
  expect(await triggerMoves(college.sql, 'measurement_moves')).toEqual(movesOf(measurementMoves));
});

test('a measure of a run says of which, and without a score there is nothing to show', async () => {
  const { ada, learners } = await aheadOf();
  const eve = learners[0]!;
  expect((await eve.post('/measurements', { instrumentId: swemwbs, occasion: 'baseline' })).body).toMatchObject({
    status: 422,
    code: 'run_required',
  });
  const { body } = await expecting(201, eve.post('/measurements', { instrumentId: swemwbs, occasion: 'adhoc' }));
  expect((await eve.post(`/measurements/${body.id}/grants`, { readerId: ada.id })).body).toMatchObject({
    status: 422,
    code: 'nothing_to_share',
  });
});

test('an instrument that is put aside is neither offered nor answered', async () => {
  const { ada, runId, learners } = await aheadOf();
  const eve = learners[0]!;
  const { body } = await expecting(201, eve.post('/measurements', { instrumentId: swemwbs, occasion: 'adhoc' }));
  await expecting(201, mo.post(`/instruments/${swemwbs}/suspension`));
  const notInUse = { status: 422, code: 'instrument_not_in_use' };
  expect((await offer(ada, runId)).body).toMatchObject(notInUse);
  expect((await answer(eve, body.id, { mode: 'self_digital', responses: sevenOf(3) })).body).toMatchObject(notInUse);
  expect((await eve.post('/measurements', { instrumentId: swemwbs, occasion: 'adhoc' })).body).toMatchObject(notInUse);
  await expecting(201, mo.post(`/instruments/${swemwbs}/activation`));
});
