import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import {
  aHouse,
  anApplication,
  aReference,
  advance,
  assess,
  atThePanel,
  codesOf,
  daysLater,
  expecting,
  type House,
  members,
  practiceOf,
  smallTerms,
  theSecret,
  today,
  trainingOf,
} from './a-certificate.js';

let college: TestCollege;
let house: House;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-11T12:00:00Z');
  house = await aHouse(college);
});
afterAll(() => college.close());

const peer = (): Promise<TestPerson> => aPerson(college, { name: 'Ada', roles: ['facilitator'] });
const pathOf = (id: string) => `/certification-applications/${id}`;
const missingOf = async (person: TestPerson, id: string): Promise<string[]> =>
  (await person.get(pathOf(id))).body.progress.missing.map(({ code }: { code: string }) => code);

test('an application goes from a draft to a certificate through every stage', async () => {
  const ada = await peer();
  const id = await atThePanel(house, ada);
  const decided = await expecting(
    201,
    house.panel[0]!.post(`${pathOf(id)}/decision`, { outcome: 'approve', members: members(house.panel) }),
  );
  expect(decided.body).toMatchObject({ state: 'approved', certificationId: expect.any(String) });
  const { body } = await expecting(200, ada.get(`/certifications/${decided.body.certificationId}`));
  expect(body).toMatchObject({
    state: 'active',
    number: expect.stringMatching(/^PF-2027-/),
    periods: [{ kind: 'first', grade: 'full', validFrom: '2027-01-11', validThrough: '2029-01-10' }],
  });
  expect((await ada.post('/certification-applications', { schemeId: house.schemeId })).body.code).toBe(
    'certified_already',
  );
});

test('an application keeps the requirement set of the day on which it was handed in (BR-86)', async () => {
  const other = await aHouse(college);
  const [early, late] = [await peer(), await peer()];
  const [first, second] = [await anApplication(other, early), await anApplication(other, late)];
  await expecting(201, early.post(`${pathOf(first)}/submission`));
  const harder = { ...smallTerms, training: { ...smallTerms.training, minutes: 6000 } };
  await expecting(
    201,
    other.admin.post(`/certification-schemes/${other.schemeId}/requirement-sets`, {
      effectiveFrom: daysLater(today(college), 1),
      terms: harder,
    }),
  );
  college.clock.forward({ days: 2 });
  await expecting(201, late.post(`${pathOf(second)}/submission`));
  expect((await early.get(pathOf(first))).body).toMatchObject({
    requirementSetNumber: 1,
    terms: { training: { minutes: 600 } },
  });
  expect((await late.get(pathOf(second))).body).toMatchObject({
    requirementSetNumber: 2,
    terms: { training: { minutes: 6000 } },
  });
  await expecting(201, house.casey.post(`${pathOf(first)}/return`, { missing: 'Please add the training.' }));
  expect((await early.post(`${pathOf(first)}/submission`)).body).toMatchObject({
    requirementSetNumber: 1,
    state: 'submitted',
    missing: null,
  });
  const sets = await early.get(`/certification-schemes/${other.schemeId}/requirement-sets`);
  expect(
    sets.body.items.map(({ number, effectiveTo }: { number: number; effectiveTo: string | null }) => [
      number,
      effectiveTo,
    ]),
  ).toEqual([
    [2, null],
    [1, daysLater(sets.body.items[0].effectiveFrom, -1)],
  ]);
  expect(
    (
      await other.admin.post(`/certification-schemes/${other.schemeId}/requirement-sets`, {
        effectiveFrom: '2020-01-01',
        terms: harder,
      })
    ).body.code,
  ).toBe('set_not_later');
  await expect(college.sql.query(`update requirement_set set terms = '{}'`)).rejects.toThrow(/only grows/);
});

test('training that was too long ago is refused (BR-87)', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  const refused = await expecting(
    422,
    ada.post(`${pathOf(id)}/evidence`, trainingOf(college, { completedOn: daysLater(today(college), -400) })),
  );
  expect(refused.body).toMatchObject({ code: 'training_too_old', detail: expect.stringContaining('12 months') });
});

