import type { Response } from 'supertest';
import { collegeOn } from '../support/a-day.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import {
  aCertificate,
  aHouse,
  anApplication,
  aPeer,
  atThePanel,
  expecting,
  type House,
  members,
} from './a-certificate.js';

let house: House;
const at = collegeOn('2027-01-11', async (college) => {
  house = await aHouse(college);
});

/** Both at the same moment: one happens, and the other is told which one was faster. */
async function oneOf(code: string, ...calls: (() => Promise<Response>)[]): Promise<void> {
  const answers = await Promise.all(calls.map((call) => call()));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe(code);
}

test('of two applications, two panel decisions and two withdrawals of one person at once, one of each happens', async () => {
  const ada = await aPeer(house);
  const start = () => ada.post('/certification-applications', { schemeId: house.schemeId });
  await oneOf('application_open_already', start, start);
  const gil = await aPeer(house);
  const id = await atThePanel(house, gil);
  const decide = (outcome: string, recorder: number) => () =>
    house.panel[recorder]!.post(`/certification-applications/${id}/decision`, {
      outcome,
      reasons: 'A reason.',
      members: members(house.panel),
    });
  await oneOf('state_conflict', decide('approve', 0), decide('refuse', 1));
  expect((await gil.get(`/certification-applications/${id}/decisions`)).body.items).toHaveLength(1);
  expect((await gil.get('/certifications')).body.items.length).toBeLessThanOrEqual(1);
  const kim = await aPeer(house);
  const other = await anApplication(house, kim);
  const withdraw = () => kim.post(`/certification-applications/${other}/withdrawal`);
  await oneOf('state_conflict', withdraw, withdraw);
});

test('of two renewals and of two decisions on one at once, one happens, and one period is added', async () => {
  const ada = await aPeer(house);
  const path = `/certifications/${await aCertificate(house, ada)}`;
  at('2028-12-01');
  const renew = () => ada.post(`${path}/renewal`, { codeOfEthicsVersion: '1' });
  await oneOf('renewal_pending', renew, renew);
  const decide = (outcome: string) => () =>
    house.casey.post(`${path}/renewal-decision`, { outcome, reasons: 'A reason.' });
  await oneOf('no_renewal_pending', decide('accepted'), decide('returned'));
  const { body } = await ada.get(path);
  const [renewal] = (await ada.get(`${path}/renewals`)).body.items;
  expect(body.periods).toHaveLength(renewal.outcome === 'accepted' ? 2 : 1);
});

test('of two extensions, two interim renewals, two revocations and two decisions on an appeal at once, one of each happens', async () => {
  const ada = await aPeer(house);
  const provisional = `/certifications/${await aCertificate(house, ada, 'provisional')}`;
  const extend = () => house.casey.post(`${provisional}/extension`);
  await oneOf('extended_already', extend, extend);
  const path = `/certifications/${await aCertificate(house, await aPeer(house))}`;
  await expecting(201, house.admin.post(`${path}/suspension`, { interim: true, reasons: 'A danger.' }));
  const third = await aPerson(house.college, { roles: ['administrator'] });
  const renewInterim = (by: TestPerson) => () => by.post(`${path}/suspension`, { interim: true, reasons: 'Still so.' });
  await oneOf('interim_renewed_already', renewInterim(house.otherAdmin), renewInterim(third));
  const gil = await aPeer(house);
  const other = `/certifications/${await aCertificate(house, gil)}`;
  const notice = (by: TestPerson) => () => by.post(`${other}/revocation-notice`, { reasons: 'A reason.' });
  await oneOf('notice_open', notice(house.admin), notice(house.otherAdmin));
  await expecting(201, gil.post(`${other}/revocation-response`, { reasons: 'No.' }));
  const decide = (outcome: string) => () => house.admin.post(`${other}/revocation`, { outcome, reasons: 'A reason.' });
  await oneOf('no_notice', decide('revoked'), decide('revoked'));
  await expecting(201, gil.post(`${other}/appeal`, { reasons: 'Please look again.' }));
  const decideAppeal = (outcome: string) => () =>
    house.otherAdmin.post(`${other}/appeal-decision`, { outcome, reasons: 'A reason.' });
  await oneOf('nothing_to_appeal', decideAppeal('upheld'), decideAppeal('overturned'));
});
