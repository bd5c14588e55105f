import { aPerson, type TestPerson } from '../support/builders.js';
import { anEntry, letShareWith, share, signInAgain } from '../journals/journal.js';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aHouse, anApplication, atThePanel, codesOf, expecting, type House, members, today } from './a-certificate.js';

let college: TestCollege;
let house: House;
beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  college.clock.moveTo('2027-12-22T12:00:00Z');
  house = await aHouse(college);
});
afterAll(() => college.close());

const decide = (id: string, body: object, by: TestPerson = house.panel[0]!) =>
  by.post(`/certification-applications/${id}/decision`, body);
const peer = (): Promise<TestPerson> => aPerson(college, { name: 'Ada', roles: ['facilitator'] });

test('a panel needs three members, half of them with lived experience, and nobody close to the applicant (BR-92)', async () => {
  const ada = await aPerson(college, { roles: ['facilitator', 'panel_member'] });
  const id = await atThePanel(house, ada);
  const three = members(house.panel);
  const refusedPanels: [string, object[]][] = [
    ['too few', three.slice(0, 2)],
    ['too little lived experience', members(house.panel, 1)],
    ['the applicant among them', [...three.slice(0, 2), { personId: ada.id, livedExperience: true }]],
    ['somebody who is no panel member', [...three.slice(0, 2), { personId: house.casey.id, livedExperience: true }]],
    ['the recorder missing', members(house.panel.slice(1))],
  ];
  for (const [why, each] of refusedPanels)
    expect([why, (await decide(id, { outcome: 'approve', members: each })).body]).toMatchObject([
      why,
      { code: 'panel_composition', errors: [{ pointer: '/members' }] },
    ]);
  expect(
    (await ada.post(`/certification-applications/${id}/decision`, { outcome: 'approve', members: three })).body.code,
  ).toBe('own_application');
  await expecting(201, house.admin.post(`/people/${house.panel[1]!.id}/roles`, { role: 'facilitator' }));
  await expecting(201, house.casey.post('/supervisions', { personId: ada.id, supervisorId: house.panel[1]!.id }));
  expect((await decide(id, { outcome: 'approve', members: three })).body.code).toBe('panel_composition');
  const others = [house.panel[0], house.panel[2], house.panel[3]].map((each) => ({
    personId: each!.id,
    livedExperience: true,
  }));
  await expecting(201, decide(id, { outcome: 'approve', members: others }));
  expect((await ada.get(`/certification-applications/${id}/decisions`)).body.items).toMatchObject([
    { outcome: 'approve', members: expect.any(Array) },
  ]);
});

test('the database itself refuses a panel that is too small (BR-92)', async () => {
  const ada = await peer();
  const id = await atThePanel(house, ada);
  const insert = `
    insert into panel_decision (
      id, application_id, person_id, about, outcome, grade, decided_on, recorded_by, recorded_at
    )
    values (gen_random_uuid(), $1, $2, 'application', 'approve', 'full', '2027-12-22', $3, now())`;
  await expect(college.sql.query(insert, [id, ada.id, house.panel[0]!.id])).rejects.toThrow(/panel is not complete/);
});

test('a deferral or a refusal says why; a refusal also says until when it can be appealed, in business days (BR-93)', async () => {
  await expecting(201, house.casey.post('/closure-days', { day: '2027-12-24', reason: 'Closed' }));
  const ada = await peer();
  const id = await atThePanel(house, ada);
  for (const outcome of ['defer', 'refuse'])
    expect((await decide(id, { outcome, members: members(house.panel) })).body).toMatchObject({
      status: 422,
      code: 'reasons_required',
    });
  expect(
    (
      await expecting(
        201,
        decide(id, { outcome: 'defer', reasons: 'One more observed session.', members: members(house.panel) }),
      )
    ).body.state,
  ).toBe('deferred');
  await expecting(201, house.casey.post(`/certification-applications/${id}/advancement`));
  const refused = await expecting(
    201,
    decide(id, { outcome: 'refuse', reasons: 'Not yet.', members: members(house.panel) }),
  );
  expect(refused.body.state).toBe('refused');
  expect((await ada.get(`/certification-applications/${id}`)).body).toMatchObject({
    state: 'refused',
    reasons: 'Not yet.',
    appealUntil: '2028-01-06',
    can: ['appeal'],
  });
});

test('an appeal is decided by other people, and one that succeeds grants the certificate', async () => {
  const ada = await peer();
  const id = await atThePanel(house, ada);
  await expecting(201, decide(id, { outcome: 'refuse', reasons: 'Not yet.', members: members(house.panel) }));
  await expecting(403, house.casey.post(`/certification-applications/${id}/appeal`, { grounds: 'I think so.' }));
  await expecting(
    201,
    ada.post(`/certification-applications/${id}/appeal`, {
      grounds: 'The observed session was not the one I prepared.',
    }),
  );
  const appealDecision = (panel: TestPerson[]) =>
    panel[0]!.post(`/certification-applications/${id}/appeal-decision`, {
      outcome: 'overturn',
      members: members(panel),
    });
  expect((await appealDecision(house.panel)).body.code).toBe('panel_composition');
  const overturned = await expecting(201, appealDecision(house.panel.slice(3)));
  expect(overturned.body).toMatchObject({ state: 'overturned', certificationId: expect.any(String) });
});

