import { expecting } from '../courses/co-production.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { anAdministrator, attended, aCreditedCourse, type CreditedCourse, entriesOf } from './credited.js';

let college: TestCollege;
let mo: TestPerson;
let iacet: CreditedCourse;
let naadac: CreditedCourse;
let eve: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  mo = await anAdministrator(college);
  await college.sql.query(
    `
      update college
      set name = 'College of the North',
        letterhead = '{"signatory": "Jo Miller", "signatoryTitle": "Principal", "lines": ["1 Long Street"]}'`,
  );
  iacet = await aCreditedCourse(college, { administrator: mo });
  naadac = await aCreditedCourse(college, {
    administrator: mo,
    approval: { approver: 'naadac' },
    title: '=Formulas & Feelings',
  });
  eve = await aLearner(college, { name: 'Zoë Ñandú-Åström نور الهدى' });
  await attended(college, iacet, eve, [105, 105]);
  await attended(college, naadac, eve, [105, 105]);
});
afterAll(() => college.close());

const bytesOf = (person: TestPerson, path: string, accept: string) =>
  person
    .get(path, { accept })
    .then((answer) => ({ ...answer, type: answer.headers['content-type'], body: answer.body }));
const tokenOf = async (person: TestPerson, index = 0): Promise<string> => {
  const { body } = await expecting(200, person.get('/me/certificates'));
  const transcripts = body.items.filter(({ kind }: { kind: string }) => kind === 'transcript');
  return transcripts[index].verifyUrl.split('/').at(-1);
};
const verify = async (token: string): Promise<string> =>
  (await college.http.get(`/api/v1/verify/${token}`)).body.status;

describe('a transcript', () => {
  test('does not begin after its end', async () => {
    for (const period of ['from=2026-03-02&to=2026-03-01', 'from=2999-01-01'])
      expect((await mo.get(`/people/${eve.id}/transcript?${period}`)).body).toMatchObject({
        status: 422,
        code: 'period_reversed',
      });
  });

  test('shows what was credited, by whom it was approved, and a total of each kind, never a session (BR-115)', async () => {
    const { body } = await expecting(200, eve.get('/me/transcript'));
    expect(body).toMatchObject({
      namePrinted: 'Zoë Ñandú-Åström نور الهدى',
      providerName: 'College of the North',
      signatory: 'Jo Miller',
      signatoryTitle: 'Principal',
      from: null,
      totals: [
        { kind: 'ce_hours', minutes: 210, amount: '4' },
        {
          kind: 'ceu_tenths',
          minutes: 210,
          amount: '0.4',
          categories: [
            { category: 'boundaries', minutes: 150 },
            { category: 'ethics', minutes: 60 },
          ],
        },
      ],
    });
    const line = body.lines.find(({ kind }: { kind: string }) => kind === 'ceu_tenths');
    expect(line).toMatchObject({
      title: 'Building Better Boundaries',
      startsOn: iacet.days[0],
      endsOn: iacet.days[1],
      completedOn: iacet.days[1],
      mode: 'in_person',
      provider: 'College of the North',
      approver: 'iacet',
      approvalNumber: iacet.approvalNumber,
      minutes: 210,
      hours: '3.50',
      ceus: '0.4',
      printed: '0.4 IACET CEU',
    });
    expect(body.lines.find(({ kind }: { kind: string }) => kind === 'ce_hours')).toMatchObject({
      ceus: null,
      printed: '4 CE hours',
    });
    for (const sessionId of iacet.sessionIds) expect(JSON.stringify(body)).not.toContain(sessionId);
  });

  test('covers the days that one asks for', async () => {
    expect((await eve.get('/me/transcript?to=2020-01-01')).body).toMatchObject({
      lines: [],
      totals: [],
      to: '2020-01-01',
    });
    expect((await eve.get('/me/transcript?from=2027-01-02&to=2027-01-01')).body.code).toBe('period_reversed');
  });

  test('is a table whose cells are no formulas (I-57)', async () => {
    const table = await expecting(200, eve.get('/me/transcript', { accept: 'text/csv' }));
    expect(table.headers['content-type']).toContain('text/csv');
    expect(table.text).toContain("'=Formulas & Feelings");
    expect(table.text.trim().split('\r\n')).toHaveLength(3);
    for (const cell of table.text.replace('\uFEFF', '').split(/[\r\n,]+/))
      expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t]/);
  });

  test('is a numbered PDF that anybody can check, and is superseded when it says something new', async () => {
    const print = await bytesOf(eve, '/me/transcript', 'application/pdf');
    expect(print.type).toBe('application/pdf');
    expect(Buffer.from(print.body).subarray(0, 5).toString()).toBe('%PDF-');
    const token = await tokenOf(eve);
    await bytesOf(eve, '/me/transcript', 'application/pdf');
    expect(await tokenOf(eve)).toBe(token);
    expect(await verify(token)).toBe('valid');
    const more = await aCreditedCourse(college, { administrator: mo });
    await attended(college, more, eve, [105, 105]);
    await bytesOf(eve, '/me/transcript', 'application/pdf');
    expect(await verify(token)).toBe('superseded');
    const [last] = (await entriesOf(eve)).slice(-1);
    await expecting(201, mo.post(`/ce-ledger/${last?.id}/reversal`, { reason: 'Entered twice.' }));
    expect(await verify(await tokenOf(eve))).toBe('withdrawn');
  });

  test('of another person is read by administrators alone, and never as a paper', async () => {
    expect((await expecting(200, mo.get(`/people/${eve.id}/transcript`))).body.lines).toHaveLength(2);
    expect(
      (await mo.get(`/people/${eve.id}/transcript`, { accept: 'application/pdf' })).headers['content-type'],
    ).toContain('application/json');
    for (const role of ['coordinator', 'facilitator', 'analyst', 'panel_member'] as const)
      expect((await (await aPerson(college, { roles: [role] })).get(`/people/${eve.id}/transcript`)).status).toBe(403);
    expect((await mo.get('/people/018f0000-0000-7000-8000-000000000000/transcript')).status).toBe(404);
  });
});

