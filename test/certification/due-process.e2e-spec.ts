import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCertificate, aHouse, expecting, type House } from './a-certificate.js';

let college: TestCollege;
let house: House;
const at = (day: string): void => college.clock.moveTo(`${day}T12:00:00Z`);
beforeAll(async () => {
  college = await openTestCollege();
  at('2027-01-11');
  house = await aHouse(college);
});
beforeEach(() => at('2027-01-11'));
afterAll(() => college.close());

const peer = (): Promise<TestPerson> => aPerson(college, { name: 'Ada', roles: ['facilitator'] });
const reasons = 'What was said in the session of 9 January.';
const withCertificate = async () => {
  const ada = await peer();
  const path = `/certifications/${await aCertificate(house, ada)}`;
  return { ada, path, state: async () => (await ada.get(path)).body.state as string };
};

test('a suspension needs reasons, counts from day to day, and can be lifted', async () => {
  const { ada, path, state } = await withCertificate();
  expect((await house.admin.post(`${path}/suspension`, {})).body).toMatchObject({ status: 422, code: 'reasons_required' });
  expect((await house.admin.post(`${path}/suspension`, { reasons, fromOn: '2027-01-01' })).body.code).toBe('day_passed');
  await expecting(403, house.casey.post(`${path}/suspension`, { reasons }));
  const suspended = await expecting(201, house.admin.post(`${path}/suspension`, { reasons, untilOn: '2027-06-30' }));
  expect(suspended.body).toMatchObject({ state: 'suspended', validThrough: null });
  expect((await ada.get(`${path}/forecast`)).body).toMatchObject({ mayFacilitate: false, choices: [{ choice: 'wait_for_suspension_to_end', by: '2027-06-30', leadsTo: 'active', validThrough: '2029-01-10' }, { choice: 'do_nothing', leadsTo: 'expired_in_grace' }] });
  at('2027-07-01');
  expect(await state()).toBe('active');
  at('2027-03-01');
  await expecting(201, house.otherAdmin.post(`${path}/suspension-lifting`, { reasons: 'It is settled.' }));
  expect(await state()).toBe('active');
  expect((await house.admin.post(`${path}/suspension-lifting`, {})).body.code).toBe('not_suspended');
  expect((await ada.get(`${path}/steps`)).body.items).toMatchObject([{ kind: 'suspended', words: reasons }, { kind: 'suspension_lifted', words: 'It is settled.' }]);
});

test('an interim suspension needs a safety reason, lasts thirty days, and is renewed only by somebody else (BR-95)', async () => {
  const { path, state } = await withCertificate();
  expect((await house.admin.post(`${path}/suspension`, { interim: true })).body).toMatchObject({ status: 422, code: 'safety_reason_required' });
  await expecting(201, house.admin.post(`${path}/suspension`, { interim: true, reasons: 'A learner could be harmed.' }));
  at('2027-02-05');
  expect((await house.admin.post(`${path}/suspension`, { interim: true, reasons: 'Still so.' })).body).toMatchObject({ status: 409, code: 'interim_renewed_by_same_person' });
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

test('a revocation waits for the answer or for thirty days, and is decided within thirty more (BR-94)', async () => {
  const { ada, path, state } = await withCertificate();
  expect((await house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons })).body.code).toBe('no_notice');
  expect((await house.admin.post(`${path}/revocation-notice`, {})).body.code).toBe('reasons_required');
  await expecting(201, house.admin.post(`${path}/revocation-notice`, { reasons }));
  expect((await house.admin.post(`${path}/revocation-notice`, { reasons })).body.code).toBe('notice_open');
  at('2027-02-10');
  expect((await house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons })).body).toMatchObject({ status: 409, code: 'response_window_open', detail: expect.stringContaining('2027-02-10') });
  at('2027-03-13');
  expect((await house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons })).body.code).toBe('decision_window_over');
  at('2027-02-11');
  expect((await ada.post(`${path}/revocation-response`, { reasons: 'Late.' })).body.code).toBe('response_window_over');
  expect((await house.admin.post(`${path}/revocation`, { outcome: 'revoked' })).body).toMatchObject({ status: 422, code: 'reasons_required' });
  await expecting(201, house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons }));
  expect(await state()).toBe('revoked');
});

