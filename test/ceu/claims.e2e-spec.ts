import sharp from 'sharp';
import { CeEvidenceService } from '../../src/ceu/claims/ce-evidence.service.js';
import { CeLedgerService } from '../../src/ceu/ledger/ce-ledger.service.js';
import { Database } from '../../src/platform/database/database.js';
import { aFacilitator } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { eventElsewhere } from './a-claim.js';
import { aLearner, aRun, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { declaring, photograph } from '../support/pictures.js';
import { anAdministrator, aCreditedCourse, attended, entriesOf } from './credited.js';

let college: TestCollege;
let mo: TestPerson;
let kim: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  mo = await anAdministrator(college);
  kim = await anAdministrator(college, 'Kim');
});
afterAll(() => college.close());

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const upload = async (person: TestPerson, bytes: Buffer, type: string) =>
  college.http
    .post('/api/v1/ce-evidence-files')
    .auth(await person.bearer(), { type: 'bearer' })
    .set('content-type', type)
    .send(bytes);
const evidenceOf = async (person: TestPerson): Promise<string> =>
  (await expecting(201, upload(person, pdf, 'application/pdf'))).body.id;
const claim = async (person: TestPerson, wish: object = {}) =>
  person.post('/external-ce-claims', { ...eventElsewhere, evidenceIds: [await evidenceOf(person)], ...wish });

test('a claim needs everything but a word on monitoring, and names each field that it lacks (BR-118)', async () => {
  const eve = await aLearner(college);
  const evidenceIds = [await evidenceOf(eve)];
  for (const missing of [...Object.keys(eventElsewhere), 'evidenceIds']) {
    const refused = await eve.post('/external-ce-claims', { ...eventElsewhere, evidenceIds, [missing]: undefined });
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].pointer).toBe(`/${missing}`);
  }
  expect((await eve.post('/external-ce-claims', { ...eventElsewhere, evidenceIds: [] })).status).toBe(400);
  expect(
    (
      await eve.post('/external-ce-claims', {
        ...eventElsewhere,
        evidenceIds: [await evidenceOf(await aLearner(college))],
      })
    ).body.code,
  ).toBe('claim_evidence_missing');
  expect(
    (await eve.post('/external-ce-claims', { ...eventElsewhere, evidenceIds, startsOn: '2026-03-04' })).body.code,
  ).toBe('period_reversed');
  expect(
    (
      await eve.post('/external-ce-claims', {
        ...eventElsewhere,
        evidenceIds,
        startsOn: '2100-01-01',
        endsOn: '2100-01-01',
      })
    ).body.code,
  ).toBe('claim_not_over');
});

const returned = async (person: TestPerson, wish: object = {}) => {
  const { body } = await expecting(201, claim(person, wish));
  const sent = await expecting(
    201,
    mo.post(`/external-ce-claims/${body.id}/decision`, { outcome: 'returned', reasons: 'Who presented, please?' }),
  );
  return { id: body.id as string, etag: `"${sent.body.version}"`, body: sent.body };
};
const mend = (person: TestPerson, { id, etag }: { id: string; etag: string }, change: object) =>
  person.patch(`/external-ce-claims/${id}`, change, { 'if-match': etag });

test('a claim that was returned is handed in again with what was mended alone (BR-118)', async () => {
  const eve = await aLearner(college);
  const back = await returned(eve);
  expect(back.body).toMatchObject({ state: 'returned', reasons: 'Who presented, please?' });
  expect((await eve.get(`/external-ce-claims/${back.id}`)).body.can).toEqual(['hand_in_again']);
  expect(
    (await mo.post(`/external-ce-claims/${back.id}/decision`, { outcome: 'rejected', reasons: 'No.' })).body.code,
  ).toBe('state_conflict');
  expect((await eve.patch(`/external-ce-claims/${back.id}`, {})).status).toBe(428);
  const mended = await expecting(200, mend(eve, back, { presenter: 'B. Teacher' }));
  expect(mended.body).toMatchObject({
    ...eventElsewhere,
    state: 'submitted',
    reasons: null,
    presenter: 'B. Teacher',
    evidence: [expect.objectContaining({ mediaType: 'application/pdf' })],
  });
  expect((await mend(eve, { id: back.id, etag: mended.headers['etag'] ?? '' }, {})).status).toBe(409);
});

