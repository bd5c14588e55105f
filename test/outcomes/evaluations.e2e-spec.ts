import { aCourse, aFacilitator, type TestCourse } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aLearner, aPerson, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { checkedValues } from '../support/catalog.js';
import { evaluatedThings } from '../../src/outcomes/evaluations/evaluation.rules.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let administrator: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  administrator = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
});
afterAll(() => college.close());

const yesterday = (learners: number): Promise<TestCourse> =>
  aCourse(college, { starts: [fromNow(college, { days: -1 })], learners, capacity: 20 });
const both = (hope: number, skills: number) => ({
  answers: [
    { item: 'more_hopeful', value: hope },
    { item: 'gained_skills', value: skills },
  ],
});
const resultsOf = async (who: TestPerson, { runId }: TestCourse) =>
  (await expecting(200, who.get(`/runs/${runId}/evaluation-results`))).body;

test('a learner sees what is asked, answers once, and sees afterwards that they have', async () => {
  const course = await yesterday(1);
  const eve = course.learners[0]!;
  const path = `/runs/${course.runId}/evaluation-form`;
  const { body } = await expecting(200, eve.get(path));
  expect(body).toMatchObject({
    state: 'open',
    given: false,
    can: ['evaluate'],
    form: {
      about: 'run',
      number: 1,
      items: [{ item: 'more_hopeful', text: 'I feel more hopeful' }, { item: 'gained_skills' }],
    },
  });
  await expecting(204, eve.post(`/runs/${course.runId}/evaluations`, { ...both(5, 4), formId: body.form.id }));
  expect((await eve.get(path)).body).toMatchObject({ given: true, can: [] });
  expect((await eve.post(`/runs/${course.runId}/evaluations`, both(1, 1))).body.code).toBe('evaluation_given_already');
});

test('however often somebody answers at once, they are counted once', async () => {
  const course = await yesterday(1);
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => course.learners[0]!.post(`/runs/${course.runId}/evaluations`, both(5, 5))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409, 409]);
  const [tally] = await college.sql.query('select respondents, counts from evaluation_tally where run_id = $1', [
    course.runId,
  ]);
  expect(tally).toEqual({ respondents: 1, counts: { more_hopeful: [0, 0, 0, 0, 1], gained_skills: [0, 0, 0, 0, 1] } });
});

test('nobody learns anything while people may still answer; then the facilitators and staff see everybody together (I-50)', async () => {
  const course = await yesterday(13);
  const [late, ...others] = course.learners as [TestPerson, ...TestPerson[]];
  for (const [index, learner] of others.entries())
    await expecting(204, learner.post(`/runs/${course.runId}/evaluations`, index === 0 ? both(2, 3) : both(4, 5)));
  expect(await resultsOf(course.ada, course)).toMatchObject({
    hiddenBecause: 'open',
    respondents: null,
    invited: null,
    items: [],
  });
  await later(31, async () => {
    for (const who of [course.ada, administrator, await aCoordinator(college)]) {
      expect(await resultsOf(who, course)).toMatchObject({
        hiddenBecause: null,
        respondents: 12,
        invited: 13,
        items: [
          { item: 'more_hopeful', valid: 12, agree: 11, agreePercent: 92 },
          { item: 'gained_skills', valid: 12, agree: 11, agreePercent: 92 },
        ],
      });
    }
    expect((await late.post(`/runs/${course.runId}/evaluations`, both(1, 1))).body).toMatchObject({
      status: 422,
      code: 'evaluation_closed',
    });
    const strangers = [
      late,
      await aPerson(college, { roles: ['facilitator'] }),
      await aPerson(college, { roles: ['analyst'] }),
    ];
    expect(
      await Promise.all(
        strangers.map(async (who) => (await who.get(`/runs/${course.runId}/evaluation-results`)).status),
      ),
    ).toEqual([404, 404, 404]);
  });
});