describe('giving a transcript to somebody else (BR-116)', () => {
  test('needs the authorisation of the learner, each time, and is listed to them', async () => {
    const { body: asked } = await expecting(
      201,
      mo.post(`/people/${eve.id}/transcript-releases`, { recipient: 'State board', purpose: 'Renewal' }),
    );
    expect(asked).toMatchObject({ state: 'requested', byLearner: false, can: [] });
    expect((await mo.post(`/transcript-releases/${asked.id}/handover`)).body.code).toBe(
      'transcript_release_not_authorised',
    );
    expect((await mo.get(`/transcript-releases/${asked.id}/document`)).body.code).toBe(
      'transcript_release_not_authorised',
    );
    expect((await mo.post(`/transcript-releases/${asked.id}/authorisation`)).status).toBe(404);
    expect((await (await aLearner(college)).get(`/transcript-releases/${asked.id}`)).status).toBe(404);

    expect((await eve.get('/me/transcript-releases')).body.items).toMatchObject([
      { recipient: 'State board', state: 'requested', can: ['authorise', 'refuse'] },
    ]);
    await expecting(201, eve.post(`/transcript-releases/${asked.id}/authorisation`));
    expect((await expecting(201, mo.post(`/transcript-releases/${asked.id}/handover`))).body).toMatchObject({
      state: 'released',
      releasedAt: expect.any(String),
    });
    const paper = await mo.get(`/transcript-releases/${asked.id}/document`);
    expect(Buffer.from(paper.body).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await mo.post(`/transcript-releases/${asked.id}/handover`)).status).toBe(409);
    expect((await eve.get('/me/transcript-releases')).body.items).toMatchObject([
      { state: 'released', recipient: 'State board', can: ['print'] },
    ]);
  });

  test('is refused without a reason, and can be taken back until it happened', async () => {
    const { body: asked } = await expecting(
      201,
      mo.post(`/people/${eve.id}/transcript-releases`, { recipient: 'An employer' }),
    );
    await expecting(201, eve.post(`/transcript-releases/${asked.id}/refusal`));
    expect((await mo.post(`/transcript-releases/${asked.id}/handover`)).status).toBe(403);
    const { body: own } = await expecting(201, eve.post('/me/transcript-releases', { recipient: 'A school' }));
    expect(own).toMatchObject({ state: 'authorised', byLearner: true, can: ['withdraw'] });
    await expecting(201, eve.post(`/transcript-releases/${own.id}/withdrawal`));
    expect((await mo.post(`/transcript-releases/${own.id}/handover`)).status).toBe(403);
    expect((await mo.get('/transcript-releases?state=withdrawn')).body.items).toMatchObject([{ id: own.id }]);
  });
});