test('what is mended is judged with what stays, and each refusal names its field', async () => {
  const eve = await aLearner(college);
  await expecting(201, claim(eve, { title: 'Held already' }));
  const back = await returned(eve);
  for (const [change, code, pointer] of [
    [{ startsOn: '2026-03-04' }, 'period_reversed', '/startsOn'],
    [{ startsOn: '2026-03-04', endsOn: '2026-03-03' }, 'period_reversed', '/endsOn'],
    [{ endsOn: '2100-01-01' }, 'claim_not_over', '/endsOn'],
    [{ mode: 'self_paced' }, 'claim_not_monitored', '/monitored'],
    [{ evidenceIds: [await evidenceOf(mo)] }, 'claim_evidence_missing', '/evidenceIds'],
    [{ title: 'Held already' }, 'claim_duplicate', undefined],
  ] as const) {
    const { body } = await mend(eve, back, change);
    expect([code, body.code, body.errors?.[0].pointer]).toEqual([code, code, pointer]);
  }
});

test('a claim from before, without objectives or presenter, is handed in again once it has them', async () => {
  const eve = await aLearner(college);
  const back = await returned(eve);
  await college.sql.query('update external_ce_claim set objectives = null, presenter = null where id = $1', [back.id]);
  const { body } = await eve.get(`/external-ce-claims/${back.id}`);
  const now = { id: back.id, etag: `"${body.version}"` };
  const refused = await mend(eve, now, { objectives: 'To know the code.' });
  expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
  expect(refused.body.errors).toMatchObject([{ pointer: '/presenter', code: 'required' }]);
  await expecting(200, mend(eve, now, { objectives: 'To know the code.', presenter: 'B. Teacher' }));
});

test.each([
  ['Hindi', 'दिन की सेवा', 'दान के सेवा', 201],
  ['Thai', 'พ่อ', 'พี่อ', 201],
  ['signs', 'C', 'C++', 201],
  ['emoji', '🌻🌻', '🌊', 201],
  ['Cyrillic', 'Мой', 'Мои', 201],
  ['German', 'Straße', 'STRASSE', 409],
  ['French', 'Santé', 'SANTE', 409],
  ['widths', 'Ｅｔｈｉｃｓ', 'ethics', 409],
])('of two titles in %s, %s and %s, the second answers %s', async (_what, title, other, status) => {
  const eve = await aLearner(college);
  await expecting(201, claim(eve, { title }));
  expect((await claim(eve, { title: other })).status).toBe(status);
});

test('the same event is claimed once, however its title is written', async () => {
  const eve = await aLearner(college);
  await expecting(201, claim(eve));
  expect((await claim(eve, { title: '  ETHICS, for peers! ', provider: 'Peer-Academy' })).body.code).toBe(
    'claim_duplicate',
  );
  await expecting(201, claim(eve, { endsOn: '2026-03-04' }));
  await expecting(201, claim(await aLearner(college)));
});

test('a claim is accepted in full or in part, and stands in the ledger; the minutes of one category count once (BR-99)', async () => {
  const eve = await aLearner(college);
  const { body: whole } = await expecting(201, claim(eve));
  expect((await expecting(201, mo.post(`/external-ce-claims/${whole.id}/review`))).body).toMatchObject({
    state: 'under_review',
    can: ['decide'],
  });
  expect(
    (await expecting(201, mo.post(`/external-ce-claims/${whole.id}/decision`, { outcome: 'accepted_full' }))).body,
  ).toMatchObject({ state: 'accepted_full', acceptedMinutes: 400 });
  const { body: part } = await expecting(201, claim(eve, { title: 'Another', kind: 'ceu_tenths' }));
  for (const minutes of [undefined, 400, 500])
    expect(
      (
        await mo.post(`/external-ce-claims/${part.id}/decision`, {
          outcome: 'accepted_part',
          minutes,
          reasons: 'Lunch.',
        })
      ).body.code,
    ).toBe('claim_minutes_do_not_fit');
  expect(
    (await mo.post(`/external-ce-claims/${part.id}/decision`, { outcome: 'accepted_part', minutes: 300 })).body.code,
  ).toBe('claim_reasons_missing');
  await expecting(
    201,
    mo.post(`/external-ce-claims/${part.id}/decision`, {
      outcome: 'accepted_part',
      minutes: 300,
      reasons: 'Without lunch.',
    }),
  );
  expect(await entriesOf(eve)).toMatchObject([
    {
      claimId: whole.id,
      minutes: 400,
      printed: '6 CE hours',
      categories: [{ category: 'ethics', minutes: 400 }],
      approval: null,
      provider: 'Peer Academy',
    },
    { claimId: part.id, minutes: 300, printed: '0.5 CEU' },
  ]);
  expect((await eve.get('/me/transcript')).body.totals).toMatchObject([
    { kind: 'ce_hours', amount: '6' },
    { kind: 'ceu_tenths', amount: '0.5' },
  ]);
  const minutes = await college.app
    .get(Database)
    .transaction((tx) => college.app.get(CeLedgerService).minutes(tx, eve.id, '2026-01-01', '2026-12-31'));
  expect(minutes).toMatchObject([
    {
      category: 'ethics',
      minutes: 400,
      kind: 'ce_hours',
      runId: null,
      fingerprint: expect.any(String),
      mode: 'online',
    },
    { category: 'ethics', minutes: 300 },
  ]);
});

