import { codeIn, letters } from '../support/outbox.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { codeSentTo, password, signUp } from './account.js';

let college: TestCollege;

beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const post = (path: string, body: object) => college.http.post(`/api/v1${path}`).send(body);

const join = (email: string) => signUp(college, email);
const signIn = (email: string, secret = password) => post('/auth/sign-in', { email, password: secret });

test('a newcomer signs up, confirms the address and signs in', async () => {
  await post('/auth/sign-up', { email: 'robin@example.org', chosenName: 'Robin' }).expect(202);
  await signIn('robin@example.org').expect(401);
  await college.deliver();
  const [letter = ''] = await letters(college.dataFolder);
  expect(letter).toContain('To: robin@example.org');
  expect(letter.toLowerCase()).not.toMatch(/college|course|student|recovery/);
  await post('/auth/email-confirmation', { code: codeIn(letter), password }).expect(204);
  await post('/auth/email-confirmation', { code: codeIn(letter), password }).expect(422);

  const { body } = await signIn('Robin@EXAMPLE.org').expect(200);
  const me = await college.http.get('/api/v1/me').auth(body.accessToken, { type: 'bearer' }).expect(200);
  expect(me.body).toMatchObject({ chosenName: 'Robin', email: 'robin@example.org', roles: ['learner'] });
  expect(me.headers.etag).toMatch(/^"1-/);
  expect(me.headers['cache-control']).toBe('no-store');
});

test('known and unknown addresses get the same answers', async () => {
  await join('known@example.org');
  const known = await post('/auth/sign-up', { email: 'known@example.org', chosenName: 'X' }).expect(202);
  const unknown = await post('/auth/sign-up', { email: 'unknown@example.org', chosenName: 'X' }).expect(202);
  expect(known.body).toEqual(unknown.body);

  const resetKnown = await post('/auth/password-reset', { email: 'known@example.org' }).expect(202);
  const resetUnknown = await post('/auth/password-reset', { email: 'nobody@example.org' }).expect(202);
  expect(resetKnown.body).toEqual(resetUnknown.body);

  const wrong = await signIn('known@example.org', 'not the password at all').expect(401);
  const nobody = await signIn('nobody@example.org', 'not the password at all').expect(401);
  expect({ ...wrong.body, requestId: '' }).toEqual({ ...nobody.body, requestId: '' });
});

test('a new password ends every sign-in', async () => {
  await join('forgetful@example.org');
  const before = (await signIn('forgetful@example.org').expect(200)).body;
  const read = () => college.http.get('/api/v1/me').auth(before.accessToken, { type: 'bearer' });
  await post('/auth/password-reset', { email: 'forgetful@example.org' }).expect(202);
  const code = await codeSentTo(college, 'forgetful@example.org');
  await read().expect(200);
  await post('/auth/password-reset/confirmation', { code, password: 'eleven lanterns at dusk' }).expect(204);
  await read().expect(401);
  await post('/auth/refresh', { refreshToken: before.refreshToken }).expect(401);
  await signIn('forgetful@example.org').expect(401);
  await signIn('forgetful@example.org', 'eleven lanterns at dusk').expect(200);
});

test('a refresh token works once, survives a lost answer, and betrays a thief', async () => {
  await join('device@example.org');
  const first = (await signIn('device@example.org').expect(200)).body;
  const second = (await post('/auth/refresh', { refreshToken: first.refreshToken }).expect(200)).body;
  const retried = (await post('/auth/refresh', { refreshToken: first.refreshToken }).expect(200)).body;
  expect(retried.refreshToken).toBe(second.refreshToken);
  await post('/auth/refresh', { refreshToken: second.refreshToken }).expect(200);
  await post('/auth/refresh', { refreshToken: first.refreshToken }).expect(401);
  await college.http.get('/api/v1/me').auth(second.accessToken, { type: 'bearer' }).expect(401);
});

test('tabs that renew at the same moment stay signed in', async () => {
  await join('tabs@example.org');
  const { refreshToken } = (await signIn('tabs@example.org').expect(200)).body;
  const renewed = await Promise.all([1, 2, 3].map(() => post('/auth/refresh', { refreshToken }).expect(200)));
  expect(new Set(renewed.map(({ body }) => body.refreshToken)).size).toBe(1);
  await post('/auth/refresh', { refreshToken: renewed[0]?.body.refreshToken }).expect(200);
});

test('a refresh token that comes back after 30 seconds ends the sign-in, whoever holds it', async () => {
  await join('stolen@example.org');
  const first = (await signIn('stolen@example.org').expect(200)).body;
  const second = (await post('/auth/refresh', { refreshToken: first.refreshToken }).expect(200)).body;
  college.clock.forward({ seconds: 31 });
  await post('/auth/refresh', { refreshToken: first.refreshToken }).expect(401);
  await post('/auth/refresh', { refreshToken: second.refreshToken }).expect(401);
  await college.http.get('/api/v1/me').auth(second.accessToken, { type: 'bearer' }).expect(401);
});

test('signing out ends the access token at once', async () => {
  await join('leaver@example.org');
  const { accessToken } = (await signIn('leaver@example.org').expect(200)).body;
  await college.http
    .post('/api/v1/auth/sign-out')
    .auth(accessToken, { type: 'bearer' })
    .expect(204)
    .expect('clear-site-data', '"cache", "storage"');
  await college.http.get('/api/v1/me').auth(accessToken, { type: 'bearer' }).expect(401);
});

test('an access token ends after ten minutes', async () => {
  await join('slow@example.org');
  const { accessToken } = (await signIn('slow@example.org').expect(200)).body;
  college.clock.forward({ minutes: 11 });
  await college.http.get('/api/v1/me').auth(accessToken, { type: 'bearer' }).expect(401);
});

test('no or a foreign token is turned away with the way in', async () => {
  const none = await college.http.get('/api/v1/me').expect(401);
  expect(none.headers['www-authenticate']).toContain('Bearer');
  expect(none.body).toMatchObject({ code: 'not_signed_in', status: 401 });
  await college.http.get('/api/v1/me').auth('a.b.c', { type: 'bearer' }).expect(401);
});

test('an address that nobody can use is refused in plain words', async () => {
  const { body } = await post('/auth/sign-up', { email: 'pаypal@example.org', chosenName: 'X' }).expect(400);
  expect(body.code).toBe('email_unusable');
});
