import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCertificate, aHouse, codesOf, expecting, type House, practiceOf, smallTerms } from './a-certificate.js';

let college: TestCollege;
let house: House;
beforeAll(async () => {
  college = await openTestCollege();
  at('2027-01-11');
  house = await aHouse(college);
});
beforeEach(() => at('2027-01-11'));
afterAll(() => college.close());

const peer = (): Promise<TestPerson> => aPerson(college, { name: 'Ada', roles: ['facilitator'] });
const stateOf = async (person: TestPerson, id: string): Promise<string> =>
  (await person.get(`/certifications/${id}`)).body.state;
const at = (day: string): void => college.clock.moveTo(`${day}T12:00:00Z`);

test('a provisional certificate lasts six months, is extended once, and is renewed to a full one or ends (BR-91)', async () => {
  const ada = await peer();
  const id = await aCertificate(house, ada, 'provisional');
  expect((await ada.get(`/certifications/${id}`)).body).toMatchObject({
    state: 'renewal_open',
    validThrough: '2027-07-10',
    periods: [{ grade: 'provisional' }],
  });
  expect(codesOf(await ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' }))).toEqual([
    'renewal_incomplete',
    'practice_short',
  ]);
  const extended = await expecting(201, house.casey.post(`/certifications/${id}/extension`));
  expect(extended.body).toMatchObject({
    validThrough: '2028-01-10',
    periods: [{ kind: 'first' }, { kind: 'extension', validFrom: '2027-07-11', validThrough: '2028-01-10' }],
  });
  at('2027-09-01');
  expect((await house.casey.post(`/certifications/${id}/extension`)).body).toMatchObject({
    status: 409,
    code: 'extended_already',
  });
  at('2028-01-11');
  expect(await stateOf(ada, id)).toBe('lapsed');
});

test('a provisional certificate becomes a full one once the practice is there (BR-91)', async () => {
  const ada = await peer();
  const id = await aCertificate(house, ada, 'provisional');
  const other = await expecting(
    201,
    ada.post('/certification-applications', { schemeId: '01900000-0000-7000-8000-000000000001' }),
  );
  const log = await expecting(
    201,
    ada.post(`/certification-applications/${other.body.id}/practice-logs`, practiceOf(college)),
  );
  await expecting(201, house.casey.post(`/practice-logs/${log.body.id}/verification`));
  await expecting(201, ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' }));
  const { body } = await expecting(
    201,
    house.casey.post(`/certifications/${id}/renewal-decision`, { outcome: 'accepted' }),
  );
  expect(body.periods).toMatchObject([
    { grade: 'provisional' },
    { grade: 'full', validFrom: '2027-07-11', validThrough: '2029-07-10' },
  ]);
});

test('the renewal window opens ninety days before expiry, and a renewal asks for the code of ethics in force (BR-96, BR-98)', async () => {
  const ada = await peer();
  const own = await aHouse(college);
  const id = await aCertificate(own, ada);
  at('2028-10-11');
  expect(await stateOf(ada, id)).toBe('active');
  expect((await ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' })).body).toMatchObject({
    status: 409,
    code: 'renewal_not_open',
    detail: expect.stringContaining('2028-10-12'),
  });
  at('2028-10-12');
  expect(await stateOf(ada, id)).toBe('renewal_open');
  const newCode = { ...smallTerms, attestation: { livedExperience: true, codeOfEthicsVersion: '2' } };
  await expecting(
    201,
    own.admin.post(`/certification-schemes/${own.schemeId}/requirement-sets`, {
      effectiveFrom: '2028-10-12',
      terms: newCode,
    }),
  );
  expect((await ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' })).body).toMatchObject({
    status: 422,
    code: 'code_of_ethics_unsigned',
  });
  await expecting(403, own.casey.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '2' }));
  const handedIn = await expecting(201, ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '2' }));
  expect(handedIn.body).toMatchObject({ state: 'renewal_submitted', validThrough: '2029-01-10' });
  expect((await ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '2' })).body.code).toBe(
    'renewal_pending',
  );
  expect((await own.casey.post(`/certifications/${id}/renewal-decision`, { outcome: 'returned' })).body.code).toBe(
    'reasons_required',
  );
  await expecting(
    201,
    own.casey.post(`/certifications/${id}/renewal-decision`, {
      outcome: 'returned',
      reasons: 'Please look at the dates.',
    }),
  );
  await expecting(201, ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '2' }));
  const renewed = await expecting(
    201,
    own.casey.post(`/certifications/${id}/renewal-decision`, { outcome: 'accepted' }),
  );
  expect(renewed.body).toMatchObject({
    state: 'active',
    validThrough: '2031-01-10',
    periods: [
      { validFrom: '2027-01-11', validThrough: '2029-01-10' },
      { kind: 'renewal', validFrom: '2029-01-11', validThrough: '2031-01-10', cycleStart: '2028-10-13', late: false },
    ],
  });
  expect((await ada.get(`/certifications/${id}/renewals`)).body.items).toMatchObject([
    { outcome: 'returned', reasons: 'Please look at the dates.' },
    { outcome: 'accepted' },
  ]);
});