test('self-paced minutes need to be monitored, and count 480 a day (BR-112)', async () => {
  const eve = await aLearner(college);
  expect((await claim(eve, { mode: 'self_paced' })).body.code).toBe('claim_not_monitored');
  const { body } = await expecting(
    201,
    claim(eve, { mode: 'self_paced', monitored: true, startsOn: '2026-03-03', minutes: 600 }),
  );
  expect(
    (await expecting(201, mo.post(`/external-ce-claims/${body.id}/decision`, { outcome: 'accepted_full' }))).body
      .acceptedMinutes,
  ).toBe(480);
  expect(await entriesOf(eve)).toMatchObject([{ minutes: 480, printed: '8 CE hours' }]);
});

test('nobody reviews their own claim, nor that of somebody they facilitate with (BR-119)', async () => {
  const { body: own } = await expecting(201, claim(mo));
  expect((await mo.post(`/external-ce-claims/${own.id}/decision`, { outcome: 'accepted_full' })).body.code).toBe(
    'claim_review_conflict',
  );
  expect(own.can).toEqual([]);
  const run = await aRun(college);
  const ada = await aFacilitator(college, run.id);
  await college.sql.query(
    `
      insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at, answered_at)
      values (gen_random_uuid(), $1, $2, 'learned', 'accepted', now(), now())`,
    [run.id, mo.id],
  );
  const { body: hers } = await expecting(201, claim(ada));
  expect((await mo.post(`/external-ce-claims/${hers.id}/review`)).body).toMatchObject({
    status: 403,
    code: 'claim_review_conflict',
  });
  expect(
    (await mo.post(`/external-ce-claims/${hers.id}/decision`, { outcome: 'rejected', reasons: 'No.' })).status,
  ).toBe(403);
  await expecting(201, kim.post(`/external-ce-claims/${hers.id}/decision`, { outcome: 'accepted_full' }));
});

test('an appeal is decided once, by somebody else; what changes is a reversal and a new award', async () => {
  const eve = await aLearner(college);
  const { body } = await expecting(201, claim(eve));
  await expecting(
    201,
    mo.post(`/external-ce-claims/${body.id}/decision`, {
      outcome: 'accepted_part',
      minutes: 100,
      reasons: 'Only the first hour and a half.',
    }),
  );
  expect(
    (await (await aLearner(college)).post(`/external-ce-claims/${body.id}/appeal`, { reasons: 'Mine' })).status,
  ).toBe(404);
  expect(
    (await expecting(201, eve.post(`/external-ce-claims/${body.id}/appeal`, { reasons: 'I was there all day.' }))).body
      .state,
  ).toBe('appealed');
  expect(
    (await mo.post(`/external-ce-claims/${body.id}/decision`, { outcome: 'rejected', reasons: 'No.' })).body.code,
  ).toBe('claim_reviewed_by_you');
  await expecting(
    201,
    kim.post(`/external-ce-claims/${body.id}/decision`, {
      outcome: 'accepted_part',
      minutes: 380,
      reasons: 'Without the break.',
    }),
  );
  expect(await entriesOf(eve)).toMatchObject([
    { minutes: 100, state: 'reversed' },
    { minutes: -100, cause: 'appeal' },
    { minutes: 380, state: 'corrected' },
  ]);
  expect((await eve.post(`/external-ce-claims/${body.id}/appeal`, { reasons: 'Again.' })).body.code).toBe(
    'claim_appealed_already',
  );
});

test('a claim and its files are seen by the person and by administrators alone', async () => {
  const [eve, fay] = [await aLearner(college), await aLearner(college)];
  const { body } = await expecting(201, claim(eve));
  const file = `/external-ce-claims/${body.id}/evidence/${body.evidence[0].id}`;
  expect((await fay.get(`/external-ce-claims/${body.id}`)).status).toBe(404);
  expect((await fay.get(file)).status).toBe(404);
  expect((await fay.get('/external-ce-claims')).body.items).toEqual([]);
  expect((await fay.post(`/external-ce-claims/${body.id}/decision`, { outcome: 'accepted_full' })).status).toBe(403);
  for (const reader of [eve, mo]) {
    const answer = await expecting(200, reader.get(file));
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="evidence"',
    });
    expect(Buffer.from(answer.body)).toEqual(pdf);
  }
  expect(
    (await mo.get('/external-ce-claims?state=submitted&limit=200')).body.items.map(({ id }: { id: string }) => id),
  ).toContain(body.id);
});

