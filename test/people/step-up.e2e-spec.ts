import { openTestCollege, type TestCollege } from '../support/college.js';
import { anEntry } from '../journals/journal.js';
import { aPerson } from '../support/builders.js';
import { anAccount, holding, password } from './account.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** A sign-in that is renewed, but whose password was typed a while ago. */
async function signedInAWhileAgo() {
  const account = await anAccount(college, { roles: ['administrator'] });
  const { body } = await account.signIn();
  college.clock.forward({ minutes: 11 });
  const renewed = await college.http
    .post('/api/v1/auth/refresh')
    .send({ refreshToken: body['refreshToken'] })
    .expect(200);
  return { account, token: renewed.body.accessToken as string };
}

test('sensitive acts need a proof from the last ten minutes, which needs no new sign-in', async () => {
  const { account, token } = await signedInAWhileAgo();
  const robin = await aPerson(college);
  const entry = await anEntry(account.person);
  const me = holding(college, token);
  const acts = [
    () => me.post(`/people/${robin.id}/roles`, { role: 'facilitator' }),
    () => me.delete(`/people/${robin.id}/roles/facilitator`),
    () => me.post('/journal-exports'),
    () =>
      me.post(`/journal-entries/${entry.id}/grants`, {
        versionId: entry.versionId,
        recipientId: robin.id,
        purpose: 'to talk',
      }),
    () => me.post('/me/second-factor'),
    () => me.post('/me/second-factor/confirmation', { code: '123456' }),
    () => me.post('/me/second-factor/recovery-codes'),
    () => me.delete('/me/second-factor'),
    () => me.put('/me/password', { currentPassword: password, newPassword: 'eleven lanterns at dusk' }),
  ];
  for (const act of acts) {
    const { body, headers } = await act();
    expect(body).toMatchObject({ status: 401, code: 'sign_in_again' });
    expect(headers['www-authenticate']).toContain('insufficient_user_authentication');
  }
  await me.post('/me/sign-ins/current/proof', { password }).expect(200);
  const after = [];
  for (const act of acts) after.push((await act()).status);
  expect(after).toEqual([201, 200, 201, 422, 201, 401, 404, 204, 204]);
});

test('a proof counts for this sign-in alone, for ten minutes, and a wrong password proves nothing', async () => {
  const { account, token } = await signedInAWhileAgo();
  const other = holding(college, (await account.signIn()).body['accessToken']);
  const me = holding(college, token);
  expect((await me.post('/me/sign-ins/current/proof', { password: 'not the password at all' })).body).toMatchObject({
    status: 422,
    code: 'password_wrong',
  });
  expect((await me.post('/me/second-factor')).status).toBe(401);
  await other.post('/me/sign-ins/current/proof', { password }).expect(200);
  expect((await me.post('/me/second-factor')).status).toBe(401);
  const { body } = await me.post('/me/sign-ins/current/proof', { password }).expect(200);
  const fresh = holding(college, body.accessToken);
  expect((await fresh.post('/me/second-factor')).status).toBe(201);
  college.clock.forward({ minutes: 9, seconds: 50 });
  expect((await fresh.post('/me/second-factor')).status).toBe(201);
  // What the test itself takes counts too.
  college.clock.forward({ seconds: 5 });
  expect((await fresh.delete('/me/second-factor')).status).toBe(204);
});

test('proving is bounded, and an ended sign-in proves nothing', async () => {
  const account = await anAccount(college);
  const me = holding(college, (await account.signIn()).body['accessToken']);
  const answers = [];
  for (let tries = 0; tries < 21; tries++)
    answers.push((await me.post('/me/sign-ins/current/proof', { password: 'not the password at all' })).status);
  expect(answers).toEqual([...Array(20).fill(422), 429]);
  await me.post('/auth/sign-out').expect(204);
  expect((await me.post('/me/sign-ins/current/proof', { password })).status).toBe(401);
});
