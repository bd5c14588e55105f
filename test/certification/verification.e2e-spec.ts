import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCertificate, aHouse, expecting, type House } from './a-certificate.js';

let college: TestCollege;
let house: House;
let ada: TestPerson;
let path: string;
const at = (day: string): void => college.clock.moveTo(`${day}T12:00:00Z`);
beforeAll(async () => {
  college = await openTestCollege();
  at('2027-01-11');
  house = await aHouse(college);
});
beforeEach(async () => {
  at('2027-01-11');
  ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  path = `/certifications/${await aCertificate(house, ada)}`;
});
afterAll(() => college.close());

const reasons = 'What was said in the session of 9 January.';
const paper = async (): Promise<string> =>
  (await ada.get('/me/certificates')).body.items[0].verifyUrl.replace('http://college.test', '');

/** What a program and a person read who hold this paper. */
async function read(url: string): Promise<{ status: string; heading: string }> {
  const [json, page] = [
    await college.http.get(url).set('Accept', 'application/json'),
    await college.http.get(url).set('Accept', 'text/html'),
  ];
  expect([json.headers['content-type'], page.headers['content-type']]).toEqual([
    expect.stringContaining('json'),
    'text/html; charset=utf-8',
  ]);
  expect(page.text).not.toMatch(/Ada|PF-/);
  return { status: json.body.status ?? json.body.code, heading: /<h1>(.*)<\/h1>/.exec(page.text)?.[1] ?? '' };
}

test('the paper is a PDF for its holder alone, valid as long as the certificate is, and expired from the day after (I-42)', async () => {
  const pdf = await expecting(200, ada.get(`${path}/certificate`));
  expect(pdf.headers['content-type']).toBe('application/pdf');
  await expecting(404, house.casey.get(`${path}/certificate`));
  at('2029-01-10');
  expect(await read(await paper())).toEqual({ status: 'valid', heading: 'This certificate is valid' });
  at('2029-01-11');
  expect(await read(await paper())).toEqual({ status: 'expired', heading: 'This certificate has expired' });
  at('2030-01-11');
  expect((await read(await paper())).status).toBe('expired');
});

test('a name is put right by a newer paper; the one before says that it was superseded, and stays as it was printed (I-40)', async () => {
  const first = await paper();
  await college.sql.query(`update person set chosen_name = 'Ada Two' where id = $1`, [ada.id]);
  await expecting(201, ada.post(`${path}/certificate`));
  expect(await read(first)).toEqual({ status: 'superseded', heading: 'A newer certificate stands in its place' });
  expect((await read(await paper())).status).toBe('valid');
  const names = (await ada.get('/me/certificates')).body.items.map(
    ({ namePrinted }: { namePrinted: string }) => namePrinted,
  );
  expect(names).toEqual(['Ada Two', 'Ada']);
});

test('suspended while it is suspended, inactive while it rests, revoked for as long as no appeal has overturned it, withdrawn when it was given back (I-42)', async () => {
  const url = await paper();
  await expecting(201, house.admin.post(`${path}/suspension`, { reasons, untilOn: '2027-02-01' }));
  expect(await read(url)).toEqual({ status: 'suspended', heading: 'This certificate is suspended' });
  at('2027-02-02');
  expect((await read(url)).status).toBe('valid');
  await expecting(201, ada.post(`${path}/inactivity`, {}));
  expect(await read(url)).toEqual({ status: 'inactive', heading: 'This certificate is inactive' });
  await expecting(201, ada.post(`${path}/reactivation`, {}));
  await expecting(201, house.admin.post(`${path}/revocation-notice`, { reasons }));
  await expecting(201, ada.post(`${path}/revocation-response`, { reasons: 'No.' }));
  await expecting(201, house.admin.post(`${path}/revocation`, { outcome: 'revoked', reasons }));
  expect(await read(url)).toEqual({ status: 'revoked', heading: 'This certificate was revoked' });
  await expecting(201, ada.post(`${path}/appeal`, { reasons: 'Please look again.' }));
  await expecting(
    201,
    house.otherAdmin.post(`${path}/appeal-decision`, { outcome: 'overturned', reasons: 'The notice was mistaken.' }),
  );
  expect((await read(url)).status).toBe('valid');
  await expecting(201, ada.post(`${path}/surrender`, {}));
  expect(await read(url)).toEqual({ status: 'withdrawn', heading: 'This certificate was withdrawn' });
});

test('an unknown code never reads as valid, neither to a person nor to a program (I-42)', async () => {
  const token = (await paper()).split('/').at(-1) ?? '';
  for (const unknown of [
    'x'.repeat(43),
    token.slice(0, -1),
    `${token}A`,
    token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
    '%00',
  ]) {
    const [json, page] = [
      await college.http.get(`/api/v1/verify/${unknown}`),
      await college.http.get(`/api/v1/verify/${unknown}`).set('Accept', 'text/html'),
    ];
    expect([unknown, json.status < 500 && json.status >= 400, page.status < 500 && page.status >= 400]).toEqual([
      unknown,
      true,
      true,
    ]);
    expect(JSON.stringify(json.body) + page.text).not.toMatch(/is valid|"valid"/);
  }
});
