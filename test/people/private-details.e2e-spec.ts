import { consentMethods, consentPurposes } from '../../src/people/consents/consent.rules.js';
import { limitsOfConfidence } from '../../src/people/private-details/emergency-contact.rules.js';
import { printedNames } from '../../src/people/private-details/names.rules.js';
import { supportNeedKinds } from '../../src/people/private-details/support-need.rules.js';
import { aCoordinator, aLearner, aPerson, aRun, type TestPerson } from '../support/builders.js';
import { checkedValues } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const consent = async (person: TestPerson, purpose: string) =>
  (await person.get('/me/consents')).body.items.find((item: { purpose: string }) => item.purpose === purpose);

test.each([
  ['consent_purpose', consentPurposes],
  ['consent_method', consentMethods],
  ['support_need_kind', supportNeedKinds],
  ['emergency_contact_use_only_in_danger', limitsOfConfidence],
  ['person_name_printed', printedNames],
])('the database knows the same values for %s as the code', async (constraint, values) => {
  expect(await checkedValues(college.sql, constraint)).toEqual([...values].sort());
});

describe('consents', () => {
  test('every purpose stands there in plain words, with what withdrawing changes; nobody has agreed to anything', async () => {
    const { body } = await (await aPerson(college)).get('/me/consents');
    expect(body.items.map(({ purpose }: { purpose: string }) => purpose)).toEqual(consentPurposes);
    for (const item of body.items)
      expect(item).toMatchObject({
        state: null,
        textVersion: 1,
        text: expect.stringMatching(/\.$/),
        onWithdrawal: expect.stringMatching(/\.$/),
      });
  });

  test('are given and withdrawn by the same call, each line stays on record, and saying the same again adds none (BR-142)', async () => {
    const robin = await aPerson(college);
    expect((await robin.put('/me/consents/photo', { given: true })).body).toMatchObject({
      state: 'given',
      agreedTextVersion: 1,
      method: 'asked',
      can: ['withdraw'],
      version: 1,
    });
    await robin.put('/me/consents/photo', { given: true });
    expect((await robin.put('/me/consents/photo', { given: false })).body).toMatchObject({
      state: 'withdrawn',
      can: ['give'],
      version: 2,
    });
    const { body } = await robin.get('/me/consent-history?limit=1');
    expect(body.items).toMatchObject([{ purpose: 'photo', given: false }]);
    expect((await robin.get(`/me/consent-history?cursor=${body.next}`)).body).toMatchObject({
      items: [{ given: true }],
      next: null,
    });
    await expect(
      college.sql.query(`update consent set state = 'given' where person_id = $1`, [robin.id]),
    ).rejects.toThrow('only grows');
    expect((await robin.put('/me/consents/bribery', { given: true })).status).toBe(404);
    expect((await (await aPerson(college)).get('/me/consent-history')).body.items).toEqual([]);
  });

  test('what is done twice at once is one line', async () => {
    const robin = await aPerson(college);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => robin.put('/me/consents/research', { given: true })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await robin.get('/me/consent-history')).body.items).toHaveLength(1);
  });

  test('registering says yes to being on record; who takes that back can book nothing new, keeps what they have, and may come back (BR-142)', async () => {
    const robin = await aLearner(college);
    const fresh = await aPerson(college);
    await fresh.put('/me/registration', { eligibilityBasis: 'public' });
    expect(await consent(fresh, 'registration_processing')).toMatchObject({ state: 'given', method: 'with_a_setting' });
    const [held, next] = [await aRun(college), await aRun(college)];
    const kept = (await robin.post(`/runs/${held.id}/enrolments`, {})).body.id;
    await robin.put('/me/consents/registration_processing', { given: false });
    const refused = await robin.post(`/runs/${next.id}/enrolments`, {});
    expect([refused.status, refused.body.code]).toEqual([422, 'consent_withdrawn']);
    expect((await robin.get(`/runs/${next.id}/eligibility`)).body).toMatchObject({ eligible: false });
    expect((await robin.get(`/enrolments/${kept}`)).body.state).toBe('confirmed');
    await robin.put('/me/consents/registration_processing', { given: true });
    expect((await robin.post(`/runs/${next.id}/enrolments`, {})).status).toBe(201);
  });

  test('a channel is allowed with its hours, not by one word', async () => {
    const robin = await aPerson(college);
    expect((await robin.put('/me/consents/contact_channel:sms', { given: true })).body.code).toBe(
      'consent_needs_details',
    );
  });
});