test('training has to be enough in all, live, and on ethics; what is short is listed (BR-88)', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  await expecting(201, ada.post(`${pathOf(id)}/attestation`, { livedExperience: true, codeOfEthicsVersion: '1' }));
  await expecting(
    201,
    ada.post(`${pathOf(id)}/evidence`, trainingOf(college, { minutes: 500, liveMinutes: 100, ethicsMinutes: 30 })),
  );
  await expecting(201, ada.post(`${pathOf(id)}/submission`));
  await expecting(201, advance(house, id));
  expect(codesOf(await expecting(422, advance(house, id)))).toEqual(['stage_incomplete', 'selection_missing']);
  await assess(house, id, 'selection', { competencies: [{ code: 'listens', met: true }] });
  await expecting(201, advance(house, id));
  const refused = await expecting(422, advance(house, id));
  expect(codesOf(refused)).toEqual([
    'stage_incomplete',
    'training_short',
    'live_training_short',
    'ethics_training_short',
  ]);
  expect(refused.body.errors[1].message).toContain('200 are missing');
  await expecting(
    201,
    ada.post(`${pathOf(id)}/evidence`, trainingOf(college, { minutes: 200, liveMinutes: 200, ethicsMinutes: 30 })),
  );
  await expecting(201, advance(house, id));
});

test('self-study and supervision received do not count as practice (BR-89)', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  for (const kind of ['self_study', 'supervision_received', 'co_facilitation']) {
    const { body } = await expecting(
      201,
      ada.post(`${pathOf(id)}/practice-logs`, practiceOf(college, { kind, minutes: 100 })),
    );
    await expecting(201, house.casey.post(`/practice-logs/${body.id}/verification`));
  }
  const { body } = await ada.get(pathOf(id));
  expect(body.progress.practiceMinutes).toBe(100);
  expect(body.progress.ignored.map(({ code }: { code: string }) => code)).toEqual([
    'practice_kind_not_counted',
    'practice_kind_not_counted',
  ]);
});

test('practice counts once somebody else has confirmed it, and nobody confirms their own (BR-89)', async () => {
  const ada = await aPerson(college, { roles: ['facilitator', 'coordinator'] });
  const ben = await peer();
  const id = await anApplication(house, ada);
  const { body: log } = await expecting(
    201,
    ada.post(`${pathOf(id)}/practice-logs`, practiceOf(college, { supervisorId: ben.id })),
  );
  expect(
    (await ada.post(`${pathOf(id)}/practice-logs`, practiceOf(college, { supervisorId: ada.id }))).body,
  ).toMatchObject({ status: 422, code: 'self_verified' });
  expect((await ada.get(pathOf(id))).body.progress).toMatchObject({
    practiceMinutes: 0,
    ignored: [{ code: 'practice_unverified' }],
  });
  expect((await ada.post(`/practice-logs/${log.id}/verification`)).body).toMatchObject({
    status: 422,
    code: 'self_verified',
  });
  await expecting(404, (await peer()).post(`/practice-logs/${log.id}/verification`));
  expect((await ben.get('/practice-logs')).body.items).toMatchObject([{ id: log.id }]);
  await expecting(201, ben.post(`/practice-logs/${log.id}/verification`));
  expect((await ben.post(`/practice-logs/${log.id}/verification`)).body).toMatchObject({
    status: 409,
    code: 'practice_verified_already',
  });
  await expect(
    college.sql.query(
      `
        insert into practice_verification (log_id, person_id, verified_by, verified_at)
        select id, person_id, person_id, now()
        from practice_log
        limit 1`,
    ),
  ).rejects.toThrow(/practice_verified_by_another/);
});

test('practice outside the look-back window is left out, with the reason (BR-90)', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  const { body } = await expecting(
    201,
    ada.post(`${pathOf(id)}/practice-logs`, practiceOf(college, { practisedOn: '2024-12-01' })),
  );
  await expecting(201, house.casey.post(`/practice-logs/${body.id}/verification`));
  expect((await ada.get(pathOf(id))).body.progress).toMatchObject({
    practiceMinutes: 0,
    ignored: [{ id: body.id, code: 'practice_outside_window', message: expect.stringContaining('24 months') }],
  });
});

