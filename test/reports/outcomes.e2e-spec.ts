import { aCreditedCourse, attended, entriesOf } from '../ceu/credited.js';
import { dayAfter } from '../certification/a-certificate.js';
import { aCertification } from '../sessions/a-run.js';
import { aPerson, somePeople, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aFinishedRun, figureIn } from './a-period.js';

let college: TestCollege;
let analyst: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2031-06-01T12:00:00Z');
  analyst = await aPerson(college, { roles: ['analyst'] });
});
afterAll(() => college.close());

const read = async (path: string) => (await analyst.get(`/reports/${path}`)).body;

test('experience is the share who agree or strongly agree among valid answers, once the answers are closed', async () => {
  const run = await aFinishedRun(college, { on: '2024-02-05' });
  await college.sql.query('alter table evaluation_tally disable trigger user');
  await college.sql.query(
    `
      insert into evaluation_tally (run_id, form_id, respondents, counts, closes_on)
      select $1, id, 25, '{"more_hopeful": [1, 1, 4, 10, 9], "gained_skills": [0, 0, 0, 4, 0]}', '2024-03-06'
      from evaluation_form
      where about = 'run'`,
    [run.id],
  );
  await college.sql.query('alter table evaluation_tally enable trigger user');
  const report = await read('experience?period=2024');
  expect(figureIn(report, 'more_hopeful')).toMatchObject({ numerator: 19, denominator: 25, value: 76 });
  expect(figureIn(report, 'gained_skills')).toMatchObject({ value: null, suppressed: true });
});

test("the college's own statements are told together, and each by itself", async () => {
  const run = await aFinishedRun(college, { on: '2021-02-05' });
  await college.sql.query('alter table evaluation_tally disable trigger user');
  await college.sql.query(
    `
      insert into evaluation_tally (run_id, form_id, respondents, counts, closes_on)
      select $1, id, 25,
        '{"more_hopeful": [0, 0, 0, 10, 15], "gained_skills": [0, 0, 0, 10, 15], "felt_welcome": [0, 2, 3, 8, 12], "room_was_quiet": [5, 5, 5, 5, 5]}',
        '2021-03-06'
      from evaluation_form
      where about = 'run'
      limit 1`,
    [run.id],
  );
  await college.sql.query('alter table evaluation_tally enable trigger user');
  expect(figureIn(await read('experience?period=2021'), 'own_items')).toMatchObject({
    numerator: 30,
    denominator: 50,
    value: 60,
  });
  const byItem = await read('experience?period=2021&by=item');
  expect(figureIn(byItem, 'own_items', 'felt_welcome')).toMatchObject({ numerator: 20, denominator: 25, value: 80 });
  expect(figureIn(byItem, 'own_items', 'room_was_quiet')).toMatchObject({ numerator: 10, denominator: 25, value: 40 });
  expect(byItem.figures.map(({ key }: { key: string }) => key)).not.toContain('more_hopeful');
});

/**
 * So many people measured before, and so many of them again at the end, with scores from the table of the instrument.
 */
async function measured(
  runId: string,
  before: number,
  again: number,
  mode: 'self_digital' | 'assisted',
  occasion: 'end' | 'followup_3m' = 'end',
): Promise<void> {
  const people = await somePeople(college, before);
  await college.sql.query('alter table measurement disable trigger user');
  await college.sql.query(
    `
      insert into measurement (
        id, person_id, instrument_id, occasion, run_id, offered_at, state, mode, raw, metric, answered_at
      )
      select gen_random_uuid(), p.id, i.id, o.occasion, $2, '2024-02-01', 'completed', $4, o.raw, o.metric,
        '2024-02-01'
      from unnest($1::uuid[]) with ordinality p (id, n)
      cross join (values ('baseline', 20, 18.59), ($5, 24, 21.54)) o (occasion, raw, metric)
      cross join instrument i
      where i.code = 'SWEMWBS' and (o.occasion = 'baseline' or p.n <= $3)`,
    [people.map(({ id }) => id), runId, again, mode, occasion],
  );
  await college.sql.query('alter table measurement enable trigger user');
}

test('change is told with both numbers, the response rate and the edition, in the metric score, and apart for assisted answers (BR-78, BR-82, BR-83, BR-172)', async () => {
  const run = await aFinishedRun(college, { on: '2023-02-05' });
  await measured(run.id, 40, 32, 'self_digital');
  await measured(run.id, 14, 8, 'assisted');
  const report = await read('outcomes?period=2023&by=instrument,completedBy');
  const self = (key: string) => figureIn(report, key, 'SWEMWBS 2008', 'self');
  expect(self('n_baseline_end').value).toBe(40);
  expect(self('n_paired_end').value).toBe(32);
  expect(self('response_rate_end').value).toBe(80);
  expect(self('mean_change_end')).toMatchObject({ value: 2.95, remark: null });
  expect(figureIn(report, 'mean_change_end', 'SWEMWBS 2008', 'assisted')).toMatchObject({
    numerator: 8,
    value: null,
    remark: 'too_few_to_report',
  });
  expect(figureIn(await read('outcomes?period=2023'), 'mean_change_end')).toMatchObject({
    value: null,
    remark: 'by_instrument_only',
  });
});

