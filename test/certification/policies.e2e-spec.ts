import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import {
  aCertificate,
  advance,
  aHouse,
  anApplication,
  atThePanel,
  codesOf,
  expecting,
  type House,
  members,
  practiceOf,
  smallTerms,
  today,
  trainingOf,
} from './a-certificate.js';

let college: TestCollege;
const at = (day: string): void => college.clock.moveTo(`${day}T12:00:00Z`);
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());

const peer = (): Promise<TestPerson> => aPerson(college, { name: 'Ada', roles: ['facilitator'] });
const rolling = smallTerms.renewal;

/** Hands in and accepts a renewal on a day; answers the period that it added. */
async function renewed(
  house: House,
  holder: TestPerson,
  id: string,
  on: string,
): Promise<{ validFrom: string; validThrough: string; late: boolean }> {
  at(on);
  await expecting(201, holder.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' }));
  const { body } = await expecting(
    201,
    house.casey.post(`/certifications/${id}/renewal-decision`, { outcome: 'accepted' }),
  );
  const { validFrom, validThrough, late } = body.periods.at(-1);
  return { validFrom, validThrough, late };
}

describe('from where the next expiry is counted is a choice of the scheme, and nothing drifts (I-37)', () => {
  test.each<[string, object, string, string, [string, string, string, boolean][]]>([
    [
      'a fixed day with a shortest period of six months: sixteen months after July and August, thirteen after November, eight after April',
      { ...rolling, model: 'fixed', fixedDay: '12-01', fixedYears: 'every', minimumMonths: 6, months: undefined },
      '2026-08-01',
      '2027-12-01',
      [
        ['2027-11-05', '2027-12-02', '2028-12-01', false],
        ['2029-04-01', '2029-04-01', '2029-12-01', true],
      ],
    ],
    [
      'the day of completion: early in July it moves back, late in November it moves on',
      { ...rolling, model: 'completion', months: 12 },
      '2026-08-15',
      '2027-08-14',
      [
        ['2027-07-01', '2027-08-15', '2028-06-30', false],
        ['2028-11-01', '2028-11-01', '2029-10-31', true],
      ],
    ],
    [
      'the expiry before: early in July nothing is lost, on the last day in August nothing is gained, late in November it begins anew',
      { ...rolling, model: 'expiry', months: 12 },
      '2026-08-15',
      '2027-08-14',
      [
        ['2027-07-01', '2027-08-15', '2028-08-14', false],
        ['2028-08-14', '2028-08-15', '2029-08-14', false],
        ['2029-11-01', '2029-11-01', '2030-10-31', true],
      ],
    ],
    [
      'from 29 February over two years and back to it',
      { ...rolling, model: 'expiry', months: 24 },
      '2028-02-29',
      '2030-02-27',
      [['2030-02-27', '2030-02-28', '2032-02-28', false]],
    ],
  ])('%s', async (_, renewal, granted, firstEnd, turns) => {
    at(granted);
    const house = await aHouse(college, { ...smallTerms, renewal });
    const ada = await peer();
    const id = await aCertificate(house, ada);
    expect((await ada.get(`/certifications/${id}`)).body.periods).toMatchObject([
      { validFrom: granted, validThrough: firstEnd },
    ]);
    for (const [on, validFrom, validThrough, late] of turns)
      expect(await renewed(house, ada, id, on)).toEqual({ validFrom, validThrough, late });
    expect((await ada.get(`/certifications/${id}`)).body.periods).toHaveLength(turns.length + 1);
  });

  test('a renewal takes the months of the set that is in force then, none of them lost', async () => {
    at('2027-01-11');
    const house = await aHouse(college);
    const ada = await peer();
    const id = await aCertificate(house, ada);
    const longer = { ...smallTerms, renewal: { ...rolling, months: 36 } };
    await expecting(
      201,
      house.admin.post(`/certification-schemes/${house.schemeId}/requirement-sets`, {
        effectiveFrom: '2028-06-01',
        terms: longer,
      }),
    );
    expect(await renewed(house, ada, id, '2028-12-01')).toEqual({
      validFrom: '2029-01-11',
      validThrough: '2032-01-10',
      late: false,
    });
  });
});

test('who was certified a year or less before the fixed day owes no credits for that cycle, and for the next one all (BR-102)', async () => {
  at('2028-09-01');
  const renewal = {
    model: 'fixed',
    fixedDay: '09-01',
    fixedYears: 'odd',
    minimumMonths: 0,
    windowDays: 60,
    graceDays: 0,
  };
  const continuingEducation = {
    minutes: 1200,
    categories: [{ code: 'ethics', minMinutes: 360 }],
    newlyCertifiedWaiverMonths: 12,
  };
  const house = await aHouse(college, { ...smallTerms, renewal, continuingEducation });
  const strict = await aHouse(college, {
    ...smallTerms,
    renewal,
    continuingEducation: { ...continuingEducation, newlyCertifiedWaiverMonths: undefined },
  });
  const [late, early, unwaived] = [await peer(), await peer(), await peer()];
  const lateId = await aCertificate(house, late);
  const unwaivedId = await aCertificate(strict, unwaived);
  at('2027-09-02');
  const aYearBefore = await aHouse(college, { ...smallTerms, renewal, continuingEducation });
  const earlyId = await aCertificate(aYearBefore, early);
  at('2029-08-01');
  expect((await late.get(`/certifications/${lateId}/forecast`)).body).toMatchObject({
    credits: { waived: true, neededMinutes: 0, categories: [{ code: 'ethics', neededMinutes: 0 }] },
    missing: [],
  });
  expect((await early.get(`/certifications/${earlyId}/forecast`)).body).toMatchObject({
    credits: {
      waived: false,
      neededMinutes: 1200,
      categories: [{ code: 'ethics', neededMinutes: 360, countedMinutes: 0 }],
    },
  });
  for (const [person, id] of [
    [early, earlyId],
    [unwaived, unwaivedId],
  ] as const) {
    expect(codesOf(await person.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' }))).toEqual([
      'renewal_incomplete',
      'credits_short',
      'category_credits_short',
    ]);
  }
  expect(await renewed(house, late, lateId, '2029-08-01')).toMatchObject({
    validFrom: '2029-09-02',
    validThrough: '2031-09-01',
  });
  at('2031-08-01');
  expect((await late.get(`/certifications/${lateId}/forecast`)).body.credits).toMatchObject({
    waived: false,
    neededMinutes: 1200,
  });
  expect(codesOf(await late.post(`/certifications/${lateId}/renewal`, { codeOfEthicsVersion: '1' }))).toContain(
    'credits_short',
  );
});

test('one person may hold several certificates, of two schemes and again of one that has lapsed, each with its number, its periods and its paper (I-36)', async () => {
  at('2027-01-11');
  const [house, other] = [await aHouse(college), await aHouse(college)];
  const ada = await peer();
  const first = await aCertificate(house, ada);
  await aCertificate(other, ada);
  at('2029-08-01');
  const again = await aCertificate(house, ada);
  expect(again).not.toBe(first);
  const { items } = (await ada.get('/certifications')).body;
  expect(items.map(({ state, periods }: { state: string; periods: object[] }) => [state, periods.length])).toEqual([
    ['active', 1],
    ['lapsed', 1],
    ['lapsed', 1],
  ]);
  expect(new Set(items.map(({ number }: { number: string }) => number)).size).toBe(3);
  expect((await ada.get('/me/certificates')).body.items.map(({ state }: { state: string }) => state)).toEqual([
    'issued',
    'issued',
    'issued',
  ]);
});

test('a panel grants no second certificate beside one that was reinstated meanwhile', async () => {
  at('2027-01-11');
  const house = await aHouse(college);
  const ada = await peer();
  const id = await aCertificate(house, ada);
  at('2029-08-01');
  const application = await atThePanel(house, ada);
  await expecting(201, ada.post(`/certifications/${id}/reinstatement`, { codeOfEthicsVersion: '1' }));
  await expecting(201, house.casey.post(`/certifications/${id}/renewal-decision`, { outcome: 'accepted' }));
  const decided = await house.panel[0]!.post(`/certification-applications/${application}/decision`, {
    outcome: 'approve',
    members: members(house.panel),
  });
  expect(decided.body).toMatchObject({ status: 409, code: 'certified_already' });
  expect((await ada.get('/certifications')).body.items).toHaveLength(1);
});

test('the same training and practice serve several certificates, each by its own rule (I-43)', async () => {
  at('2027-01-11');
  const house = await aHouse(college);
  const picky = await aHouse(college, {
    ...smallTerms,
    training: { ...smallTerms.training, minutes: 900, completedWithinMonths: 1 },
    practice: { minutes: 100, lookbackMonths: 24, excludedKinds: ['shadow'] },
  });
  const ada = await peer();
  const [one, two] = [await anApplication(house, ada), await anApplication(picky, ada)];
  await expecting(
    201,
    ada.post(
      `/certification-applications/${one}/evidence`,
      trainingOf(college, { completedOn: '2026-11-01', minutes: 500 }),
    ),
  );
  await expecting(
    201,
    ada.post(
      `/certification-applications/${two}/evidence`,
      trainingOf(college, { completedOn: today(college), minutes: 400 }),
    ),
  );
  for (const kind of ['shadow', 'co_facilitation']) {
    const { body } = await expecting(
      201,
      ada.post(`/certification-applications/${one}/practice-logs`, practiceOf(college, { kind, minutes: 100 })),
    );
    await expecting(201, house.casey.post(`/practice-logs/${body.id}/verification`));
  }
  const progress = async (id: string) => (await ada.get(`/certification-applications/${id}`)).body.progress;
  expect(await progress(one)).toMatchObject({ trainingMinutes: 900, practiceMinutes: 200, ignored: [] });
  expect(await progress(two)).toMatchObject({
    trainingMinutes: 400,
    practiceMinutes: 100,
    ignored: [{ code: 'training_too_old' }, { code: 'practice_kind_not_counted' }],
  });
  const signed = { livedExperience: true, codeOfEthicsVersion: '1' };
  await expecting(201, ada.post(`/certification-applications/${one}/attestation`, signed));
  const missing = (await ada.get(`/certification-applications/${two}`)).body.progress.missing.map(
    ({ code }: { code: string }) => code,
  );
  expect(missing).not.toContain('attestation_missing');
  await expecting(201, ada.post(`/certification-applications/${one}/submission`));
  await expecting(201, advance(house, one));
});

test('the forecast of a provisional certificate says what an extension would lead to, and of any which code of ethics is signed anew (BR-91, BR-98)', async () => {
  at('2027-01-11');
  const house = await aHouse(college);
  const ada = await peer();
  const id = await aCertificate(house, ada, 'provisional');
  const forecast = async (asOf?: string) =>
    (await expecting(200, ada.get(`/certifications/${id}/forecast${asOf ? `?asOf=${asOf}` : ''}`))).body;
  expect(await forecast()).toMatchObject({
    state: 'renewal_open',
    codeOfEthicsVersion: '1',
    windowOpensOn: '2027-01-11',
    expiresOn: '2027-07-10',
    graceEndsOn: '2027-07-10',
    missing: [{ code: 'practice_short' }],
    choices: [
      { choice: 'renew', by: '2027-07-10', leadsTo: 'active', validThrough: '2029-07-10' },
      { choice: 'ask_for_extension', by: '2027-07-10', validThrough: '2028-01-10' },
      { choice: 'do_nothing', leadsTo: 'lapsed', leadsToOn: '2027-07-11' },
    ],
  });
  const terms = { ...smallTerms, attestation: { livedExperience: true, codeOfEthicsVersion: '2' } };
  await expecting(
    201,
    house.admin.post(`/certification-schemes/${house.schemeId}/requirement-sets`, {
      effectiveFrom: '2027-03-01',
      terms,
    }),
  );
  expect(await forecast('2027-03-01')).toMatchObject({ codeOfEthicsVersion: '2' });
  await expecting(201, house.casey.post(`/certifications/${id}/extension`));
  expect((await forecast('2027-08-01')).choices.map(({ choice }: { choice: string }) => choice)).toEqual([
    'renew',
    'do_nothing',
  ]);
  expect(await forecast('2020-01-01')).toMatchObject({ state: 'upcoming', mayFacilitate: false });
  expect(await forecast('9999-12-31')).toMatchObject({ state: 'lapsed', mayFacilitate: false });
});
