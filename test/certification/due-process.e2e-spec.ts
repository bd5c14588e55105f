import { collegeOn } from '../support/a-day.js';
import { aPerson } from '../support/builders.js';
import { aCertificate, aHouse, anApplication, aPeer, expecting, type House } from './a-certificate.js';

let house: House;
const at = collegeOn('2027-01-11', async (college) => {
  house = await aHouse(college);
});
const reasons = 'What was said in the session of 9 January.';
const withCertificate = async () => {
  const ada = await aPeer(house);
  const path = `/certifications/${await aCertificate(house, ada)}`;
  return { ada, path, state: async () => (await ada.get(path)).body.state as string };
};

test('a suspension needs reasons, counts from day to day, and can be lifted', async () => {
  const { ada, path, state } = await withCertificate();
  expect((await house.admin.post(`${path}/suspension`, {})).body).toMatchObject({
    status: 422,
    code: 'reasons_required',
  });
  expect((await house.admin.post(`${path}/suspension`, { reasons, fromOn: '2027-01-01' })).body.code).toBe(
    'day_passed',
  );
  await expecting(403, house.casey.post(`${path}/suspension`, { reasons }));
  const suspended = await expecting(201, house.admin.post(`${path}/suspension`, { reasons, untilOn: '2027-06-30' }));
  expect(suspended.body).toMatchObject({ state: 'suspended', validThrough: null });
  expect((await ada.get(`${path}/forecast`)).body).toMatchObject({
    mayFacilitate: false,
    choices: [
      { choice: 'wait_for_suspension_to_end', by: '2027-06-30', leadsTo: 'active', validThrough: '2029-01-10' },
      { choice: 'do_nothing', leadsTo: 'expired_in_grace' },
      { choice: 'renew', leadsTo: 'active' },
      { choice: 'renew_late' },
    ],
  });
  at('2027-07-01');
  expect(await state()).toBe('active');
  at('2027-03-01');
  await expecting(201, house.otherAdmin.post(`${path}/suspension-lifting`, { reasons: 'It is settled.' }));
  expect(await state()).toBe('active');
  expect((await house.admin.post(`${path}/suspension-lifting`, {})).body.code).toBe('not_suspended');
  expect((await ada.get(`${path}/steps`)).body.items).toMatchObject([
    { kind: 'suspended', words: reasons },
    { kind: 'suspension_lifted', words: 'It is settled.' },
  ]);
});

test('an interim suspension needs a safety reason, lasts thirty days, and is renewed only by somebody else (BR-95)', async () => {
  const { path, state } = await withCertificate();
  expect((await house.admin.post(`${path}/suspension`, { interim: true })).body).toMatchObject({
    status: 422,
    code: 'safety_reason_required',
  });
  await expecting(
    201,
    house.admin.post(`${path}/suspension`, { interim: true, reasons: 'A learner could be harmed.' }),
  );
  at('2027-02-05');
  expect((await house.admin.post(`${path}/suspension`, { interim: true, reasons: 'Still so.' })).body).toMatchObject({
    status: 409,
    code: 'interim_renewed_by_same_person',
  });
  at('2027-02-09');
  expect(await state()).toBe('suspended');
  at('2027-02-10');
  expect(await state()).toBe('active');
  at('2027-02-05');
  await expecting(201, house.otherAdmin.post(`${path}/suspension`, { interim: true, reasons: 'Still so.' }));
  at('2027-03-11');
  expect(await state()).toBe('suspended');
  at('2027-03-12');
  expect(await state()).toBe('active');
});

test('an interim suspension is renewed for the next thirty days only, and not piled up ahead of its reviews (BR-95)', async () => {
  const { path, state } = await withCertificate();
  await expecting(
    201,
    house.admin.post(`${path}/suspension`, { interim: true, reasons: 'A learner could be harmed.' }),
  );
  await expecting(201, house.otherAdmin.post(`${path}/suspension`, { interim: true, reasons: 'Still so.' }));
  expect((await house.admin.post(`${path}/suspension`, { interim: true, reasons: 'And on.' })).body).toMatchObject({
    status: 409,
    code: 'interim_renewed_already',
  });
  at('2027-01-20');
  await expecting(201, house.admin.post(`${path}/suspension-lifting`, { reasons: 'It is safe.' }));
  expect(await state()).toBe('active');
  at('2027-01-25');
  await expecting(201, house.otherAdmin.post(`${path}/suspension`, { interim: true, reasons: 'It is not.' }));
  expect(await state()).toBe('suspended');
});

