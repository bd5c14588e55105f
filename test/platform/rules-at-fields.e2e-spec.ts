import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { declaredRoutes } from '../../src/platform/access/declared-access.js';
import { roles } from '../../src/platform/actor.js';
import { newId } from '../../src/platform/ids.js';
import { anAccount, codeSentTo, password } from '../people/account.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { forgetLimits } from '../support/limits.js';
import { type DescribedRoute, describedRoutes, resolved, sample } from '../support/samples.js';

let college: TestCollege;
let document: OpenAPIObject;
beforeAll(async () => {
  college = await openTestCollege();
  document = (await college.http.get('/openapi.json')).body as OpenAPIObject;
});
afterAll(() => college.close());

const post = (path: string, body: object) => college.http.post(`/api/v1/${path}`).send(body);
const pointed = ({ body }: { body: { errors?: { pointer: string; code: string }[] } }) =>
  Object.fromEntries((body.errors ?? []).map(({ pointer, code }) => [pointer, code]));

test('an address to which no letter can go is told beside its field, together with the other fields', async () => {
  const both = await post('auth/sign-up', { email: 'robin at example', chosenName: '' }).expect(400);
  expect(both.body.code).toBe('validation_failed');
  expect(pointed(both)).toEqual({ '/chosenName': 'required', '/email': 'email_unusable' });
  for (const path of ['auth/sign-up', 'auth/password-reset']) {
    const alone = await post(path, { email: 'robin at example', ...(path.endsWith('up') && { chosenName: 'Robin' }) });
    expect([alone.status, alone.body.code, pointed(alone)]).toEqual([
      400,
      'email_unusable',
      { '/email': 'email_unusable' },
    ]);
    await forgetLimits(college);
  }
});

test.each([
  ['auth/email-confirmation', { code: 'short' }, '/code'],
  ['auth/password-reset/confirmation', { code: 'short' }, '/code'],
  ['auth/first-password', { signInNumber: '1' }, '/signInNumber'],
  ['auth/password-reset/recovery-code', { email: 'nothing' }, '/email'],
])('%s tells of a password that is easily guessed together with the other fields', async (path, wrong, pointer) => {
  const sound = { code: 'c'.repeat(32), signInNumber: '4821093755', email: 'robin@example.org' };
  const { operation } = describedRoutes(document).find((each) => each.path.endsWith(path)) as DescribedRoute;
  const schema = operation.requestBody?.content['application/json']?.schema;
  const names = Object.keys(resolved(document, schema ?? {}).properties ?? {});
  const fitting = Object.fromEntries(Object.entries(sound).filter(([name]) => names.includes(name)));
  await forgetLimits(college);
  const both = await post(path, { ...fitting, ...wrong, password: 'aaaaaaaaaaaa' }).expect(400);
  expect(pointed(both)).toMatchObject({ '/password': 'password_easily_guessed', [pointer]: expect.any(String) });
  const alone = await post(path, { ...fitting, password: 'aaaaaaaaaaaa' }).expect(422);
  expect([alone.body.code, pointed(alone)]).toEqual([
    'password_easily_guessed',
    { '/password': 'password_easily_guessed' },
  ]);
});

test('where a field has another name, that one is told', async () => {
  const robin = await aPerson(college);
  const refused = await robin.put('/me/password', { currentPassword: password, newPassword: 'aaaaaaaaaaaa' });
  expect([refused.status, pointed(refused)]).toEqual([422, { '/newPassword': 'password_easily_guessed' }]);
});

test('a password that holds the address or number of the account is told beside the password', async () => {
  const { email, person, signIn } = await anAccount(college);
  await post('auth/password-reset', { email }).expect(202);
  const code = await codeSentTo(college, email);
  const chosen = `${person.id} and a heron`;
  await forgetLimits(college);
  const number = '4821093755';
  const answers = [
    await post('auth/password-reset/confirmation', { code, password: chosen }),
    await post('auth/password-reset/recovery-code', { email, code: 'c'.repeat(20), password: chosen }),
    await post('auth/first-password', {
      signInNumber: number,
      code: 'c'.repeat(20),
      password: `${number} and a heron`,
    }),
  ];
  for (const answer of answers)
    expect([answer.status, pointed(answer)]).toEqual([422, { '/password': 'password_holds_address' }]);
  const { body } = await signIn();
  const refused = await college.http
    .put('/api/v1/me/password')
    .auth(String(body['accessToken']), { type: 'bearer' })
    .send({ currentPassword: password, newPassword: chosen });
  expect([refused.status, pointed(refused)]).toEqual([422, { '/newPassword': 'password_holds_address' }]);
});

/** Fields of which the first may not come after the second. */
const inOrder = [
  ['startsOn', 'endsOn'],
  ['startsAt', 'endsAt'],
  ['startTime', 'endTime'],
  ['localStart', 'localEnd'],
  ['from', 'to'],
  ['fromOn', 'untilOn'],
  ['validFrom', 'validThrough'],
  ['validFrom', 'validTo'],
  ['prospectusOpensAt', 'bookingOpensAt'],
  ['bookingOpensAt', 'bookingClosesAt'],
] as const;

const late: Readonly<Record<string, string>> = { date: '2027-03-02', 'date-time': '2027-03-02T10:00:00Z' };
const early: Readonly<Record<string, string>> = { date: '2027-03-01', 'date-time': '2027-03-02T08:00:00+02:00' };
const lateOf = (name: string, format = ''): string =>
  late[format] ?? (/^local/.test(name) ? '2027-03-02T10:00' : '10:00');