test('a reference is answered by a code that works once, and the applicant does not read it', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  const { body } = await expecting(
    201,
    ada.post(`${pathOf(id)}/references`, { kind: 'colleague', refereeName: 'Sam', refereeEmail: 'sam@example.org' }),
  );
  const reply = {
    secret: await theSecret(college, body.id),
    workedTogetherUntil: today(college),
    recommends: true,
    statement: 'Warm and reliable.',
  };
  expect(
    (
      await college.http
        .post('/api/v1/reference-replies')
        .send({ ...reply, workedTogetherUntil: daysLater(today(college), 1) })
    ).body.code,
  ).toBe('not_done_yet');
  await expecting(201, college.http.post('/api/v1/reference-replies').send(reply));
  expect((await college.http.post('/api/v1/reference-replies').send(reply)).body).toMatchObject({
    status: 422,
    code: 'reference_link_invalid',
  });
  expect((await ada.get(`${pathOf(id)}/references`)).body.items).toMatchObject([
    { state: 'received', statement: null, recommends: null },
  ]);
  expect((await house.casey.get(`${pathOf(id)}/references`)).body.items).toMatchObject([
    { state: 'received', statement: 'Warm and reliable.' },
  ]);
  const [stored] = await college.sql.query('select secret_hash from certification_reference where id = $1', [body.id]);
  expect(stored.secret_hash).toBeNull();
});

test('a code for a reference ends after thirty days, and a reference from too long ago does not count', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  await aReference(house, ada, id, { until: daysLater(today(college), -500) });
  expect(await missingOf(ada, id)).toContain('references_missing');
  const { body } = await expecting(
    201,
    ada.post(`${pathOf(id)}/references`, { kind: 'colleague', refereeName: 'Sam', refereeEmail: 'sam@example.org' }),
  );
  const secret = await theSecret(college, body.id);
  college.clock.forward({ days: 31 });
  expect(
    (
      await college.http
        .post('/api/v1/reference-replies')
        .send({ secret, workedTogetherUntil: today(college), recommends: true, statement: 'Late.' })
    ).body.code,
  ).toBe('reference_link_invalid');
});

test('an assessor has one assessment at a time, of two at the same moment one is refused (I-44)', async () => {
  const [ada, gil] = [await peer(), await peer()];
  const [one, two] = [await anApplication(house, ada), await anApplication(house, gil)];
  const slot = {
    kind: 'observed_practice',
    assessorId: house.assessor.id,
    startsAt: '2030-05-05T10:00:00Z',
    endsAt: '2030-05-05T11:00:00Z',
  };
  const answers = await Promise.all([one, two].map((id) => house.casey.post(`${pathOf(id)}/assessments`, slot)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('assessor_booked');
  const booked = answers.find(({ status }) => status === 201)?.body;
  await expecting(201, house.assessor.post(`/certification-assessments/${booked.id}/cancellation`));
  await expecting(201, house.casey.post(`${pathOf(one)}/assessments`, slot));
});

test('observed practice names every competency, is judged by the assessor alone, and passes with all of them and the mark', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  const inHours = (hours: number) => new Date(college.clock.now().getTime() + hours * 3_600_000).toISOString();
  const booked = await expecting(
    201,
    house.casey.post(`${pathOf(id)}/assessments`, {
      kind: 'observed_practice',
      assessorId: house.assessor.id,
      startsAt: inHours(24),
      endsAt: inHours(25),
    }),
  );
  const early = await house.assessor.post(`/certification-assessments/${booked.body.id}/result`, {
    competencies: [{ code: 'opens_a_session', met: true }],
    mark: 90,
  });
  expect(early.body).toMatchObject({ status: 422, code: 'not_done_yet' });
  college.clock.forward({ hours: 25 });
  const path = `/certification-assessments/${booked.body.id}/result`;
  expect((await house.assessor.post(path, { competencies: [], mark: 90 })).body).toMatchObject({
    code: 'competencies_incomplete',
    detail: expect.stringContaining('opens_a_session'),
  });
  await expecting(403, house.casey.post(path, { competencies: [{ code: 'opens_a_session', met: true }], mark: 90 }));
  const failed = await expecting(
    201,
    house.assessor.post(path, { competencies: [{ code: 'opens_a_session', met: true }], mark: 59, note: 'Slow down.' }),
  );
  expect(failed.body).toMatchObject({ passed: false, note: 'Slow down.' });
  expect(await missingOf(ada, id)).toContain('assessment_missing');
  expect(
    (
      await house.casey.post(`${pathOf(id)}/assessments`, {
        kind: 'exam',
        assessorId: ada.id,
        startsAt: '2031-05-05T10:00:00Z',
        endsAt: '2031-05-05T11:00:00Z',
      })
    ).body.code,
  ).toBe('self_assessed');
});

test('what is over takes no further assessment and no further reference; and nobody names their own address for a reference', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  const asking = (refereeEmail: string) =>
    ada.post(`${pathOf(id)}/references`, { kind: 'colleague', refereeName: 'Sam', refereeEmail });
  expect((await asking(`${ada.id.toUpperCase()}@Example.org`)).body).toMatchObject({
    status: 422,
    code: 'self_referenced',
  });
  await expecting(201, ada.post(`${pathOf(id)}/withdrawal`));
  expect((await asking('sam@example.org')).body).toMatchObject({ status: 409, code: 'application_over' });
  const slot = {
    kind: 'selection',
    assessorId: house.assessor.id,
    startsAt: '2033-05-05T10:00:00Z',
    endsAt: '2033-05-05T11:00:00Z',
  };
  expect((await house.casey.post(`${pathOf(id)}/assessments`, slot)).body).toMatchObject({
    status: 409,
    code: 'application_over',
  });
});

