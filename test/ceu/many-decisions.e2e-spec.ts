import { expecting } from '../courses/co-production.js';
import { aFacilitator } from '../attendance/a-course.js';
import { allRows } from '../support/all-rows.js';
import { aLearner, aPerson, aRun, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { eventElsewhere } from './a-claim.js';
import { anAdministrator, entriesOf } from './credited.js';

let college: TestCollege;
let mo: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  const run = await aRun(college);
  mo = await aFacilitator(college, run.id, { name: 'Mo', roles: ['administrator', 'facilitator'] });
  friend = await aFacilitator(college, run.id, { part: 'learned' });
});
let friend: TestPerson;
afterAll(() => college.close());

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
async function aClaim(person: TestPerson, wish: object = {}): Promise<string> {
  const uploaded = college.http
    .post('/api/v1/ce-evidence-files')
    .auth(await person.bearer(), { type: 'bearer' })
    .set('content-type', 'application/pdf')
    .send(pdf);
  const { id } = (await expecting(201, uploaded)).body;
  const made = await expecting(
    201,
    person.post('/external-ce-claims', { ...eventElsewhere, evidenceIds: [id], ...wish }),
  );
  return made.body.id;
}
const decide = (person: TestPerson, body: object, headers = {}) =>
  person.post('/external-ce-claims/decision', body, headers);
const versionOf = async (id: string): Promise<number> => (await mo.get(`/external-ce-claims/${id}`)).body.version;
const stateOf = async (id: string): Promise<string> => (await mo.get(`/external-ce-claims/${id}`)).body.state;

test('several claims are decided at once, each as if alone (BR-119, BR-241, BR-243)', async () => {
  const [eve, fay] = [await aLearner(college), await aLearner(college)];
  const full = await aClaim(eve);
  const part = await aClaim(eve, { title: 'Another', startsOn: '2026-03-05', endsOn: '2026-03-06' });
  const [old, silent, tooMuch] = [
    await aClaim(fay),
    await aClaim(fay, { title: 'Silent' }),
    await aClaim(fay, { title: 'Too much' }),
  ];
  const [own, near] = [await aClaim(mo), await aClaim(friend)];
  const nobody = '0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f';
  const oldVersion = await versionOf(old);
  await expecting(201, mo.post(`/external-ce-claims/${old}/review`));
  const wish = async (claimId: string, decision: object) => ({
    claimId,
    version: await versionOf(claimId),
    ...decision,
  });
  const rows = [
    await wish(tooMuch, { outcome: 'accepted_part', minutes: 4000, reasons: 'Most of it.' }),
    await wish(full, { outcome: 'accepted_full' }),
    await wish(own, { outcome: 'accepted_full' }),
    await wish(near, { outcome: 'accepted_full' }),
    { claimId: old, version: oldVersion, outcome: 'accepted_full' },
    await wish(part, { outcome: 'accepted_part', minutes: 60, reasons: 'One hour of it is about ethics.' }),
    await wish(silent, { outcome: 'rejected' }),
    { claimId: nobody, version: 1, outcome: 'accepted_full' },
  ];
  const expected = [
    [tooMuch, 422, 'claim_minutes_do_not_fit'],
    [full, 201, null],
    [own, 403, 'claim_review_conflict'],
    [near, 403, 'claim_review_conflict'],
    [old, 412, 'stale'],
    [part, 201, null],
    [silent, 422, 'claim_reasons_missing'],
    [nobody, 404, 'not_found'],
  ];
  const told = (body: { rows: { claimId: string; status: number; problem: { code: string } | null }[] }) =>
    body.rows.map(({ claimId, status, problem }) => [claimId, status, problem?.code ?? null]);

  const before = await allRows(college);
  const trial = await decide(mo, { rows, dryRun: true });
  expect(trial.status).toBe(200);
  expect(trial.body).toMatchObject({ id: null, dryRun: true, done: 2, refused: 6 });
  expect(told(trial.body)).toEqual(expected);
  expect(await allRows(college)).toEqual(before);

  const decided = await decide(mo, { rows }, { 'idempotency-key': 'claims' });
  expect(told(decided.body)).toEqual(expected);
  expect((await decide(mo, { rows }, { 'idempotency-key': 'claims' })).body).toEqual(decided.body);
  expect(await Promise.all([full, part, old, silent, own, near, tooMuch].map(stateOf))).toEqual([
    'accepted_full',
    'accepted_part',
    'under_review',
    'submitted',
    'submitted',
    'submitted',
    'submitted',
  ]);
  expect((await entriesOf(eve)).map(({ minutes }) => minutes).sort()).toEqual([400, 60]);
  expect(
    await college.sql.query(
      `select type from event where type like 'external_ce_claim.accepted%' and subject_id = any ($1) order by type`,
      [[full, part]],
    ),
  ).toEqual([{ type: 'external_ce_claim.accepted_full' }, { type: 'external_ce_claim.accepted_part' }]);
});

test('others may not, a claim is named once, and at most 50 are', async () => {
  const eve = await aLearner(college);
  const row = { claimId: await aClaim(eve), version: 1, outcome: 'accepted_full' };
  for (const person of [eve, await aPerson(college, { roles: ['coordinator', 'facilitator'] })])
    expect((await decide(person, { rows: [row] })).status).toBe(403);
  const kim = await anAdministrator(college, 'Kim');
  for (const rows of [[row, row], [], [null], Array.from({ length: 51 }, () => row)])
    expect((await decide(kim, { rows })).status).toBe(400);
});