describe('support needs', () => {
  const need = { kind: 'sensory', text: 'A seat near the door', from: '2027-01-04' };

  test('are mine: written, changed and removed by me, and nobody else finds them', async () => {
    const [robin, other] = [
      await aPerson(college),
      await aPerson(college, { roles: ['administrator', 'coordinator'] }),
    ];
    for (const missing of ['kind', 'text'])
      expect((await robin.post('/me/support-needs', { ...need, [missing]: undefined })).status).toBe(400);
    const added = await robin.post('/me/support-needs', need);
    expect(added.body).toMatchObject({ ...need, shareWithFacilitators: false, to: null, can: ['change', 'remove'] });
    const path = `/me/support-needs/${added.body.id}`;
    for (const answer of [
      await other.get(path),
      await other.patch(path, { text: 'Mine now' }),
      await other.delete(path),
    ])
      expect(answer.status).toBe(404);
    expect((await robin.patch(path, { text: 'A seat at the window', to: '2027-06-30' })).body).toMatchObject({
      text: 'A seat at the window',
      kind: 'sensory',
      to: '2027-06-30',
      version: 2,
    });
    expect((await robin.patch(path, { to: '2027-01-01' })).body.code).toBe('support_need_period');
    expect((await robin.get('/me/support-needs')).body.items).toHaveLength(1);
    expect((await robin.delete(path)).status).toBe(204);
    expect((await robin.get(path)).status).toBe(404);
  });

  test('are shared by consent: marking one says yes, taking it back unshares all, and then none can be marked (BR-142)', async () => {
    const robin = await aPerson(college);
    const { id } = (await robin.post('/me/support-needs', { ...need, shareWithFacilitators: true })).body;
    expect(await consent(robin, 'share_needs_with_facilitators')).toMatchObject({
      state: 'given',
      method: 'with_a_setting',
    });
    await robin.put('/me/consents/share_needs_with_facilitators', { given: false });
    expect((await robin.get(`/me/support-needs/${id}`)).body.shareWithFacilitators).toBe(false);
    for (const refused of [
      await robin.patch(`/me/support-needs/${id}`, { shareWithFacilitators: true }),
      await robin.post('/me/support-needs', { ...need, shareWithFacilitators: true }),
    ]) {
      expect([refused.status, refused.body.code]).toEqual([422, 'consent_withdrawn']);
    }
    await expect(college.sql.query('update support_need set shared = true where id = $1', [id])).rejects.toThrow(
      'sharing was not agreed to',
    );
    await robin.put('/me/consents/share_needs_with_facilitators', { given: true });
    expect((await robin.patch(`/me/support-needs/${id}`, { shareWithFacilitators: true })).status).toBe(200);
  });

  test('keep to twenty', async () => {
    const robin = await aPerson(college);
    const some = () => Promise.all(Array.from({ length: 12 }, () => robin.post('/me/support-needs', need)));
    const answers = [...(await some()), ...(await some())];
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(answers.find(({ status }) => status !== 201)?.body.code).toBe('too_many_support_needs');
  });
});