test('nothing that was handed in grows too old while the college decides (BR-87, BR-90)', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  await expecting(
    201,
    ada.post(`${pathOf(id)}/evidence`, trainingOf(college, { completedOn: daysLater(today(college), -350) })),
  );
  const { body } = await expecting(
    201,
    ada.post(`${pathOf(id)}/practice-logs`, practiceOf(college, { practisedOn: daysLater(today(college), -700) })),
  );
  await expecting(201, house.casey.post(`/practice-logs/${body.id}/verification`));
  await expecting(201, ada.post(`${pathOf(id)}/submission`));
  college.clock.forward({ days: 90 });
  expect((await ada.get(pathOf(id))).body.progress).toMatchObject({
    trainingMinutes: 600,
    practiceMinutes: 600,
    ignored: [],
  });
});

test('practice is listed page by page, however much of it there is', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  const days = [1, 2, 2, 3].map((ago) => daysLater(today(college), -ago));
  for (const practisedOn of days)
    await expecting(
      201,
      ada.post(`${pathOf(id)}/practice-logs`, practiceOf(college, { practisedOn, supervisorId: house.assessor.id })),
    );
  const pages = async (person: TestPerson, path: string, seen: string[] = [], cursor = ''): Promise<string[]> => {
    const { body } = await expecting(200, person.get(`${path}?limit=1${cursor}`));
    const all = [...seen, ...body.items.map(({ practisedOn }: { practisedOn: string }) => practisedOn)];
    return body.next ? pages(person, path, all, `&cursor=${body.next}`) : all;
  };
  expect(await pages(ada, `${pathOf(id)}/practice-logs`)).toEqual(days);
  expect(await pages(house.assessor, '/practice-logs')).toEqual([...days].reverse());
  await expecting(404, (await peer()).get(`${pathOf(id)}/practice-logs`));
});

test('nobody applies under a scheme that has not yet said what it asks for, and nothing is left of the attempt', async () => {
  const ada = await peer();
  const scheme = await expecting(
    201,
    house.admin.post('/certification-schemes', { name: 'Not ready', issuer: 'college', track: 'supervisor' }),
  );
  expect((await ada.post('/certification-applications', { schemeId: scheme.body.id })).body).toMatchObject({
    status: 422,
    code: 'nothing_required_yet',
  });
  expect((await ada.get('/certification-applications')).body.items).toEqual([]);
});