test('what people say three months later counts four months after the run, when nobody can add to it any more (BR-78, BR-172)', async () => {
  const early = await aFinishedRun(college, { on: '2019-02-05' });
  const late = await aFinishedRun(college, { on: '2019-10-05' });
  await measured(early.id, 40, 30, 'self_digital', 'followup_3m');
  await measured(late.id, 20, 15, 'self_digital', 'followup_3m');
  const of = async (year: string) => {
    const report = await read(`outcomes?period=${year}&by=instrument,completedBy`);
    return ['n_baseline_followup', 'n_paired_followup', 'response_rate_followup', 'mean_change_followup'].map(
      (key) => figureIn(report, key, 'SWEMWBS 2008', 'self').value,
    );
  };
  expect(await of('2019')).toEqual([40, 30, 75, 2.95]);
  expect(await of('2020')).toEqual([20, 15, 75, 2.95]);
});

test('change in fewer than 30 people is only indicative (BR-82)', async () => {
  const run = await aFinishedRun(college, { on: '2022-02-05' });
  await measured(run.id, 20, 12, 'self_digital');
  expect(
    figureIn(await read('outcomes?period=2022&by=instrument,completedBy'), 'mean_change_end', 'SWEMWBS 2008', 'self'),
  ).toMatchObject({ numerator: 12, value: 2.95, remark: 'indicative' });
});

test('continuing education is told by approval and category without what was reversed, and names nobody (BR-173)', async () => {
  college.clock.moveTo('2032-06-01T12:00:00Z');
  const course = await aCreditedCourse(college, { learners: 7 });
  for (const learner of course.learners) await attended(college, course, learner, [105, 105]);
  const [entry] = await entriesOf(course.learners[0] as TestPerson);
  expect(
    (await course.administrator.post(`/ce-ledger/${entry?.id}/reversal`, { reason: 'Credited by mistake.' })).status,
  ).toBe(201);
  college.clock.moveTo('2033-03-01T12:00:00Z');
  const byApproval = await read('ceu?period=2032&by=approval');
  expect(figureIn(byApproval, 'awards', 'IACET accreditation')).toMatchObject({ value: 6, suppressed: false });
  expect(figureIn(byApproval, 'award_hours', 'IACET accreditation').value).toBe(21);
  const byCategory = await read('ceu?period=2032&by=category');
  expect(figureIn(byCategory, 'category_hours', 'ethics').value).toBe(6);
  expect(JSON.stringify([byApproval, byCategory])).not.toContain(course.learners[1]?.id);
  expect(JSON.stringify([byApproval, byCategory])).not.toContain(course.learners[1]?.chosenName);
});

test('certifications are told as they were held on the last day, fell due, were renewed and lapsed, by track and by date', async () => {
  const casey = await aPerson(college, { roles: ['coordinator'] });
  const held = async (
    times: number,
    validFrom: string,
    validThrough: string,
    { track = 'mh_peer', verified = true, renewedThrough = '' } = {},
  ) => {
    for (let n = 0; n < times; n++) {
      const peer = await aPerson(college, { roles: ['facilitator'] });
      const id = await aCertification(casey, peer, { validFrom, validThrough, track, verified });
      if (!renewedThrough) continue;
      expect(
        (
          await peer.post(`/certifications/${id}/periods`, {
            grade: 'full',
            validFrom: dayAfter(validThrough),
            validThrough: renewedThrough,
          })
        ).status,
      ).toBe(201);
      expect((await casey.post(`/certifications/${id}/verification`, { how: 'link' })).status).toBe(201);
    }
  };
  await held(8, '2023-01-01', '2024-06-30', { renewedThrough: '2026-06-30' });
  await held(6, '2023-01-01', '2024-12-31');
  await held(7, '2024-02-01', '2025-01-31', { track: 'family_peer' });
  await held(5, '2023-01-01', '2024-06-30', { verified: false });
  const report = await read('certification?period=2024');
  expect(figureIn(report, 'held').value).toBe(21);
  expect(figureIn(report, 'due').value).toBe(14);
  expect(figureIn(report, 'renewed')).toMatchObject({ numerator: 8, denominator: 14, value: 57 });
  expect(figureIn(report, 'lapsed').value).toBe(6);
  const byTrack = await read('certification?period=2024&by=track');
  expect(figureIn(byTrack, 'held', 'mh_peer').value).toBe(14);
  expect(figureIn(byTrack, 'held', 'family_peer').value).toBe(7);
  expect(figureIn(byTrack, 'lapsed', 'mh_peer').value).toBe(6);
  expect(figureIn(await read('certification?period=2025'), 'held').value).toBe(8);
});