test('a forecast of a day that has passed tells what stood on that day: later periods and acts are not seen', async () => {
  at('2027-01-11');
  const ada = await peer();
  const id = await aCertificate(house, ada);
  at('2028-12-01');
  await expecting(201, ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' }));
  await expecting(201, house.casey.post(`/certifications/${id}/renewal-decision`, { outcome: 'accepted' }));
  at('2028-12-20');
  const asOf = async (day: string) => (await ada.get(`/certifications/${id}/forecast?asOf=${day}`)).body;
  expect(await asOf('2028-11-01')).toMatchObject({ state: 'renewal_open', validThrough: '2029-01-10' });
  expect(await asOf('2028-12-02')).toMatchObject({ state: 'active', validThrough: '2031-01-10' });
  expect(await asOf('2028-12-20')).toMatchObject({ state: 'active', validThrough: '2031-01-10' });
});

test('after expiry there are 180 days for a late renewal, then a lapse; a reinstatement begins with its decision (BR-97)', async () => {
  const ada = await peer();
  const [late, gone] = [await aCertificate(house, ada), await aCertificate(house, await peer())];
  at('2029-01-11');
  expect((await ada.get(`/certifications/${late}`)).body).toMatchObject({
    state: 'expired_in_grace',
    validThrough: null,
  });
  at('2029-03-01');
  await expecting(201, ada.post(`/certifications/${late}/renewal`, { codeOfEthicsVersion: '1' }));
  const { body } = await expecting(
    201,
    house.casey.post(`/certifications/${late}/renewal-decision`, { outcome: 'accepted' }),
  );
  expect(body.periods[1]).toMatchObject({ validFrom: '2029-03-01', validThrough: '2031-02-28', late: true });
  at('2029-07-10');
  expect(await stateOf(house.casey, gone)).toBe('lapsed');
  const holder = (await house.casey.get(`/certifications/${gone}`)).body.personId;
  expect(holder).not.toBe(ada.id);
});

test('in the days of grace a holder may facilitate where the college says so (BR-97)', async () => {
  const ada = await peer();
  const id = await aCertificate(house, ada);
  at('2029-02-01');
  const settings = await house.admin.get('/college');
  await expecting(
    200,
    house.admin.patch(
      '/college',
      { policy: { certificationGraceMayFacilitate: true } },
      { 'If-Match': settings.headers['etag'] ?? '' },
    ),
  );
  expect((await ada.get(`/certifications/${id}`)).body).toMatchObject({
    state: 'expired_in_grace',
    validThrough: '2029-07-09',
  });
  const changed = await house.admin.get('/college');
  await expecting(
    200,
    house.admin.patch(
      '/college',
      { policy: { certificationGraceMayFacilitate: false } },
      { 'If-Match': changed.headers['etag'] ?? '' },
    ),
  );
});

test('a lapsed certificate can be reinstated, with a gap that stays on record', async () => {
  const ada = await peer();
  const id = await aCertificate(house, ada);
  at('2029-08-01');
  expect((await ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' })).body.code).toBe(
    'renewal_not_open',
  );
  await expecting(201, ada.post(`/certifications/${id}/reinstatement`, { codeOfEthicsVersion: '1' }));
  expect(await stateOf(ada, id)).toBe('reinstatement_review');
  const again = await ada.post(`/certifications/${id}/reinstatement`, { codeOfEthicsVersion: '1' });
  expect([again.status, again.body.code]).toEqual([409, 'renewal_pending']);
  at('2029-08-10');
  const { body } = await expecting(
    201,
    house.casey.post(`/certifications/${id}/renewal-decision`, { outcome: 'accepted' }),
  );
  expect(body).toMatchObject({
    state: 'active',
    periods: [
      { validThrough: '2029-01-10' },
      { kind: 'reinstatement', validFrom: '2029-08-10', validThrough: '2031-08-09' },
    ],
  });
});

test('the forecast says where it will stand, what is missing, and what each choice leads to', async () => {
  const ada = await peer();
  const id = await aCertificate(house, ada);
  const ahead = async (asOf: string) =>
    (await expecting(200, ada.get(`/certifications/${id}/forecast?asOf=${asOf}`))).body;
  const soon = await ahead('2028-11-01');
  expect(soon).toMatchObject({
    state: 'renewal_open',
    mayFacilitate: true,
    windowOpensOn: '2028-10-12',
    expiresOn: '2029-01-10',
    graceEndsOn: '2029-07-09',
    remindersOn: ['2028-09-12', '2028-11-11', '2028-12-11', '2029-01-03'],
    missing: [],
  });
  expect(soon.choices).toEqual([
    {
      choice: 'renew',
      from: '2028-11-01',
      by: '2029-01-10',
      leadsTo: 'active',
      leadsToOn: '2028-11-01',
      validThrough: '2031-01-10',
    },
    {
      choice: 'do_nothing',
      from: '2028-11-01',
      by: null,
      leadsTo: 'expired_in_grace',
      leadsToOn: '2029-01-11',
      validThrough: null,
    },
    {
      choice: 'renew_late',
      from: '2029-01-11',
      by: '2029-07-09',
      leadsTo: 'active',
      leadsToOn: '2029-01-11',
      validThrough: '2031-01-10',
    },
  ]);
  expect(await ahead('2029-02-01')).toMatchObject({
    state: 'expired_in_grace',
    mayFacilitate: false,
    choices: [{ choice: 'renew_late' }, { choice: 'do_nothing', leadsTo: 'lapsed', leadsToOn: '2029-07-10' }],
  });
  expect((await ahead('2030-01-01')).choices.map(({ choice }: { choice: string }) => choice)).toEqual([
    'ask_for_reinstatement',
    'apply_anew',
  ]);
  await expecting(404, (await peer()).get(`/certifications/${id}/forecast`));
});

test('notices go out 120, 60, 30 and 7 days before expiry, each once, and then of the expiry and the lapse (BR-96)', async () => {
  const ada = await peer();
  const id = await aCertificate(house, ada);
  const { CertificationNoticeService } =
    await import('../../src/certification/certifications/certification-notice.service.js');
  const notices = college.app.get(CertificationNoticeService);
  const raised: string[] = [];
  for (const day of [
    '2028-09-11',
    '2028-09-12',
    '2028-09-13',
    '2028-11-11',
    '2028-12-11',
    '2029-01-03',
    '2029-01-10',
    '2029-01-11',
    '2029-02-01',
    '2029-07-10',
    '2029-08-01',
  ]) {
    at(day);
    await notices.announceDueEnds();
    const events = await college.sql.query(
      `
        select refs->>'occasion' as occasion
        from event
        where subject_id = $1 and type in ('certification.ending', 'certification.expired', 'certification.lapsed')
        order by at`,
      [id],
    );
    raised.push(`${day}: ${events.map(({ occasion }: { occasion: string }) => occasion).join(' ')}`);
  }
  expect(raised).toEqual([
    '2028-09-11: ',
    '2028-09-12: days_120',
    '2028-09-13: days_120',
    '2028-11-11: days_120 days_60',
    '2028-12-11: days_120 days_60 days_30',
    '2029-01-03: days_120 days_60 days_30 days_7',
    '2029-01-10: days_120 days_60 days_30 days_7',
    '2029-01-11: days_120 days_60 days_30 days_7 expired',
    '2029-02-01: days_120 days_60 days_30 days_7 expired',
    '2029-07-10: days_120 days_60 days_30 days_7 expired lapsed',
    '2029-08-01: days_120 days_60 days_30 days_7 expired lapsed',
  ]);
});

test('an external certificate counts once somebody else has verified it (BR-104)', async () => {
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator', 'coordinator'] });
  const scheme = await expecting(
    201,
    house.casey.post('/certification-schemes', {
      name: 'National peer',
      issuer: 'external',
      issuerName: 'A national body',
      track: 'mh_peer',
    }),
  );
  const { body } = await expecting(
    201,
    ada.post('/certifications', {
      schemeId: scheme.body.id,
      number: 'N-1',
      grade: 'full',
      validFrom: '2026-01-01',
      validThrough: '2027-12-31',
    }),
  );
  expect(body).toMatchObject({ state: 'recorded', validThrough: null });
  expect((await ada.post(`/certifications/${body.id}/verification`, { how: 'number' })).body).toMatchObject({
    status: 422,
    code: 'self_verified',
  });
  expect((await house.casey.post(`/certifications/${body.id}/verification`, { how: 'link' })).body).toMatchObject({
    state: 'active',
    validThrough: '2027-12-31',
  });
  await expecting(
    201,
    ada.post(`/certifications/${body.id}/periods`, {
      grade: 'full',
      validFrom: '2028-01-01',
      validThrough: '2029-12-31',
    }),
  );
  expect((await ada.get(`/certifications/${body.id}`)).body).toMatchObject({ validThrough: '2027-12-31' });
  expect(
    (
      await ada.post(`/certifications/${body.id}/periods`, {
        grade: 'full',
        validFrom: '2027-06-01',
        validThrough: '2028-06-01',
      })
    ).body.code,
  ).toBe('certification_periods_overlap');
  expect(
    (
      await ada.post('/certifications', {
        schemeId: house.schemeId,
        number: 'X',
        grade: 'full',
        validFrom: '2026-01-01',
        validThrough: '2027-12-31',
      })
    ).body.code,
  ).toBe('scheme_is_of_college');
});

test('a period can be neither changed nor removed, and two never overlap (I-35, I-41)', async () => {
  const id = await aCertificate(house, await peer());
  await expect(
    college.sql.query(`update certification_period set valid_through = valid_through + 1 where certification_id = $1`, [
      id,
    ]),
  ).rejects.toThrow(/stays as it is/);
  await expect(college.sql.query('delete from certification_period where certification_id = $1', [id])).rejects.toThrow(
    /only grows/,
  );
  await expect(college.sql.query('delete from certification where id = $1', [id])).rejects.toThrow(/only grows/);
  const copy = `
    insert into certification_period (
      id, certification_id, kind, grade, valid_from, valid_through, set_id, cycle_start, recorded_by, recorded_at,
      verified_by, verified_at, verified_how
    )
    select gen_random_uuid(), certification_id, 'renewal', grade, valid_from + 5, valid_through, set_id, cycle_start,
      recorded_by, recorded_at, verified_by, verified_at, verified_how
    from certification_period
    where certification_id = $1`;
  await expect(college.sql.query(copy, [id])).rejects.toThrow(/certification_period_apart/);
});