const earlyOf = (name: string, format = ''): string =>
  early[format] ?? (/^local/.test(name) ? '2027-03-02T09:59' : '09:59');

test('every body with a start and an end tells beside the end that it comes first, also with other fields', async () => {
  const accesses = new Map(declaredRoutes(college.app.get(ModulesContainer)).map((each) => [each.route, each.access]));
  const people = new Map<string, TestPerson>();
  for (const role of roles)
    people.set(role, await aPerson(college, { roles: role === 'learner' ? [] : [role], registered: true }));
  const wrong: unknown[] = [];
  let tried = 0;
  for (const { route, method, path, operation } of describedRoutes(document)) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    const { properties = {} } = schema ? resolved(document, schema) : {};
    const access = accesses.get(route);
    const person = people.get(Array.isArray(access) ? String(access[0]) : 'learner') as TestPerson;
    for (const [first, second] of inOrder) {
      const [from, to] = [properties[first], properties[second]];
      if (!from || !to || !schema) continue;
      tried += 1;
      const body = {
        ...(sample(document, schema) as object),
        [first]: lateOf(first, resolved(document, from).format),
        [second]: earlyOf(second, resolved(document, to).format),
      };
      for (const sent of [body, { ...body, nothingOfTheKind: 1 }]) {
        await forgetLimits(college);
        const answer = await person[method as 'post'](path.replace('/api/v1', '').replace(/\{\w+\}/g, newId()), sent, {
          'if-match': '"1"',
        });
        const alone = sent === body && answer.body.code === 'validation_failed';
        if (alone || !(`/${second}` in pointed(answer)) || (sent !== body && !('/nothingOfTheKind' in pointed(answer))))
          wrong.push([route, second, answer.status, answer.body.code, answer.body.errors]);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(10);
});

test('a period that is turned round is told by the name of its parameter', async () => {
  const mo = await aPerson(college, { roles: ['administrator'] });
  for (const path of [
    '/ce-ledger/totals?by=category&from=2027-03-02&to=2027-03-01',
    '/ce-shortfalls?minutes=60&from=2027-03-02&to=2027-03-01',
    '/ce-shortfalls.csv?minutes=60&from=2027-03-02&to=2027-03-01',
    '/me/transcript?from=2027-03-02&to=2027-03-01',
    '/me/transcript.csv?from=2027-03-02&to=2027-03-01',
    '/me/transcript.pdf?from=2027-03-02&to=2027-03-01',
  ]) {
    const answer = await mo.get(path);
    expect([path, answer.status, pointed(answer)]).toEqual([path, 422, { to: 'period_reversed' }]);
  }
});

test('a report names the parameter that it cannot take, in JSON and as a file', async () => {
  const ana = await aPerson(college, { roles: ['analyst'] });
  for (const form of ['activity', 'activity.csv']) {
    const answer = await ana.get(`/reports/${form}?period=1999`);
    expect([answer.body.code, pointed(answer)]).toEqual(['period_unknown', { period: 'period_unknown' }]);
  }
});

test('a form instead of JSON, or with a file in it, is 415 at every operation that takes a body', async () => {
  const taken = describedRoutes(document).filter(({ operation }) => operation.requestBody);
  const boundary = 'a-boundary';
  const part = 'content-disposition: form-data; name="file"; filename="a.pdf"';
  const form = [`--${boundary}`, part, '', '%PDF-1.4', `--${boundary}--`, ''].join('\r\n');
  const answers = [];
  for (const { route, method, path } of taken) {
    const { status, body } = await college.http[method as 'post'](path.replace(/\{\w+\}/g, newId()))
      .set('content-type', `multipart/form-data; boundary=${boundary}`)
      .send(form);
    if (status !== 415) answers.push([route, status, body]);
  }
  expect(answers).toEqual([]);
  expect(taken.length).toBeGreaterThan(150);
  const eve = await aPerson(college);
  const { body } = await college.http
    .post('/api/v1/ce-evidence-files')
    .auth(await eve.bearer(), { type: 'bearer' })
    .set('content-type', `multipart/form-data; boundary=${boundary}`)
    .send(form);
  expect(body.detail).toContain('not inside a form');
});

test('what is too large is told with how much may be sent', async () => {
  const eve = await aPerson(college);
  const send = async (path: string, type: string, bytes: number) =>
    college.http
      .post(`/api/v1${path}`)
      .auth(await eve.bearer(), { type: 'bearer' })
      .set('content-type', type)
      .send(Buffer.alloc(bytes, 32));
  for (const [path, type, most, words] of [
    ['/terms', 'application/json', 128 * 1024, '128 kB'],
    ['/journal-entries', 'application/json', 256 * 1024, '256 kB'],
    ['/ce-evidence-files', 'application/pdf', 10 * 1024 ** 2, '10 MB'],
    [`/journal-entries/${newId()}/attachments`, 'image/jpeg', 32 * 1024 ** 2, '32 MB'],
  ] as const) {
    const { status, body } = await send(path, type, most + 1);
    expect([path, status, body.code, body.mostBytes]).toEqual([path, 413, 'body_too_large', most]);
    expect(body.detail).toContain(words);
  }
});