describe('an emergency contact', () => {
  const contact = { name: 'Sol Reed', relation: 'a friend', phone: '+1 555 0177', knowsAboutCollege: false };
  const named = async () => {
    const robin = await aLearner(college);
    expect((await robin.put('/me/emergency-contact', contact)).body).toMatchObject({ ...contact, version: 1 });
    return robin;
  };

  test('is mine to name, to change and to remove', async () => {
    const robin = await named();
    expect((await robin.put('/me/emergency-contact', { ...contact, name: 'Kit Reed' })).body).toMatchObject({
      name: 'Kit Reed',
      version: 2,
    });
    expect((await robin.put('/me/emergency-contact', { ...contact, phone: 'ask my sister' })).status).toBe(400);
    expect((await robin.delete('/me/emergency-contact')).status).toBe(204);
    expect((await robin.get('/me/emergency-contact')).status).toBe(404);
    expect((await robin.delete('/me/emergency-contact')).status).toBe(404);
  });

  test('whoever opened it is named as they were called then, for two years, also when they left (BR-217)', async () => {
    const robin = await named();
    const snoop = await aPerson(college, { name: 'Sloane', roles: ['coordinator'] });
    expect((await snoop.post(`/people/${robin.id}/emergency-contact-uses`, { reason: 'child' })).status).toBe(201);
    const { retained } = (await snoop.post('/me/erasure')).body;
    expect(retained).toContainEqual(
      expect.objectContaining({ what: "What you were called when you opened somebody's emergency contact" }),
    );
    const uses = async () => (await robin.get('/me/emergency-contact-uses')).body.items;
    expect(await uses()).toMatchObject([{ usedBy: snoop.id, usedByName: 'Sloane' }]);
    await expect(
      college.sql.query('delete from emergency_contact_use where person_id = $1', [robin.id]),
    ).rejects.toThrow('only grows');
    const runner = college.sql.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`select set_config('college.now', (now() + interval '731 days')::text, true)`);
    await runner.query('delete from emergency_contact_use where person_id = $1', [robin.id]);
    await runner.query('set constraints all immediate');
    await runner.rollbackTransaction();
    await runner.release();
    await college.deliver();
  });

  test('is opened only for a limit of confidence, with a trace for the person and a message to every other administrator (BR-150)', async () => {
    const robin = await named();
    const [casey, ...administrators] = [
      await aCoordinator(college),
      await aPerson(college, { roles: ['administrator'] }),
      await aPerson(college, { roles: ['administrator'] }),
    ];
    for (const administrator of administrators)
      await administrator.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
    const opened = await casey.post(`/people/${robin.id}/emergency-contact-uses`, { reason: 'harm_to_self' });
    expect(opened.status).toBe(201);
    expect(opened.body).toMatchObject({ ...contact, personId: robin.id, reason: 'harm_to_self' });
    expect(opened.body.crisisSignposts.length).toBeGreaterThan(0);
    const traced = (await robin.get('/me/emergency-contact-uses')).body;
    expect(traced.items).toEqual([
      { id: opened.body.id, usedBy: casey.id, usedByName: 'Casey', reason: 'harm_to_self', usedAt: opened.body.usedAt },
    ]);
    expect(traced.crisisSignposts.length).toBeGreaterThan(0);
    await casey.patch('/me', { chosenName: 'Marlow Quill' });
    expect((await robin.get('/me/emergency-contact-uses')).body).toEqual(traced);
    await college.deliver();
    for (const administrator of administrators) {
      const [message] = (await administrator.get('/me/messages')).body.items;
      expect(message).toMatchObject({ kind: 'emergency_contact_used', subjectId: opened.body.id });
      expect(JSON.stringify(message)).not.toMatch(/Sol|Robin|555 0/);
    }
    const byAnAdministrator = await administrators[0]?.post(`/people/${robin.id}/emergency-contact-uses`, {
      reason: 'child',
    });
    await college.deliver();
    expect(byAnAdministrator?.status).toBe(201);
    const told = await Promise.all(
      administrators.map(async (one) => (await one.get('/me/messages')).body.items.length),
    );
    expect(told).toEqual([1, 2]);
    await expect(college.sql.query('update emergency_contact_use set used_by = $1', [robin.id])).rejects.toThrow(
      'only grows',
    );
  });

  test.each(['reminder', 'non_attendance', 'debt', 'welfare', 'HARM_TO_SELF'])(
    '"%s" is no reason: 403, and nothing is opened or written (BR-151)',
    async (reason) => {
      const robin = await named();
      const refused = await (
        await aCoordinator(college)
      ).post(`/people/${robin.id}/emergency-contact-uses`, { reason });
      expect([refused.status, refused.body.code]).toEqual([403, 'emergency_contact_only_in_danger']);
      expect(JSON.stringify(refused.body)).not.toMatch(/Sol|555 0/);
      expect((await robin.get('/me/emergency-contact-uses')).body.items).toEqual([]);
    },
  );

  test('is closed to facilitators and learners, and asks a coordinator for a recent sign-in', async () => {
    const robin = await named();
    const [ada, eve, casey] = [
      await aPerson(college, { roles: ['facilitator'] }),
      await aLearner(college),
      await aCoordinator(college),
    ];
    for (const person of [ada, eve, robin])
      expect((await person.post(`/people/${robin.id}/emergency-contact-uses`, { reason: 'child' })).status).toBe(403);
    college.clock.forward({ minutes: 11 });
    expect((await casey.post(`/people/${robin.id}/emergency-contact-uses`, { reason: 'child' })).body.code).toBe(
      'sign_in_again',
    );
    expect((await robin.get('/me/emergency-contact-uses')).body.items).toEqual([]);
  });

  test('of somebody who named nobody, of oneself and of nobody at all are the same 404 (BR-164)', async () => {
    const [casey, robin] = [await aCoordinator(college), await aLearner(college)];
    await casey.put('/me/emergency-contact', contact);
    const bodies = new Set<string>();
    for (const id of [robin.id, casey.id, crypto.randomUUID()]) {
      const answer = await casey.post(`/people/${id}/emergency-contact-uses`, { reason: 'child' });
      bodies.add(JSON.stringify([answer.status, answer.body.code, answer.body.detail]));
    }
    expect([...bodies]).toHaveLength(1);
    expect([...bodies][0]).toContain('404');
  });
});

