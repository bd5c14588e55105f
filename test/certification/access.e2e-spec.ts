import { newId } from '../../src/platform/ids.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCertificate, aHouse, anApplication, aReference, expecting, type House, practiceOf } from './a-certificate.js';

let college: TestCollege;
let house: House;
let ada: TestPerson;
let gil: TestPerson;
let ids: Record<'certification' | 'application' | 'log' | 'reference' | 'assessment' | 'supervision', string>;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-11T12:00:00Z');
  house = await aHouse(college);
  ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  const certification = await aCertificate(house, ada);
  gil = await aPerson(college, { name: 'Gil', roles: ['facilitator'] });
  const application = await anApplication(house, gil);
  const log = await expecting(
    201,
    gil.post(`/certification-applications/${application}/practice-logs`, practiceOf(college, { supervisorId: ada.id })),
  );
  const booked = await expecting(
    201,
    house.casey.post(`/certification-applications/${application}/assessments`, {
      kind: 'selection',
      assessorId: house.assessor.id,
      startsAt: '2027-01-11T09:00:00Z',
      endsAt: '2027-01-11T10:00:00Z',
    }),
  );
  const supervision = await expecting(
    201,
    house.casey.post('/supervisions', { personId: gil.id, supervisorId: ada.id }),
  );
  const reference = await aReference(house, gil, application);
  await expecting(201, gil.post(`/certification-applications/${application}/submission`));
  ids = {
    certification,
    application,
    log: log.body.id,
    reference,
    assessment: booked.body.id,
    supervision: supervision.body.id,
  };
});
afterAll(() => college.close());

const words = { reasons: 'A reason.' };
const signing = { codeOfEthicsVersion: '1' };

/** Every route about one thing that belongs to somebody, with a body that would do. */
const routes = (): [kind: keyof typeof ids, method: 'get' | 'post', path: string, body?: object][] => [
  ['certification', 'get', '/certifications/:id'],
  ['certification', 'get', '/certifications/:id/forecast'],
  ['certification', 'get', '/certifications/:id/renewals'],
  ['certification', 'get', '/certifications/:id/steps'],
  ['certification', 'get', '/certifications/:id/certificate'],
  ['certification', 'post', '/certifications/:id/certificate', {}],
  ['certification', 'post', '/certifications/:id/renewal', signing],
  ['certification', 'post', '/certifications/:id/reinstatement', signing],
  ['certification', 'post', '/certifications/:id/renewal-decision', { outcome: 'accepted' }],
  ['certification', 'post', '/certifications/:id/extension', {}],
  ['certification', 'post', '/certifications/:id/verification', { how: 'number' }],
  [
    'certification',
    'post',
    '/certifications/:id/periods',
    { grade: 'full', validFrom: '2030-01-01', validThrough: '2031-01-01' },
  ],
  ['certification', 'post', '/certifications/:id/suspension', words],
  ['certification', 'post', '/certifications/:id/suspension-lifting', words],
  ['certification', 'post', '/certifications/:id/revocation-notice', words],
  ['certification', 'post', '/certifications/:id/revocation-response', words],
  ['certification', 'post', '/certifications/:id/revocation', { outcome: 'revoked', ...words }],
  ['certification', 'post', '/certifications/:id/appeal', words],
  ['certification', 'post', '/certifications/:id/appeal-decision', { outcome: 'overturned', ...words }],
  ['certification', 'post', '/certifications/:id/inactivity', {}],
  ['certification', 'post', '/certifications/:id/reactivation', {}],
  ['certification', 'post', '/certifications/:id/surrender', words],
  ['application', 'get', '/certification-applications/:id'],
  ['application', 'get', '/certification-applications/:id/decisions'],
  ['application', 'get', '/certification-applications/:id/evidence'],
  ['application', 'get', '/certification-applications/:id/practice-logs'],
  ['application', 'get', '/certification-applications/:id/references'],
  ['application', 'get', '/certification-applications/:id/assessments'],
  ['application', 'post', '/certification-applications/:id/submission', {}],
  ['application', 'post', '/certification-applications/:id/withdrawal', {}],
  ['application', 'post', '/certification-applications/:id/return', { missing: 'Something.' }],
  ['application', 'post', '/certification-applications/:id/advancement', {}],
  ['application', 'post', '/certification-applications/:id/appeal', { grounds: 'A ground.' }],
  ['application', 'post', '/certification-applications/:id/attestation', { livedExperience: true, ...signing }],
  [
    'application',
    'post',
    '/certification-applications/:id/practice-logs',
    { practisedOn: '2027-01-01', minutes: 60, kind: 'facilitation' },
  ],
  [
    'application',
    'post',
    '/certification-applications/:id/references',
    { kind: 'colleague', refereeName: 'Sam', refereeEmail: 'sam@example.org' },
  ],
  ['log', 'post', '/practice-logs/:id/verification', {}],
  ['reference', 'post', '/certification-references/:id/decision', { accepted: true }],
  ['assessment', 'get', '/certification-assessments/:id'],
  ['assessment', 'post', '/certification-assessments/:id/result', { competencies: [{ code: 'listens', met: true }] }],
  ['assessment', 'post', '/certification-assessments/:id/cancellation', {}],
  ['supervision', 'get', '/supervisions/:id'],
  ['supervision', 'get', '/supervisions/:id/notes'],
  ['supervision', 'post', '/supervisions/:id/notes', { heldOn: '2027-01-10', minutes: 60, practice: 'Breaks.' }],
  ['supervision', 'post', '/supervisions/:id/ending', {}],
];