test('a holder lets a certificate rest and takes it up again; nobody does it for them, and its paper says so', async () => {
  const { ada, path, state } = await withCertificate();
  await expecting(403, house.casey.post(`${path}/inactivity`, {}));
  await expecting(404, (await aPeer(house)).post(`${path}/inactivity`, {}));
  expect((await ada.post(`${path}/reactivation`, {})).body).toMatchObject({ status: 409, code: 'not_inactive' });
  const rested = await expecting(201, ada.post(`${path}/inactivity`, { reasons: 'A year with my family.' }));
  expect(rested.body).toMatchObject({
    state: 'inactive',
    validThrough: null,
    can: expect.arrayContaining(['reactivate', 'surrender']),
  });
  expect(rested.body.can).not.toContain('inactivate');
  expect((await ada.post(`${path}/inactivity`, {})).body).toMatchObject({ status: 409, code: 'not_standing' });
  expect((await ada.get(`${path}/forecast`)).body).toMatchObject({
    mayFacilitate: false,
    choices: [
      { choice: 'reactivate', leadsTo: 'active', validThrough: '2029-01-10' },
      { choice: 'do_nothing', leadsTo: 'lapsed' },
      { choice: 'renew', leadsTo: 'inactive' },
      { choice: 'renew_late', leadsTo: 'inactive' },
    ],
  });
  at('2027-12-01');
  expect((await expecting(201, ada.post(`${path}/reactivation`, {}))).body).toMatchObject({
    state: 'active',
    validThrough: '2029-01-10',
  });
  at('2027-06-01');
  expect(await state()).toBe('inactive');
});

test('a suspended holder hands in their renewal in time; it counts once the suspension is over (BR-96)', async () => {
  const { ada, path, state } = await withCertificate();
  at('2028-12-01');
  await expecting(201, house.admin.post(`${path}/suspension`, { reasons, untilOn: '2029-03-31' }));
  expect((await ada.get(path)).body).toMatchObject({ state: 'suspended', can: expect.arrayContaining(['renew']) });
  expect((await ada.get(`${path}/forecast`)).body.choices).toContainEqual(
    expect.objectContaining({ choice: 'renew', by: '2029-01-10', leadsTo: 'suspended', validThrough: '2031-01-10' }),
  );
  await expecting(201, ada.post(`${path}/renewal`, { codeOfEthicsVersion: '1' }));
  expect(
    (await expecting(201, house.casey.post(`${path}/renewal-decision`, { outcome: 'accepted' }))).body,
  ).toMatchObject({ state: 'suspended', validThrough: null, periods: [{}, { validFrom: '2029-01-11' }] });
  at('2029-03-31');
  expect(await state()).toBe('suspended');
  at('2029-04-01');
  expect(await state()).toBe('active');
});

test('holders and applicants hear of every step that others take, by safe channels and in words that name nothing (BR-93, BR-94)', async () => {
  const { ada, path } = await withCertificate();
  await expecting(200, ada.put('/me/safe-contact', { channels: { inApp: { allowed: true } } }));
  const heard = async (): Promise<string[]> => {
    for (let round = 0; round < 3; round++) await house.college.deliver();
    const { items } = (await ada.get('/me/messages')).body;
    for (const { subject, text } of items)
      expect(`${subject} ${text}`).not.toMatch(/certif|college|recovery|peer|revo/i);
    return items.map(({ kind, subjectId }: { kind: string; subjectId: string }) => `${kind} ${subjectId}`);
  };
  const before = (await heard()).length;
  const news = `certification_news ${path.split('/')[2]}`;
  await expecting(201, house.admin.post(`${path}/revocation-notice`, { reasons }));
  expect((await heard()).slice(0, -before || undefined)).toEqual([news]);
  await expecting(201, ada.post(`${path}/revocation-response`, { reasons: 'It was not like that.' }));
  await expecting(201, house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons }));
  expect(await heard()).toHaveLength(before + 2);
  const other = await aHouse(house.college);
  const id = await anApplication(other, ada);
  await expecting(201, ada.post(`/certification-applications/${id}/submission`));
  await expecting(
    201,
    other.casey.post(`/certification-applications/${id}/return`, { missing: 'Please add the training.' }),
  );
  expect(await heard()).toContain(`certification_news ${id}`);
  expect(await heard()).toHaveLength(before + 3);
});

test('a revocation waits for the answer or for thirty days, and is decided within thirty more (BR-94)', async () => {
  const { ada, path, state } = await withCertificate();
  expect((await house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons })).body.code).toBe('no_notice');
  expect((await house.admin.post(`${path}/revocation-notice`, {})).body.code).toBe('reasons_required');
  await expecting(201, house.admin.post(`${path}/revocation-notice`, { reasons }));
  expect((await house.admin.post(`${path}/revocation-notice`, { reasons })).body.code).toBe('notice_open');
  const revokeAtOnce = `
    insert into certification_act (
      id, certification_id, holder_id, kind, about_id, from_on, answer_by, taken_on, taken_by, taken_at
    )
    select gen_random_uuid(), certification_id, holder_id, 'revoked', id, taken_on, taken_on, taken_on, taken_by,
      now()
    from certification_act
    where kind = 'revocation_notice' and holder_id = $1`;
  await expect(house.college.sql.query(revokeAtOnce, [ada.id])).rejects.toThrow(/may still answer/);
  at('2027-02-10');
  expect((await house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons })).body).toMatchObject({
    status: 409,
    code: 'response_window_open',
    detail: expect.stringContaining('2027-02-10'),
  });
  at('2027-03-13');
  expect((await house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons })).body.code).toBe(
    'decision_window_over',
  );
  at('2027-02-11');
  expect((await ada.post(`${path}/revocation-response`, { reasons: 'Late.' })).body.code).toBe('response_window_over');
  expect((await house.admin.post(`${path}/revocation`, { outcome: 'revoked' })).body).toMatchObject({
    status: 422,
    code: 'reasons_required',
  });
  await expecting(201, house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons }));
  expect(await state()).toBe('revoked');
});