test('after its last day a refusal cannot be appealed any more', async () => {
  const ada = await peer();
  const id = await atThePanel(house, ada);
  await expecting(201, decide(id, { outcome: 'refuse', reasons: 'Not yet.', members: members(house.panel) }));
  college.clock.forward({ days: 30 });
  expect((await ada.get(`/certification-applications/${id}`)).body.can).toEqual([]);
  expect((await ada.post(`/certification-applications/${id}/appeal`, { grounds: 'Late.' })).body).toMatchObject({
    status: 422,
    code: 'appeal_window_closed',
  });
});

test('a provisional certificate needs less practice than a full one (BR-91)', async () => {
  const ada = await peer();
  const id = await atThePanel(house, ada, { practice: { minutes: 60 } });
  expect(codesOf(await decide(id, { outcome: 'approve', members: members(house.panel) }))).toEqual([
    'stage_incomplete',
    'practice_short',
  ]);
  const { body } = await expecting(
    201,
    decide(id, { outcome: 'approve', grade: 'provisional', members: members(house.panel) }),
  );
  const certificate = await ada.get(`/certifications/${body.certificationId}`);
  expect(certificate.body.periods).toMatchObject([{ grade: 'provisional', validFrom: today(college) }]);
});

test('nobody with whom the applicant shares a page of their journal sits on the panel, and the refusal does not say so (BR-92)', async () => {
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'], registered: true });
  const reader = house.panel[2]!;
  letShareWith(college, ada, reader);
  const entry = await anEntry(ada, 'For one reader');
  const grant = await share(ada, entry, reader, { purpose: 'before I applied' });
  await expecting(200, reader.get(`/journal-entries/${entry.id}`));
  const id = await atThePanel(house, ada);
  // What was shared before is closed while they may decide (BR-126).
  await expecting(404, reader.get(`/journal-entries/${entry.id}`));
  expect((await reader.get('/shared-with-me')).body.items).toEqual([]);
  const refused = await decide(id, { outcome: 'approve', members: members(house.panel) });
  expect(refused.body).toMatchObject({ status: 422, code: 'panel_composition' });
  expect(JSON.stringify(refused.body)).not.toContain('journal');
  await expecting(204, ada.delete(`/journal-grants/${grant.id}`));
  await expecting(201, decide(id, { outcome: 'approve', members: members(house.panel) }));
});

test('while an application lives, no page of a journal is shared with anybody who may sit on its panel; afterwards it can be (BR-126)', async () => {
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'], registered: true });
  const [reader, friend] = [house.panel[0]!, await peer()];
  letShareWith(college, ada, reader, friend);
  const entry = await anEntry(ada, 'Before the talk');
  const sharedWith = (person: TestPerson) =>
    ada.post(`/journal-entries/${entry.id}/grants`, {
      versionId: entry.versionId,
      recipientId: person.id,
      purpose: 'to talk',
    });
  const offered = async () =>
    (await ada.get(`/journal-entries/${entry.id}/recipients`)).body.items.map((one: { id: string }) => one.id);
  const unknown = await ada.post(`/journal-entries/${entry.id}/grants`, {
    versionId: entry.versionId,
    recipientId: (await peer()).id,
    purpose: 'to talk',
  });

  const withdrawn = await anApplication(house, ada);
  const refused = await sharedWith(reader);
  expect(refused.body).toMatchObject({ status: 422, code: 'recipient_not_allowed' });
  expect({ ...refused.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  expect(await offered()).toEqual([friend.id]);
  await expecting(201, sharedWith(friend));
  await expecting(201, ada.post(`/certification-applications/${withdrawn}/withdrawal`));
  expect((await offered()).sort()).toEqual([reader.id, friend.id].sort());

  const refusedOne = await atThePanel(house, ada);
  await expecting(201, decide(refusedOne, { outcome: 'refuse', reasons: 'Not yet.', members: members(house.panel) }));
  expect((await sharedWith(reader)).body.code).toBe('recipient_not_allowed');
  college.clock.forward({ days: 30 });
  await signInAgain(college, ada);
  await expecting(201, sharedWith(reader));
});

test('without an appeal no panel decides on one', async () => {
  const id = await atThePanel(house, await peer());
  const wish = { outcome: 'uphold', reasons: 'As before.', members: members(house.panel) };
  expect((await house.panel[0]!.post(`/certification-applications/${id}/appeal-decision`, wish)).body).toMatchObject({
    status: 409,
    code: 'state_conflict',
  });
});