test('fewer than five people are never told about, and an item that fewer than five answered neither', async () => {
  const [few, enough] = [await yesterday(4), await yesterday(6)];
  for (const learner of few.learners) await expecting(204, learner.post(`/runs/${few.runId}/evaluations`, both(5, 5)));
  for (const learner of enough.learners.slice(0, 2))
    await expecting(
      204,
      learner.post(`/runs/${enough.runId}/evaluations`, { answers: [{ item: 'more_hopeful', value: 4 }] }),
    );
  for (const learner of enough.learners.slice(2))
    await expecting(204, learner.post(`/runs/${enough.runId}/evaluations`, both(4, 2)));
  await later(31, async () => {
    expect(await resultsOf(few.ada, few)).toMatchObject({ hiddenBecause: 'too_few', respondents: null, items: [] });
    expect(await resultsOf(enough.ada, enough)).toMatchObject({
      respondents: 6,
      items: [
        { valid: 6, agree: 6, agreePercent: null },
        { valid: null, agree: null, agreePercent: null },
      ],
    });
  });
});

test('a longer time to answer never opens what was closed: one more answer could be found by subtraction', async () => {
  const course = await yesterday(6);
  for (const learner of course.learners.slice(0, 5))
    await expecting(204, learner.post(`/runs/${course.runId}/evaluations`, both(4, 4)));
  await later(31, async () => {
    const { headers } = await administrator.get('/college');
    await expecting(
      200,
      administrator.patch('/college', { policy: { evaluationDays: 300 } }, { 'If-Match': headers['etag'] ?? '' }),
    );
    expect((await course.learners[5]!.post(`/runs/${course.runId}/evaluations`, both(1, 1))).body.code).toBe(
      'evaluation_closed',
    );
    expect(await resultsOf(course.ada, course)).toMatchObject({ respondents: 5 });
    const again = await administrator.get('/college');
    await expecting(
      200,
      administrator.patch('/college', { policy: { evaluationDays: 30 } }, { 'If-Match': again.headers['etag'] ?? '' }),
    );
  });
});

test('the limits below which nothing is told can be raised and not lowered', async () => {
  const { headers } = await administrator.get('/college');
  for (const policy of [{ reportSmallNumber: 4 }, { reportPercentDenominator: 9 }, { measureGroupMinimum: 9 }]) {
    expect((await administrator.patch('/college', { policy }, { 'If-Match': headers['etag'] ?? '' })).status).toBe(400);
  }
});