test('once the holder has answered, it can be decided at once; a dismissed notice changes nothing (BR-94)', async () => {
  const { ada, path, state } = await withCertificate();
  await expecting(201, house.admin.post(`${path}/revocation-notice`, { reasons }));
  at('2027-01-15');
  await expecting(201, ada.post(`${path}/revocation-response`, { reasons: 'It was not like that.' }));
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
  expect((await ada.post(`${path}/appeal`, { reasons: 'Please look again.' })).body).toMatchObject({ status: 422, code: 'appeal_window_closed' });
  at('2027-01-26');
  expect((await ada.get(`${path}/forecast`)).body.choices.map(({ choice }: { choice: string }) => choice)).toEqual(['apply_anew', 'appeal']);
  await expecting(201, ada.post(`${path}/appeal`, { reasons: 'Please look again.' }));
  expect((await house.admin.post(`${path}/appeal-decision`, { outcome: 'overturned', reasons: 'So be it.' })).body).toMatchObject({ status: 422, code: 'appeal_needs_another' });
  await expecting(201, house.otherAdmin.post(`${path}/appeal-decision`, { outcome: 'overturned', reasons: 'The notice was mistaken.' }));
  expect(await state()).toBe('active');
  expect((await ada.get(`${path}/forecast?asOf=2027-01-13`)).body).toMatchObject({ state: 'active', validThrough: '2029-01-10' });
});

test('nobody takes a step against their own certificate, and no step can be changed or removed', async () => {
  const own = await aPerson(college, { roles: ['administrator', 'facilitator'] });
  const path = `/certifications/${await aCertificate(house, own)}`;
  expect((await own.post(`${path}/suspension`, { reasons })).body).toMatchObject({ status: 422, code: 'own_certification' });
  await expecting(201, own.post(`${path}/surrender`, { reasons: 'I am moving away.' }));
  expect((await own.get(path)).body).toMatchObject({ state: 'surrendered', validThrough: null });
  await expect(college.sql.query('delete from certification_act')).rejects.toThrow(/only grows/);
  await expect(college.sql.query(`update certification_act set from_on = '2020-01-01'`)).rejects.toThrow(/only grows/);
});

test('anybody with the paper sees today where it stands: valid, suspended, revoked, expired, superseded; an unknown one is never valid (I-40, I-42)', async () => {
  const { ada, path } = await withCertificate();
  const pdf = await expecting(200, ada.get(`${path}/certificate`));
  expect(pdf.headers['content-type']).toBe('application/pdf');
  await expecting(404, house.casey.get(`${path}/certificate`));
  const paper = async () => (await ada.get('/me/certificates')).body.items[0].verifyUrl.replace('http://college.test', '') as string;
  const first = await paper();
  const status = async (url: string) => (await college.http.get(url)).body.status as string;
  expect(await status(first)).toBe('valid');
  const page = await college.http.get(first).set('Accept', 'text/html');
  expect(page.text).toContain('This certificate is valid');
  await college.sql.query(`update person set chosen_name = 'Ada Two' where id = $1`, [ada.id]);
  await expecting(201, ada.post(`${path}/certificate`));
  expect([await status(first), await status(await paper())]).toEqual(['superseded', 'valid']);
  await expecting(201, house.admin.post(`${path}/suspension`, { reasons, untilOn: '2027-02-01' }));
  expect(await status(await paper())).toBe('suspended');
  at('2029-01-11');
  expect(await status(await paper())).toBe('expired');
  at('2027-03-01');
  await expecting(201, house.admin.post(`${path}/revocation-notice`, { reasons }));
  await expecting(201, ada.post(`${path}/revocation-response`, { reasons: 'No.' }));
  await expecting(201, house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons }));
  expect([await status(first), await status(await paper())]).toEqual(['revoked', 'revoked']);
  const unknown = await college.http.get(`/api/v1/verify/${'x'.repeat(43)}`);
  expect(unknown.status).toBe(404);
  expect(JSON.stringify(unknown.body)).not.toContain('valid');
});