describe('names', () => {
  test('a legal name is shown to its owner, and to an administrator with a reason that is on record (BR-158)', async () => {
    const [robin, administrator] = [
      await aLearner(college),
      await aPerson(college, { name: 'Alex', roles: ['administrator'] }),
    ];
    expect((await robin.patch('/me/names', { legalName: 'Roberta Lake' })).body).toEqual({
      chosenName: 'Robin',
      legalName: 'Roberta Lake',
      customName: null,
      nameOnCertificate: 'chosen',
      printedName: 'Robin',
      version: 1,
    });
    for (const person of [await aCoordinator(college), await aPerson(college, { roles: ['facilitator'] }), robin]) {
      expect((await person.post(`/people/${robin.id}/legal-name-readings`, { reason: 'safety' })).status).toBe(403);
    }
    expect((await administrator.post(`/people/${robin.id}/legal-name-readings`, {})).status).toBe(400);
    expect(
      (await administrator.post(`/people/${robin.id}/legal-name-readings`, { reason: 'records_request' })).body,
    ).toEqual({ personId: robin.id, legalName: 'Roberta Lake' });
    expect(
      (await robin.get('/me/reads')).body.items.filter(({ outcome }: { outcome: string }) => outcome === 'read'),
    ).toEqual([expect.objectContaining({ kind: 'legal_name', reason: 'records_request', reader: 'Alex' })]);
    expect((await robin.patch('/me/names', { legalName: null })).body.legalName).toBeNull();
  });

  test('a legal name that is printed cannot be taken away from under the print', async () => {
    const robin = await aLearner(college);
    await robin.patch('/me/names', { legalName: 'Roberta Lake', nameOnCertificate: 'legal' });
    expect((await robin.patch('/me/names', { legalName: null })).body.code).toBe('printed_name_missing');
    expect((await robin.patch('/me/names', { legalName: null, nameOnCertificate: 'chosen' })).body).toMatchObject({
      legalName: null,
      printedName: 'Robin',
    });
  });

  test('no list and no page of a person holds the legal name', async () => {
    const [robin, administrator] = [
      await aLearner(college, { name: 'Wren' }),
      await aPerson(college, { roles: ['administrator', 'coordinator'] }),
    ];
    await robin.patch('/me/names', { legalName: 'Roberta Lake', nameOnCertificate: 'legal' });
    for (const path of ['/people?name=Wren', `/people/${robin.id}`, `/people/${robin.id}/transcript`])
      expect((await administrator.get(path)).text).not.toContain('Lake');
    expect((await administrator.get('/people?name=Lake')).body.items).toEqual([]);
  });
});

test('what people confide is sealed in the database, and stands in no event and no job', async () => {
  const robin = await aPerson(college);
  await robin.post('/me/support-needs', { kind: 'other', text: 'Zebra crossing please' });
  await robin.put('/me/emergency-contact', {
    name: 'Zebedee',
    relation: 'zebra keeper',
    phone: '+1 555 0123',
    knowsAboutCollege: true,
  });
  await robin.patch('/me/names', { legalName: 'Zebrina', customName: 'Zebra' });
  const tables = ['support_need', 'emergency_contact', 'person_name', 'event', 'graphile_worker._private_jobs'];
  for (const table of tables) {
    const [{ text }] = await college.sql.query(`select coalesce(string_agg(t::text, ' '), '') as text from ${table} t`);
    expect(text.toLowerCase()).not.toMatch(/zebra|zebedee|zebrina|555 0123|7a65627/);
  }
});