test.each([
  ['another facilitator', 'facilitator'],
  ['a learner', 'learner'],
  ['an analyst', 'analyst'],
] as const)(
  'for %s nothing of somebody else exists, or the way to it is closed; and what does not exist looks the same',
  async (_, role) => {
    const stranger = await aPerson(college, { roles: role === 'learner' ? [] : [role] });
    for (const [kind, method, path, body] of routes()) {
      const call = (id: string) =>
        method === 'get' ? stranger.get(path.replace(':id', id)) : stranger.post(path.replace(':id', id), body);
      const [theirs, nobodys] = [await call(ids[kind]), await call(newId())];
      expect([
        path,
        [403, 404].includes(theirs.status),
        theirs.status === nobodys.status,
        theirs.body.code === nobodys.body.code,
      ]).toEqual([path, true, true, true]);
    }
    expect((await stranger.get('/certifications')).body.items).toEqual([]);
    expect((await stranger.get('/certification-applications')).body.items).toEqual([]);
    expect((await stranger.get('/supervisions')).body.items).toEqual([]);
  },
);

test('a panel member reads applications, and neither certificates nor their steps, supervisions or what waits to be confirmed', async () => {
  const member = house.panel[5]!;
  await expecting(200, member.get(`/certification-applications/${ids.application}`));
  for (const path of [
    `/certifications/${ids.certification}`,
    `/certifications/${ids.certification}/steps`,
    `/supervisions/${ids.supervision}`,
  ])
    await expecting(404, member.get(path));
  await expecting(403, member.get('/practice-logs'));
  await expecting(404, member.post(`/practice-logs/${ids.log}/verification`, {}));
});

test('what somebody sees as the assessor, the supervisor or the one who was there ends with the role in which they do it', async () => {
  const { assessor, admin } = house;
  const seen: [TestPerson, 'get' | 'post', string, object?][] = [
    [assessor, 'get', `/certification-assessments/${ids.assessment}`],
    [
      assessor,
      'post',
      `/certification-assessments/${ids.assessment}/result`,
      { competencies: [{ code: 'listens', met: true }] },
    ],
    [ada, 'get', `/supervisions/${ids.supervision}`],
    [ada, 'get', `/supervisions/${ids.supervision}/notes`],
    [ada, 'post', `/practice-logs/${ids.log}/verification`, {}],
  ];
  const call = ([person, method, path, body]: (typeof seen)[number]) =>
    method === 'get' ? person.get(path) : person.post(path, body);
  for (const person of [assessor, ada]) await expecting(200, admin.delete(`/people/${person.id}/roles/facilitator`));
  for (const each of seen) expect([each[2], (await call(each)).status]).toEqual([each[2], 404]);
  await expecting(
    403,
    ada.post(`/supervisions/${ids.supervision}/notes`, { heldOn: '2027-01-10', minutes: 60, practice: 'Breaks.' }),
  );
  expect((await ada.get('/supervisions')).body.items).toEqual([]);
  expect((await gil.get('/supervisions')).body.items).toMatchObject([{ id: ids.supervision }]);
  for (const person of [assessor, ada])
    await expecting(201, admin.post(`/people/${person.id}/roles`, { role: 'facilitator' }));
  for (const each of seen)
    expect([each[2], (await call(each)).status]).toEqual([each[2], each[1] === 'get' ? 200 : 201]);
});