describe('nothing leads from answers to a person, or from one answer to another (I-50)', () => {
  test('no table holds an answer by itself: a run has one row, and its writer, place and time tell at most who came last', async () => {
    const course = await yesterday(7);
    for (const [index, learner] of course.learners.entries())
      await expecting(
        204,
        learner.post(`/runs/${course.runId}/evaluations`, both((index % 5) + 1, 5 - (index % 5)), {
          'Idempotency-Key': `key-${index}`,
        }),
      );
    const tallies = await college.sql.query('select *, xmin::text as writer from evaluation_tally where run_id = $1', [
      course.runId,
    ]);
    expect(tallies).toMatchObject([
      { respondents: 7, session_id: null, counts: { more_hopeful: [2, 2, 1, 1, 1], gained_skills: [1, 1, 1, 2, 2] } },
    ]);
    expect(Object.keys(tallies[0]).sort()).toEqual([
      'closes_on',
      'counts',
      'form_id',
      'id',
      'respondents',
      'run_id',
      'session_id',
      'writer',
    ]);
    expect(tallies[0].id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    // The row was written anew by each answer, so that of seven transactions that noted a person at most one is found
    // on it.
    const receipts = await college.sql.query(
      'select *, xmin::text as writer from evaluation_receipt where run_id = $1',
      [course.runId],
    );
    expect(receipts).toHaveLength(7);
    expect(Object.keys(receipts[0]).sort()).toEqual(['person_id', 'run_id', 'session_id', 'writer']);
    expect(
      receipts.filter(({ writer }: { writer: string }) => writer === tallies[0].writer).length,
    ).toBeLessThanOrEqual(1);
  });

  test('neither events, nor jobs, nor retry keys hold anything of the answers', async () => {
    const course = await yesterday(2);
    const [eve, fay] = course.learners as [TestPerson, TestPerson];
    await expecting(204, eve.post(`/runs/${course.runId}/evaluations`, both(1, 5), { 'Idempotency-Key': 'one' }));
    await expecting(
      204,
      fay.post(`/sessions/${course.sessionIds[0]}/evaluations`, both(1, 5), { 'Idempotency-Key': 'two' }),
    );
    const events = await college.sql.query(
      `select type, subject_id, person_id, refs, from_state, to_state from event where actor_id = any ($1)`,
      [[eve.id, fay.id]],
    );
    expect(events).toEqual([
      {
        type: 'evaluation.submitted',
        subject_id: course.runId,
        person_id: eve.id,
        refs: {},
        from_state: null,
        to_state: null,
      },
    ]);
    expect(
      await college.sql.query('select 1 from idempotency_key where person_id = any ($1)', [[eve.id, fay.id]]),
    ).toEqual([]);
  });

  test('counts only rise, by one person at a time, and neither form nor run can be exchanged afterwards', async () => {
    const course = await yesterday(1);
    await expecting(204, course.learners[0]!.post(`/runs/${course.runId}/evaluations`, both(3, 3)));
    for (const change of [
      `respondents = respondents + 1, counts = '{"more_hopeful": [0,0,0,0,5], "gained_skills": [0,0,1,0,0]}'`,
      `respondents = 0`,
      `respondents = respondents + 1, counts = '{"more_hopeful": [0,0,1,0,0]}'`,
      `respondents = respondents + 1, form_id = (select id from evaluation_form where about = 'session' limit 1)`,
      `respondents = respondents + 1, closes_on = closes_on - 1`,
      `respondents = respondents + 1, counts = '{"more_hopeful": [0,0,1,0,0], "gained_skills": [0,0,0,1,0]}'`,
      `respondents = respondents + 1, counts = counts || '{"another": [0,0,1,0,0]}'`,
      `respondents = respondents + 1, counts = counts || '{"more_hopeful": [0,0,1,0,0,1]}'`,
    ]) {
      await expect(
        college.sql.query(`update evaluation_tally set ${change} where run_id = $1`, [course.runId]),
      ).rejects.toThrow('only counted');
    }
    await expect(college.sql.query('delete from evaluation_tally where run_id = $1', [course.runId])).rejects.toThrow(
      'only counted',
    );
    await expect(college.sql.query(`update evaluation_form set items = '[1, 2]'`)).rejects.toThrow('only grows');
  });

  test('there is no switch that would take the anonymity away', async () => {
    expect(
      (await administrator.post('/evaluation-forms', { about: 'run', ownItems: [], anonymous: false })).status,
    ).toBe(400);
    const course = await yesterday(1);
    expect(
      (
        await course.learners[0]!.post(`/runs/${course.runId}/evaluations`, {
          ...both(3, 3),
          respondentId: course.learners[0]!.id,
        })
      ).status,
    ).toBe(400);
  });
});

describe('the college adds its own items', () => {
  const own = { about: 'session', ownItems: [{ item: 'felt_heard', text: 'I felt heard' }] };

  test('a new form is asked where nobody has answered; where somebody has, the old one stays', async () => {
    const course = await aCourse(college, {
      starts: [fromNow(college, { days: -2 }), fromNow(college, { days: -1 })],
      learners: 2,
    });
    const [first, second] = course.sessionIds as unknown as [string, string];
    const [eve, fay] = course.learners as [TestPerson, TestPerson];
    const before = (await eve.get(`/sessions/${first}/evaluation-form`)).body.form;
    await expecting(204, eve.post(`/sessions/${first}/evaluations`, { ...both(4, 4), formId: before.id }));
    const { body: form } = await expecting(201, administrator.post('/evaluation-forms', own));
    expect(form).toMatchObject({
      about: 'session',
      number: 2,
      items: [{ item: 'more_hopeful' }, { item: 'gained_skills' }, { item: 'felt_heard', text: 'I felt heard' }],
    });
    expect((await fay.get(`/sessions/${first}/evaluation-form`)).body.form.number).toBe(1);
    expect((await fay.get(`/sessions/${second}/evaluation-form`)).body.form).toEqual(form);
    expect(
      (await fay.post(`/sessions/${first}/evaluations`, { answers: [{ item: 'felt_heard', value: 5 }] })).body,
    ).toMatchObject({ status: 422, code: 'evaluation_item_unknown' });
    expect((await fay.post(`/sessions/${first}/evaluations`, { ...both(4, 4), formId: form.id })).body.code).toBe(
      'evaluation_form_changed',
    );
    await expecting(
      204,
      fay.post(`/sessions/${second}/evaluations`, { formId: form.id, answers: [{ item: 'felt_heard', value: 5 }] }),
    );
    expect(
      (await administrator.get('/evaluation-forms?about=session')).body.items.map(
        ({ number }: { number: number }) => number,
      ),
    ).toEqual([2, 1]);
  });

  test('only an administrator does so, and the first two items stay themselves', async () => {
    for (const who of [
      await aLearner(college),
      await aCoordinator(college),
      await aPerson(college, { roles: ['facilitator'] }),
    ])
      expect((await who.post('/evaluation-forms', own)).status).toBe(403);
    expect(
      (
        await administrator.post('/evaluation-forms', {
          about: 'run',
          ownItems: [{ item: 'more_hopeful', text: 'Something else' }],
        })
      ).body.code,
    ).toBe('evaluation_item_taken');
  });

  test('a walk through the forms finds each once', async () => {
    for (let times = 0; times < 3; times++)
      await expecting(201, administrator.post('/evaluation-forms', { about: 'run', ownItems: [] }));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await administrator.get(`/evaluation-forms?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.next;
    }
    const [{ count }] = await college.sql.query('select count(*)::integer from evaluation_form');
    expect(new Set(seen).size).toBe(count);
    expect(seen).toHaveLength(count);
  });
});

test('before the start nobody can answer, and who never had a place finds nothing', async () => {
  const course = await aCourse(college, { starts: [fromNow(college, { days: 3 })], learners: 1 });
  expect((await course.learners[0]!.post(`/runs/${course.runId}/evaluations`, both(4, 4))).body.code).toBe(
    'evaluation_ahead',
  );
  const [stranger] = (await someLearners(college, 1)) as [TestPerson];
  expect((await stranger.post(`/runs/${course.runId}/evaluations`, both(4, 4))).status).toBe(404);
  expect((await stranger.get(`/runs/${course.runId}/evaluation-form`)).status).toBe(404);
  expect(
    (await (await aFacilitator(college, course.runId)).get(`/runs/${course.runId}/evaluation-form`)).body.can,
  ).toEqual(['read_results']);
});

test('no place depends on an evaluation or a measure: enrolment knows no such table (BR-66)', async () => {
  const references = await college.sql.query(
    `
      select conrelid::regclass::text as holder
      from pg_constraint
      where contype = 'f'
        and confrelid in ('evaluation_tally'::regclass, 'measurement'::regclass, 'instrument'::regclass)`,
  );
  expect(new Set(references.map(({ holder }: { holder: string }) => holder))).toEqual(
    new Set(['measurement', 'measurement_grant', 'measurement_response']),
  );
  const settings = Object.keys((await administrator.get('/college')).body.policy);
  expect(
    settings.filter((name) => /enrol|place|waitlist|offer/i.test(name) && /evaluation|measure/i.test(name)),
  ).toEqual([]);
});

test('the database knows the same words as the code', async () => {
  expect(await checkedValues(college.sql, 'evaluation_form_about')).toEqual([...evaluatedThings].sort());
});

async function later(days: number, then: () => Promise<void>): Promise<void> {
  college.clock.forward({ days });
  try {
    await then();
  } finally {
    college.clock.forward({ days: -days });
  }
}