describe('what administrators see', () => {
  test('is the ledger by person, approval, category, kind and day, a page at a time', async () => {
    const found = async (filters: string) =>
      (await expecting(200, mo.get(`/ce-ledger?personId=${eve.id}&${filters}`))).body.items.map(
        ({ number }: { number: number }) => number,
      );
    expect(await found(`approvalId=${iacet.approvalId}`)).toEqual([0]);
    expect(await found('category=ethics')).toHaveLength(4);
    expect(await found('category=culture')).toEqual([]);
    expect(await found('kind=ce_hours')).toEqual([0]);
    expect(await found('entryType=reversal')).toEqual([1]);
    expect(await found('to=2020-01-01')).toEqual([]);
    const walked: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body }: { body: { items: { id: string }[]; next: string | null } } = await expecting(
        200,
        mo.get(`/ce-ledger?limit=1${next ? `&cursor=${next}` : ''}`),
      );
      walked.push(...body.items.map(({ id }) => id));
      next = body.next;
    }
    expect(new Set(walked).size).toBe(walked.length);
    expect(walked).toHaveLength((await mo.get('/ce-ledger?limit=200')).body.items.length);
    expect((await mo.get('/ce-ledger?colour=red')).status).toBe(400);
  });

  test('is a file without formulas and without minus signs', async () => {
    const file = await expecting(200, mo.get(`/ce-ledger?personId=${eve.id}`, { accept: 'text/csv' }));
    const lines = file.text.trim().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(file.text).toContain("'=Formulas & Feelings");
    expect(file.text).not.toMatch(/(^|,)"?[=+\-@]/m);
  });

  test('are totals by category, approval and month, the two kinds apart', async () => {
    const period = `from=${iacet.days[0]}&to=${iacet.days[1]}`;
    const byCategory = (await expecting(200, mo.get(`/ce-ledger/totals?by=category&${period}`))).body.items;
    expect(byCategory).toContainEqual({
      key: 'ethics',
      label: 'ethics',
      kind: 'ceu_tenths',
      awards: 1,
      people: 1,
      minutes: 60,
      amount: null,
    });
    expect(byCategory).toContainEqual({
      key: 'boundaries',
      label: 'boundaries',
      kind: 'ce_hours',
      awards: 1,
      people: 1,
      minutes: 150,
      amount: null,
    });
    const byApproval = (await expecting(200, mo.get(`/ce-ledger/totals?by=approval&${period}`))).body.items;
    expect(byApproval).toContainEqual({
      key: iacet.approvalId,
      label: 'IACET accreditation',
      kind: 'ceu_tenths',
      awards: 1,
      people: 1,
      minutes: 210,
      amount: '0.4',
    });
    expect(byApproval).toContainEqual({
      key: naadac.approvalId,
      label: 'IACET accreditation',
      kind: 'ce_hours',
      awards: 1,
      people: 1,
      minutes: 210,
      amount: '4',
    });
    expect((await expecting(200, mo.get(`/ce-ledger/totals?by=month&${period}`))).body.items).toHaveLength(2);
  });

  test('is who is short of what by which day, that day too; one event under two approvals counts once', async () => {
    const ada = await aPerson(college, { name: '+Ada', roles: ['facilitator'] });
    await attended(college, iacet, ada, [105, 105]);
    const path = `/ce-shortfalls?minutes=240&from=2020-01-01&to=2100-01-01`;
    const { body } = await expecting(200, mo.get(`${path}&limit=200`));
    expect(body.items).toContainEqual({
      personId: ada.id,
      chosenName: '+Ada',
      category: null,
      minutes: 210,
      missing: 30,
      to: '2100-01-01',
    });
    const ethics = (await expecting(200, mo.get(`${path}&category=ethics&limit=200`))).body.items;
    expect(ethics).toContainEqual({
      personId: ada.id,
      chosenName: '+Ada',
      category: 'ethics',
      minutes: 60,
      missing: 180,
      to: '2100-01-01',
    });
    const enough = (await expecting(200, mo.get(`/ce-shortfalls?minutes=210&from=2020-01-01&to=2100-01-01&limit=200`)))
      .body.items;
    expect(enough.map(({ personId }: { personId: string }) => personId)).not.toContain(ada.id);
    const [lastDay] = await college.sql.query(
      'select max(completed_on)::text as day from ce_award where person_id = $1',
      [ada.id],
    );
    const onTheDay = await expecting(
      200,
      mo.get(`/ce-shortfalls?minutes=210&from=2020-01-01&to=${lastDay.day}&limit=200`),
    );
    expect(onTheDay.body.items.map(({ personId }: { personId: string }) => personId)).not.toContain(ada.id);
    expect((await expecting(200, mo.get(path, { accept: 'text/csv' }))).text).toContain("'+Ada");
  });
});