test('evidence is typed by its content, drawn anew without what a camera wrote into it, and forgotten when no claim names it', async () => {
  const eve = await aLearner(college);
  expect((await upload(eve, Buffer.from('<script>'), 'application/pdf')).body.code).toBe('claim_evidence_type');
  const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } })
    .withExif({ IFD0: { Copyright: 'a secret place' } })
    .jpeg()
    .toBuffer();
  const { body: kept } = await expecting(201, upload(eve, photo, 'image/jpeg'));
  expect(kept).toMatchObject({ mediaType: 'image/jpeg' });
  const { body } = await expecting(201, claim(eve, { evidenceIds: [kept.id] }));
  const { body: bytes } = await expecting(200, eve.get(`/external-ce-claims/${body.id}/evidence/${kept.id}`));
  expect(Buffer.from(bytes).includes('a secret place')).toBe(false);
  const { body: fromTelephone } = await expecting(201, upload(eve, photograph('heif-enc.heic'), 'image/heic'));
  expect(fromTelephone).toMatchObject({ mediaType: 'image/jpeg' });
  for (const [file, refused] of [
    [declaring(photograph('heif-enc.heic'), 9000, 6000), { status: 413, code: 'picture_too_large' }],
    [photograph('pillow-moving.webp'), { status: 415, code: 'picture_moves' }],
    [photograph('heif-enc-alpha.heic'), { status: 422, code: 'claim_evidence_type' }],
  ] as const)
    expect((await upload(eve, file, 'image/heic')).body).toMatchObject(refused);
  await evidenceOf(eve);
  college.clock.forward({ days: 2 });
  await college.app.get(CeEvidenceService).forgetUnclaimed();
  const left = await college.sql.query(
    'select f.claim_id from ce_evidence_file f join stored_file s on s.id = f.file_id where f.person_id = $1',
    [eve.id],
  );
  expect(left).toEqual([{ claim_id: body.id }]);
});

test('who leaves is told what is kept, why and until when; everything else is erased (BR-105, BR-117)', async () => {
  const course = await aCreditedCourse(college, { administrator: mo });
  const eve = await aLearner(college, { name: 'Evelyn Unusual' });
  await attended(college, course, eve, [105, 105]);
  const { body: accepted } = await expecting(201, claim(eve));
  await expecting(201, mo.post(`/external-ce-claims/${accepted.id}/decision`, { outcome: 'accepted_full' }));
  await expecting(201, claim(eve, { title: 'Still open' }));
  await expecting(201, eve.post('/me/transcript-releases', { recipient: 'Somebody' }));
  const { body: roster } = await expecting(
    201,
    mo.post('/ce-rosters', { approvalId: course.approvalId, from: course.days[0], to: course.days[1] }),
  );
  await expecting(201, mo.post(`/ce-rosters/${roster.id}/posting`));

  const year = college.clock.now().getUTCFullYear();
  await college.sql.query('update sign_in set proved_at = $2 where person_id = $1', [eve.id, college.clock.now()]);
  college.clock.forward({ seconds: 6 });
  const { body: plan } = await expecting(200, eve.post('/me/erasure'));
  expect(plan.retained).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        rule: 'BR-117',
        what: 'Your credit for continuing education',
        until: `${year + 7}-12-31`,
      }),
    ]),
  );
  expect((await college.sql.query('select 1 from ce_entry where person_id = $1', [eve.id])).length).toBe(2);
  expect(
    (await mo.get('/external-ce-claims?limit=200')).body.items.filter(
      ({ personId }: { personId: string }) => personId === eve.id,
    ),
  ).toMatchObject([{ id: accepted.id, objectives: null, presenter: null, evidence: [] }]);
  expect(await college.sql.query('select 1 from transcript_release where person_id = $1', [eve.id])).toEqual([]);
  expect((await mo.get(`/ce-rosters/${roster.id}`)).body.lines).toMatchObject([{ name: null, minutes: 210 }]);
  expect(
    await college.sql.query('select 1 from ce_entry where to_jsonb(ce_entry)::text like $1', ['%Unusual%']),
  ).toEqual([]);
});