test('once the holder has answered, it can be decided at once; a dismissed notice changes nothing (BR-94)', async () => {
  const { ada, path, state } = await withCertificate();
  await expecting(201, house.admin.post(`${path}/revocation-notice`, { reasons }));
  at('2027-01-15');
  await expecting(201, ada.post(`${path}/revocation-response`, { reasons: 'It was not like that.' }));
  expect((await ada.post(`${path}/revocation-response`, { reasons: 'And more.' })).body).toMatchObject({
    status: 409,
    code: 'answered_already',
  });
  await expecting(201, house.admin.post(`${path}/revocation`, { outcome: 'dismissed' }));
  expect(await state()).toBe('active');
});

test('an appeal is possible for ten business days, is decided by somebody else, and restores from the day of the revocation (BR-94)', async () => {
  const { ada, path, state } = await withCertificate();
  await expecting(201, house.admin.post(`${path}/revocation-notice`, { reasons }));
  await expecting(201, ada.post(`${path}/revocation-response`, { reasons: 'It was not like that.' }));
  await expecting(201, house.casey.post('/closure-days', { day: '2027-01-18', reason: 'Closed' }));
  await expecting(201, house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons }));
  const { items } = (await ada.get(`${path}/steps`)).body;
  expect(items.at(-1)).toMatchObject({ kind: 'revoked', answerBy: '2027-01-26', fromOn: '2027-01-11' });
  at('2027-01-27');
  expect((await ada.post(`${path}/appeal`, { reasons: 'Please look again.' })).body).toMatchObject({
    status: 422,
    code: 'appeal_window_closed',
  });
  at('2027-01-26');
  expect((await ada.get(`${path}/forecast`)).body.choices.map(({ choice }: { choice: string }) => choice)).toEqual([
    'apply_anew',
    'appeal',
  ]);
  await expecting(201, ada.post(`${path}/appeal`, { reasons: 'Please look again.' }));
  expect(
    (await house.admin.post(`${path}/appeal-decision`, { outcome: 'overturned', reasons: 'So be it.' })).body,
  ).toMatchObject({ status: 422, code: 'appeal_needs_another' });
  await expecting(
    201,
    house.otherAdmin.post(`${path}/appeal-decision`, { outcome: 'overturned', reasons: 'The notice was mistaken.' }),
  );
  expect(await state()).toBe('active');
  expect((await ada.get(`${path}/forecast?asOf=2027-01-13`)).body).toMatchObject({
    state: 'active',
    validThrough: '2029-01-10',
  });
});

test('nobody takes a step against their own certificate, and no step can be changed or removed', async () => {
  const own = await aPerson(house.college, { roles: ['administrator', 'facilitator'] });
  const path = `/certifications/${await aCertificate(house, own)}`;
  expect((await own.post(`${path}/suspension`, { reasons })).body).toMatchObject({
    status: 422,
    code: 'own_certification',
  });
  await expecting(201, own.post(`${path}/surrender`, { reasons: 'I am moving away.' }));
  expect((await own.get(path)).body).toMatchObject({ state: 'surrendered', validThrough: null });
  await expect(
    house.college.sql.query(
      `
        insert into certification_act (id, certification_id, holder_id, kind, from_on, taken_on, taken_by, taken_at)
        select gen_random_uuid(), id, person_id, 'suspended', '2027-01-11', '2027-01-11', $2, now()
        from certification
        where id = $1`,
      [path.split('/')[2], house.admin.id],
    ),
  ).rejects.toThrow(/does not say why/);
  await expect(house.college.sql.query('delete from certification_act')).rejects.toThrow(/only grows/);
  await expect(house.college.sql.query(`update certification_act set from_on = '2020-01-01'`)).rejects.toThrow(
    /only grows/,
  );
});

test('what was given back is neither suspended nor revoked', async () => {
  const { ada, path } = await withCertificate();
  await expecting(201, ada.post(`${path}/surrender`, { reasons: 'I am moving away.' }));
  for (const step of ['suspension', 'revocation-notice'])
    expect((await house.admin.post(`${path}/${step}`, { reasons })).body).toMatchObject({
      status: 409,
      code: 'not_standing',
    });
});