describe('a roster for an accreditor (I-34)', () => {
  test('follows the ledger until it is posted; then its lines stay, and a change is a line of the next one, with its reason', async () => {
    const course = await aCreditedCourse(college, { administrator: mo, approval: { attendancePercent: 40 } });
    const [fay, gil] = [await aLearner(college, { name: 'Fay' }), await aLearner(college, { name: '=Gil' })];
    await attended(college, course, fay, [65, 105]);
    const body = { approvalId: course.approvalId, from: course.days[0], to: course.days[1] };
    const { body: draft } = await expecting(201, mo.post('/ce-rosters', body));
    expect(draft).toMatchObject({
      postedAt: null,
      lineCount: 1,
      lines: [{ position: 1, name: 'Fay', minutes: 170, printed: '0.3 IACET CEU', reason: null }],
      can: ['post'],
    });
    await attended(college, course, fay, [70, 105]);
    await attended(college, course, gil, [105, 105]);
    expect((await mo.get(`/ce-rosters/${draft.id}`)).body.lines).toMatchObject([
      { name: 'Fay', minutes: 175 },
      { name: '=Gil', minutes: 210 },
    ]);

    const { body: posted } = await expecting(201, mo.post(`/ce-rosters/${draft.id}/posting`));
    expect(posted).toMatchObject({ postedAt: expect.any(String), lineCount: 2, can: [] });
    expect((await mo.post(`/ce-rosters/${draft.id}/posting`)).body.code).toBe('roster_posted');
    await attended(college, course, fay, [105, 105]);
    await college.sql.query(`update person set chosen_name = 'Renamed' where id = $1`, [fay.id]);
    expect((await mo.get(`/ce-rosters/${draft.id}`)).body.lines).toEqual(posted.lines);
    const { body: next } = await expecting(201, mo.post('/ce-rosters', body));
    expect(next.lines).toMatchObject([
      { entryType: 'reversal', minutes: -175, reason: 'Attendance was corrected.' },
      { entryType: 'award', minutes: 210 },
    ]);
    const file = await expecting(200, mo.get(`/ce-rosters/${draft.id}`, { accept: 'text/csv' }));
    expect(file.text).toContain("'=Gil");
    await expect(college.sql.query('delete from ce_roster_line')).rejects.toThrow('only grows');
    await expect(college.sql.query('update ce_roster set from_on = to_on where id = $1', [draft.id])).rejects.toThrow(
      'stays',
    );
  });
});