test('nobody advances their own application', async () => {
  const both = await aPerson(college, { roles: ['coordinator'] });
  const id = await anApplication(house, both);
  await expecting(201, both.post(`${pathOf(id)}/submission`));
  expect((await both.post(`${pathOf(id)}/advancement`)).body).toMatchObject({ status: 422, code: 'own_application' });
});

test('an application on which nothing happens for 24 months has expired, without any job, and a new one can be started', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  expect((await ada.post('/certification-applications', { schemeId: house.schemeId })).body.code).toBe(
    'application_open_already',
  );
  college.clock.forward({ days: 731 });
  expect((await ada.get(pathOf(id))).body).toMatchObject({ state: 'expired', can: [] });
  for (const step of ['submission', 'withdrawal'])
    expect((await ada.post(`${pathOf(id)}/${step}`)).body.code).toBe('application_expired');
  await anApplication(house, ada);
});

test('an application is there for the applicant and staff alone, and for panel members from the day on which it was handed in', async () => {
  const ada = await peer();
  const id = await anApplication(house, ada);
  const member = house.panel[0]!;
  const listed = async (who: TestPerson) =>
    (await who.get(`/certification-applications?personId=${ada.id}`)).body.items.map((each: { id: string }) => each.id);
  await expecting(404, (await peer()).get(pathOf(id)));
  await expecting(200, house.casey.get(pathOf(id)));
  for (const part of ['', '/evidence', '/practice-logs', '/references', '/assessments', '/decisions'])
    await expecting(404, member.get(`${pathOf(id)}${part}`));
  expect([await listed(ada), await listed(house.casey), await listed(member), await listed(await peer())]).toEqual([
    [id],
    [id],
    [],
    [],
  ]);
  await expecting(201, ada.post(`${pathOf(id)}/submission`));
  await expecting(200, member.get(pathOf(id)));
  expect(await listed(member)).toEqual([id]);
  await expecting(201, ada.post(`${pathOf(id)}/withdrawal`));
  await expecting(200, member.get(pathOf(id)));
  const draft = await anApplication(house, ada);
  await expecting(201, ada.post(`${pathOf(draft)}/withdrawal`));
  await expecting(404, member.get(pathOf(draft)));
});

test('every shipped example is a set that can be used as it is', async () => {
  const { body } = await expecting(200, house.casey.get('/certification-scheme-examples'));
  expect(body.items.length).toBeGreaterThanOrEqual(4);
  for (const { title, terms } of body.items) {
    const scheme = await expecting(
      201,
      house.admin.post('/certification-schemes', { name: title, issuer: 'college', track: 'mh_peer' }),
    );
    await expecting(
      201,
      house.admin.post(`/certification-schemes/${scheme.body.id}/requirement-sets`, {
        effectiveFrom: today(college),
        terms,
      }),
    );
  }
  const refused = await house.admin.post(`/certification-schemes/${house.schemeId}/requirement-sets`, {
    effectiveFrom: daysLater(today(college), 9),
    terms: {
      ...smallTerms,
      renewal: { model: 'fixed', windowDays: 30, graceDays: 0 },
      training: { ...smallTerms.training, liveMinutes: 9999 },
    },
  });
  expect(codesOf(refused)).toEqual(['terms_do_not_fit', 'terms_parts_exceed_whole', 'terms_dates_missing']);
  await expecting(
    403,
    house.casey.post(`/certification-schemes/${house.schemeId}/requirement-sets`, {
      effectiveFrom: today(college),
      terms: smallTerms,
    }),
  );
});

test('training has been had, and the code that is signed is the one that is asked for', async () => {
  const ada = await peer();
  const path = pathOf(await anApplication(house, ada));
  const tomorrow = trainingOf(college, { completedOn: daysLater(today(college), 1) });
  expect((await ada.post(`${path}/evidence`, tomorrow)).body).toMatchObject({ status: 422, code: 'not_done_yet' });
  const other = { livedExperience: true, codeOfEthicsVersion: '9' };
  expect((await ada.post(`${path}/attestation`, other)).body).toMatchObject({
    status: 422,
    code: 'other_code_of_ethics',
  });
});
