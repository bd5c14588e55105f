import { newId } from '../../src/platform/ids.js';
import { expecting } from '../courses/co-production.js';
import { aFacilitator } from '../attendance/a-course.js';
import { aLearner, aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { anAdministrator, anApproval, attended, aCreditedCourse, cover, entriesOf } from './credited.js';
import { randomFrom } from './random.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

describe('approvals', () => {
  test('are data: administrators add, change and withdraw them; everybody may read them', async () => {
    const administrator = await anAdministrator(college);
    const { id, approvalNumber, etag } = await anApproval(administrator, { attendancePercent: 80 });
    const learner = await aLearner(college);
    expect((await learner.get(`/ce-approvals/${id}`)).body).toMatchObject({
      approver: 'iacet',
      rounding: 'iacet_nearest_tenth',
      minimumMinutes: 30,
      attendancePercent: 80,
      retentionYears: 7,
      active: true,
      can: [],
    });
    expect(
      (
        await learner.post('/ce-approvals', {
          name: 'x',
          approver: 'iacet',
          approvalNumber: 'x',
          validFrom: '2020-01-01',
        })
      ).status,
    ).toBe(403);
    expect(
      (await administrator.post('/ce-approvals', { approver: 'iacet', approvalNumber: 'N-0', validFrom: '2020-01-01' }))
        .status,
    ).toBe(400);
    expect(
      (
        await administrator.post('/ce-approvals', {
          name: 'Again',
          approver: 'iacet',
          approvalNumber,
          validFrom: '2020-01-01',
        })
      ).body.code,
    ).toBe('approval_exists');
    expect((await administrator.patch(`/ce-approvals/${id}`, { attendancePercent: 75 })).status).toBe(428);
    expect(
      (
        await expecting(
          200,
          administrator.patch(`/ce-approvals/${id}`, { attendancePercent: 75 }, { 'If-Match': etag }),
        )
      ).body.attendancePercent,
    ).toBe(75);
    expect(
      (await administrator.patch(`/ce-approvals/${id}`, { attendancePercent: 70 }, { 'If-Match': etag })).status,
    ).toBe(412);
    const now = (await administrator.get(`/ce-approvals/${id}`)).headers['etag'] ?? '';
    expect(
      (await administrator.patch(`/ce-approvals/${id}`, { validTo: '1999-12-31' }, { 'If-Match': now })).body,
    ).toMatchObject({ code: 'period_reversed', errors: [{ pointer: '/validTo' }] });
    expect((await expecting(201, administrator.post(`/ce-approvals/${id}/withdrawal`))).body).toMatchObject({
      active: false,
      can: ['change'],
    });
    expect(
      (await learner.get('/ce-approvals?active=true')).body.items.map((each: { id: string }) => each.id),
    ).not.toContain(id);
  });

  test('are attached to a course by date, beside its signed minutes', async () => {
    const { administrator, versionId, approvalId } = await aCreditedCourse(college);
    const { body, headers } = await expecting(200, administrator.get(`/course-versions/${versionId}/ce-configuration`));
    expect(body).toMatchObject({
      allowableMinutes: 210,
      sessions: [
        { order: 1, allowableMinutes: 105 },
        { order: 2, allowableMinutes: 105 },
      ],
      categoryMinutes: [
        { category: 'boundaries', minutes: 150 },
        { category: 'ethics', minutes: 60 },
      ],
      approvals: [{ approvalId, approver: 'iacet', from: '2020-01-01', to: null }],
      version: 1,
    });
    const path = `/course-versions/${versionId}/ce-configuration`;
    const twice = {
      approvals: [
        { approvalId, from: '2020-01-01', to: '2026-12-31' },
        { approvalId, from: '2026-12-31' },
      ],
    };
    expect((await administrator.put(path, twice, { 'If-Match': headers['etag'] ?? '' })).body.code).toBe(
      'approval_attached_twice',
    );
    const unknown = { approvals: [{ approvalId: newId(), from: '2026-12-31' }] };
    expect((await administrator.put(path, unknown, { 'If-Match': headers['etag'] ?? '' })).body.code).toBe(
      'approval_unknown',
    );
    const reversed = { approvals: [{ approvalId, from: '2026-12-31', to: '2026-12-30' }] };
    expect((await administrator.put(path, reversed, { 'If-Match': headers['etag'] ?? '' })).body).toMatchObject({
      code: 'period_reversed',
      errors: [{ pointer: '/approvals' }],
    });
    expect(
      (
        await administrator.put(
          path,
          { approvals: [], outcomes: [{ outcome: 20, category: 'ethics' }] },
          { 'If-Match': headers['etag'] ?? '' },
        )
      ).body.code,
    ).toBe('outcome_unknown');
    expect((await administrator.put(path, { approvals: [] }, { 'If-Match': '"0"' })).status).toBe(412);
  });

  test('give nothing for a run that they do not cover on every session date (BR-106)', async () => {
    const course = await aCreditedCourse(college);
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    await cover(course.administrator, course.versionId, [{ approvalId: course.approvalId, from: course.days[1] }]);
    await attended(college, course, eve, [105, 105]);
    const refused = await expecting(
      422,
      course.administrator.post(`/runs/${course.runId}/ce-awards`, { personId: eve.id, approvalId: course.approvalId }),
    );
    expect(refused.body).toMatchObject({
      code: 'approval_not_valid_on_date',
      detail: expect.stringContaining(course.days[0] ?? ''),
    });
    expect((await eve.get('/me/ce-credits')).body.items).toMatchObject([
      { state: 'pending', minutes: 0, printed: null, open: [{ code: 'approval_not_valid_on_date' }] },
    ]);
    await cover(course.administrator, course.versionId, [{ approvalId: course.approvalId, from: course.days[0] }]);
    const late = await expecting(
      201,
      course.administrator.post(`/runs/${course.runId}/ce-awards`, { personId: eve.id, approvalId: course.approvalId }),
    );
    expect(late.body).toMatchObject({ entryType: 'award', state: 'awarded', minutes: 210, amount: '0.4' });
    expect(
      (
        await course.administrator.post(`/runs/${course.runId}/ce-awards`, {
          personId: eve.id,
          approvalId: course.approvalId,
        })
      ).body.code,
    ).toBe('ce_awarded_already');
  });

  test.each([
    ['iacet', false, 'ceu_tenths', '0.4 IACET CEU'],
    ['iacet', true, 'ce_hours', '4 CE hours'],
    ['naadac', false, 'ce_hours', '4 CE hours'],
  ])('by %s, withdrawn: %s, give %s, printed as "%s" (BR-107)', async (approver, withdrawn, kind, printed) => {
    const course = await aCreditedCourse(college, { approval: { approver } });
    if (withdrawn) await expecting(201, course.administrator.post(`/ce-approvals/${course.approvalId}/withdrawal`));
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    await attended(college, course, eve, [105, 105]);
    expect(await entriesOf(eve)).toMatchObject([{ kind, printed }]);
    const { body } = await eve.get('/me/certificates');
    expect(body.items).toMatchObject([
      {
        kind: 'ceu',
        title: 'Building Better Boundaries',
        facts: expect.arrayContaining([{ label: 'Credit', value: printed }]),
      },
    ]);
    if (kind === 'ce_hours') expect(JSON.stringify(body)).not.toContain('CEU');
  });
});

describe('an award', () => {
  test('keeps minutes, categories, approval, title and mode as they were, and what it stands on (BR-114, I-31, I-33)', async () => {
    const course = await aCreditedCourse(college);
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    await attended(college, course, eve, [105, 105]);
    const id = (await entriesOf(eve))[0]?.id ?? '';
    const before = (await expecting(200, course.administrator.get(`/ce-ledger/${id}`))).body;
    expect(before).toMatchObject({
      minutes: 210,
      amount: '0.4',
      rounding: 'iacet_nearest_tenth',
      title: 'Building Better Boundaries',
      mode: 'in_person',
      role: 'learner',
      categories: [
        { category: 'boundaries', minutes: 150 },
        { category: 'ethics', minutes: 60 },
      ],
      approval: { name: 'IACET accreditation', approver: 'iacet', approvalNumber: course.approvalNumber },
      sessions: [
        { order: 1, allowableMinutes: 105, creditableMinutes: 105 },
        { order: 2, allowableMinutes: 105, creditableMinutes: 105 },
      ],
      can: ['reverse'],
    });
    const { headers } = await course.administrator.get(`/ce-approvals/${course.approvalId}`);
    await expecting(
      200,
      course.administrator.patch(
        `/ce-approvals/${course.approvalId}`,
        { name: 'Renamed', rounding: 'floor_to_hour', attendancePercent: 90 },
        { 'If-Match': headers['etag'] ?? '' },
      ),
    );
    await college.sql.query(
      `update course set title = 'Renamed' where id = (select course_id from course_version where id = $1)`,
      [course.versionId],
    );
    expect((await course.administrator.get(`/ce-ledger/${id}`)).body).toEqual({
      ...before,
      // Who and what it is about is told as it is called now.
      run: { ...before.run, courseTitle: 'Renamed' },
    });
    await attended(college, course, eve, [105, 105]);
    expect(await entriesOf(eve)).toHaveLength(1);
  });

  test('is not touched by a new threshold, not even when attendance is corrected later (BR-110)', async () => {
    const course = await aCreditedCourse(college, { approval: { attendancePercent: 80 } });
    const [fay] = course.learners;
    if (!fay) throw new Error('Nobody came');
    await attended(college, course, fay, [65, 105]);
    const { headers } = await course.administrator.get(`/ce-approvals/${course.approvalId}`);
    await expecting(
      200,
      course.administrator.patch(
        `/ce-approvals/${course.approvalId}`,
        { attendancePercent: 100 },
        { 'If-Match': headers['etag'] ?? '' },
      ),
    );
    await attended(college, course, fay, [70, 105]);
    expect(await entriesOf(fay)).toMatchObject([
      { minutes: 170, printed: '0.3 IACET CEU' },
      { minutes: -170 },
      { minutes: 175, state: 'corrected' },
    ]);
  });

  test('is not given below the threshold, and only the learner is told why (BR-111)', async () => {
    const course = await aCreditedCourse(college);
    const [fay] = course.learners;
    if (!fay) throw new Error('Nobody came');
    await attended(college, course, fay, [65, 105]);
    expect(await entriesOf(fay)).toEqual([]);
    expect((await fay.get('/me/ce-credits')).body.items).toMatchObject([
      {
        state: 'pending',
        open: [{ code: 'attendance_below_threshold', message: expect.stringContaining('170 of 210') }],
      },
    ]);
    const refused = await expecting(
      422,
      course.administrator.post(`/runs/${course.runId}/ce-awards`, { personId: fay.id, approvalId: course.approvalId }),
    );
    expect(refused.body.code).toBe('ce_not_earned');
    expect(JSON.stringify(refused.body)).not.toMatch(/170 of|threshold/);
  });

  test('is given once, however many times the end of a run is reported at the same time', async () => {
    const course = await aCreditedCourse(college);
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    // As a job would, whoever finds no connection or no lock in time tries again.
    const report = async (): Promise<void> =>
      attended(college, course, eve, [105, 105]).catch((error: unknown) =>
        /timeout exceeded|lock timeout/.test(String(error)) ? report() : Promise.reject(error),
      );
    await Promise.all(Array.from({ length: 100 }, report));
    expect(await entriesOf(eve)).toMatchObject([{ entryType: 'award', number: 0, minutes: 210 }]);
    expect((await eve.get('/me/certificates')).body.items).toHaveLength(1);
    expect(await brokenPromises(college)).toEqual([]);
  }, 120_000);

  test('that was corrected is a reversal and a new award; the certificate is replaced, and withdrawn when nothing is left (BR-114, I-32)', async () => {
    const course = await aCreditedCourse(college, { approval: { attendancePercent: 50 } });
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    await attended(college, course, eve, [105, 105]);
    const first = (await eve.get('/me/certificates')).body.items[0];
    await attended(college, course, eve, [65, 105]);
    expect(await entriesOf(eve)).toMatchObject([
      { entryType: 'award', state: 'reversed', minutes: 210, amount: '0.4' },
      { entryType: 'reversal', state: null, minutes: -210, amount: '-0.4', cause: 'evidence_changed' },
      { entryType: 'award', state: 'corrected', minutes: 170, amount: '0.3' },
    ]);
    expect((await eve.get('/me/certificates')).body.items.map(({ state }: { state: string }) => state)).toEqual([
      'issued',
      'reissued',
    ]);
    const token = first.verifyUrl.split('/').at(-1);
    expect((await college.http.get(`/api/v1/verify/${token}`)).body).toEqual({ status: 'superseded' });
    await attended(college, course, eve, [65, 105], { completed: false });
    expect((await entriesOf(eve)).at(-1)).toMatchObject({ entryType: 'reversal', minutes: -170 });
    expect((await eve.get('/me/certificates')).body.items[0].state).toBe('withdrawn');
  });

  test('that an administrator takes back stays back, with the reason, until one awards it again', async () => {
    const course = await aCreditedCourse(college);
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    await attended(college, course, eve, [105, 105]);
    const id = (await entriesOf(eve))[0]?.id ?? '';
    expect((await eve.post(`/ce-ledger/${id}/reversal`, { reason: 'Mine' })).status).toBe(403);
    const { body } = await expecting(
      201,
      course.administrator.post(`/ce-ledger/${id}/reversal`, { reason: 'Entered for another person.' }),
    );
    expect(body).toMatchObject({ state: 'reversed', can: [] });
    expect((await course.administrator.post(`/ce-ledger/${id}/reversal`, { reason: 'Again' })).body.code).toBe(
      'ce_reversed_already',
    );
    await attended(college, course, eve, [105, 105]);
    expect(await entriesOf(eve)).toMatchObject([
      { minutes: 210 },
      { minutes: -210, cause: 'administrator', reason: 'Entered for another person.' },
    ]);
    expect((await eve.get('/me/ce-credits')).body.items).toMatchObject([{ state: 'reversed', minutes: 0 }]);
    await expecting(
      201,
      course.administrator.post(`/runs/${course.runId}/ce-awards`, { personId: eve.id, approvalId: course.approvalId }),
    );
    expect((await entriesOf(eve)).at(-1)).toMatchObject({ number: 2, state: 'corrected', minutes: 210 });
  });

  test('is never decided on by the person who holds it', async () => {
    const mo = await anAdministrator(college);
    const course = await aCreditedCourse(college, { administrator: mo });
    await attended(college, course, mo, [105, 105]);
    const id = (await entriesOf(mo))[0]?.id ?? '';
    expect((await mo.post(`/ce-ledger/${id}/reversal`, { reason: 'Mine' })).body.code).toBe('ce_own_record');
    expect(
      (await mo.post(`/runs/${course.runId}/ce-awards`, { personId: mo.id, approvalId: course.approvalId })).body.code,
    ).toBe('ce_own_record');
  });

  test('of presenting is given where the approval grants it, each session content once in a year, and shown to no learner (BR-121)', async () => {
    const course = await aCreditedCourse(college, { approval: { presenterMinutes: true } });
    const again = await aCreditedCourse(college, { versionId: course.versionId, administrator: course.administrator });
    await cover(course.administrator, course.versionId, [{ approvalId: course.approvalId, from: '2020-01-01' }]);
    await attended(college, course, course.ada, [105, 0], { role: 'presenter' });
    await attended(college, again, course.ada, [105, 105], { role: 'presenter' });
    expect(await entriesOf(course.ada)).toMatchObject([
      { role: 'presenter', minutes: 105, printed: '0.2 IACET CEU' },
      { role: 'presenter', minutes: 105 },
    ]);

    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    const seen = await Promise.all(
      [
        '/me/ce-ledger',
        '/me/ce-credits',
        '/me/transcript',
        `/runs/${course.runId}`,
        `/course-versions/${course.versionId}/ce-configuration`,
      ].map((path) => eve.get(path)),
    );
    expect(JSON.stringify(seen.map(({ body }) => body))).not.toMatch(new RegExp(`presenter|${course.ada.id}`));
    const refused = await Promise.all(
      [
        `/ce-ledger?runId=${course.runId}`,
        '/ce-ledger/totals?by=approval&from=2020-01-01&to=2030-01-01',
        '/ce-rosters',
        `/people/${course.ada.id}/transcript`,
      ].map((path) => eve.get(path)),
    );
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });
});

describe('what an approval asks for (BR-113)', () => {
  test('an evaluation: credit comes when it is handed in, and nothing leads from the answers to the person', async () => {
    const course = await aCreditedCourse(college, { approval: { evaluationRequired: true } });
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    await attended(college, course, eve, [105, 105]);
    expect((await eve.get('/me/ce-credits')).body.items[0].open).toMatchObject([{ code: 'evaluation_missing' }]);
    const answers = {
      answers: [
        { item: 'more_hopeful', value: 5 },
        { item: 'gained_skills', value: 4 },
      ],
    };
    await expecting(
      204,
      eve.post(`/runs/${course.runId}/evaluations`, answers, { 'Idempotency-Key': 'an-evaluation-1' }),
    );
    await college.deliver();
    expect(await entriesOf(eve)).toMatchObject([{ entryType: 'award', minutes: 210 }]);
    expect((await eve.post(`/runs/${course.runId}/evaluations`, answers)).body.code).toBe('evaluation_given_already');

    const [stored] = await college.sql.query('select respondents, counts from evaluation_tally where run_id = $1', [
      course.runId,
    ]);
    expect(stored).toEqual({
      respondents: 1,
      counts: { more_hopeful: [0, 0, 0, 0, 1], gained_skills: [0, 0, 0, 1, 0] },
    });
    expect(await college.sql.query('select 1 from idempotency_key where person_id = $1', [eve.id])).toEqual([]);
    expect((await (await aLearner(college)).post(`/runs/${course.runId}/evaluations`, answers)).status).toBe(404);
  });

  test('an assessment: a facilitator of the run records that it was passed, never for themselves', async () => {
    const course = await aCreditedCourse(college, { approval: { assessmentRequired: true } });
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    await attended(college, course, eve, [105, 105]);
    const path = `/runs/${course.runId}/ce-assessments`;
    expect(
      (await (await aPerson(college, { roles: ['facilitator'] })).post(path, { personId: eve.id, passed: true }))
        .status,
    ).toBe(404);
    expect((await eve.post(path, { personId: eve.id, passed: true })).status).toBe(403);
    const ben = await aFacilitator(college, course.runId, { name: 'Ben' });
    expect((await ben.post(path, { personId: ben.id, passed: true })).body.code).toBe('ce_own_record');
    expect(await entriesOf(eve)).toEqual([]);
    await expecting(204, ben.post(path, { personId: eve.id, passed: true }));
    expect(await entriesOf(eve)).toMatchObject([{ minutes: 210 }]);
    await expecting(204, ben.post(path, { personId: eve.id, passed: false }));
    expect(await entriesOf(eve)).toMatchObject([{ minutes: 210 }, { minutes: -210 }]);
  });
});

describe('the ledger in the database', () => {
  const insertLike = `
    insert into ce_entry (
      id, person_id, entry_type, run_id, approval_id, number, kind, role, minutes, categories, credits, title, mode,
      provider, starts_on, ends_on, completed_on, cycle_year, rule, approval, evidence, cause, entered_at,
      retained_until
    )
    select gen_random_uuid(), person_id, $2, run_id, approval_id, $3, kind, role, $4, $5, $6, title, mode, provider,
      starts_on, ends_on, completed_on, cycle_year, rule, approval, evidence, $7, entered_at, retained_until
    from ce_entry
    where id = $1`;

  test('refuses to change, remove, repeat or falsify an entry', async () => {
    const course = await aCreditedCourse(college);
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    await attended(college, course, eve, [105, 105]);
    const id = (await entriesOf(eve))[0]?.id ?? '';
    await expect(college.sql.query('update ce_entry set minutes = 300 where id = $1', [id])).rejects.toThrow(
      'only grows',
    );
    await expect(college.sql.query('delete from ce_entry where id = $1', [id])).rejects.toThrow('only grows');
    await expect(college.sql.query('truncate ce_entry cascade')).rejects.toThrow('only grows');
    const like = (...values: unknown[]) => college.sql.query(insertLike, [id, ...values]);
    const lines = { boundaries: 150, ethics: 60 };
    await expect(like('award', 0, 210, lines, 4, null)).rejects.toThrow('ce_entry_once');
    await expect(like('award', 2, 210, lines, 4, null)).rejects.toThrow('follows');
    await expect(like('award', 1, 210, lines, 4, null)).rejects.toThrow('take_turns');
    await expect(like('reversal', 1, -200, { boundaries: -140, ethics: -60 }, -4, 'administrator')).rejects.toThrow(
      'follows',
    );
    await expect(like('reversal', 1, -210, { boundaries: -60, ethics: -150 }, -4, 'administrator')).rejects.toThrow(
      'follows',
    );
    await expect(like('reversal', 1, -210, { boundaries: -150, ethics: -61 }, -4, 'administrator')).rejects.toThrow();
    await expect(like('reversal', 1, -210, { boundaries: -150, ethics: -60 }, -4, null)).rejects.toThrow('says_why');
  });

  test('adds up to the transcript after every one of some random edits of attendance', async () => {
    const course = await aCreditedCourse(college, { approval: { attendancePercent: 40 } });
    const [eve] = course.learners;
    if (!eve) throw new Error('Nobody came');
    const random = randomFrom(7);
    for (let edit = 0; edit < 25; edit++) {
      await attended(college, course, eve, [random(106), random(106)], { completed: random(10) > 0 });
      const [{ sum }] = await college.sql.query(
        'select coalesce(sum(minutes), 0)::integer as sum from ce_entry where person_id = $1',
        [eve.id],
      );
      const { body } = await expecting(200, eve.get('/me/transcript'));
      expect(body.totals.reduce((all: number, total: { minutes: number }) => all + total.minutes, 0)).toBe(sum);
    }
    expect((await entriesOf(eve)).length).toBeGreaterThan(10);
  });
});
