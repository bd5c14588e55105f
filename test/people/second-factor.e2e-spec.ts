import { decodeJwt } from 'jose';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { codeIn, letters } from '../support/outbox.js';
import { aPerson, signedInAgain } from '../support/builders.js';
import { SecondFactorService } from '../../src/people/second-factor/second-factor.service.js';
import { automatic } from '../../src/platform/actor.js';
import { looksLikeTotp, newTotpSecret, setupOf, stepOf } from '../../src/people/second-factor/totp.rules.js';
import { anAccount, connectApp, holding, password, shownBy, wrongCode } from './account.js';

let college: TestCollege;
beforeAll(
  async () =>
    (college = await openTestCollege({
      settings: { SECOND_FACTOR: 'staff' },
      provokes: /A sealed text does not open/,
    })),
);
afterAll(() => college.close());

const aStep = { seconds: 30 };

async function withFactor(roles: readonly 'coordinator'[] = []) {
  const account = await anAccount(college, { roles });
  const { body } = await account.signIn();
  const secret = await connectApp(college, body['accessToken']);
  college.clock.forward(aStep);
  return { ...account, secret, token: body['accessToken'], code: () => shownBy(college, secret) };
}

test('staff without a second factor can enrol one, read their profile and sign out, and nothing else', async () => {
  const account = await anAccount(college, { roles: ['coordinator'] });
  const me = holding(college, (await account.signIn()).body['accessToken']);
  for (const path of ['/people', '/me/enrolments', '/me/sign-ins', '/me/safe-contact']) {
    expect((await me.get(path)).body).toMatchObject({ status: 403, code: 'second_factor_required' });
  }
  expect((await me.post('/me/second-factor/recovery-codes')).status).toBe(403);
  expect((await me.get('/me')).status).toBe(200);
  expect((await me.get('/me/second-factor')).body).toEqual({
    state: 'off',
    required: true,
    confirmedAt: null,
    recoveryCodesLeft: 0,
  });

  const { secret, uri } = (await me.post('/me/second-factor').expect(201)).body;
  expect(uri).toContain(secret);
  expect(uri.toLowerCase()).not.toMatch(/college|course|recovery/);
  expect((await me.get('/people')).status).toBe(403);
  expect((await me.post('/me/second-factor/confirmation', { code: wrongCode(college, secret) })).body).toMatchObject({
    status: 401,
    code: 'second_factor_wrong',
  });
  expect((await me.post('/me/second-factor/confirmation', { code: shownBy(college, secret) })).body).toMatchObject({
    state: 'on',
  });
  expect((await me.get('/people')).status).toBe(200);
  await me.post('/auth/sign-out').expect(204);
});

test('the first screen of staff asks for it and says nothing else than their profile (BR-236)', async () => {
  const account = await anAccount(college, { roles: ['coordinator'] });
  const me = holding(college, (await account.signIn()).body['accessToken']);
  const profile = (await me.get('/me').expect(200)).body;
  expect(profile.asks[0]).toMatchObject({ code: 'second_factor_required' });
  expect((await me.get('/me/start').expect(200)).body).toEqual({
    me: profile,
    registration: null,
    asks: profile.asks,
    unreadMessages: null,
    nextSessions: null,
  });
  const learner = holding(college, (await (await anAccount(college)).signIn()).body['accessToken']);
  const { body } = await learner.get('/me/start').expect(200);
  expect(JSON.stringify(body.asks)).not.toContain('second_factor_required');
  expect(body.nextSessions).toEqual([]);
});

test('a learner needs no second factor, and who becomes staff is asked for one with the next request', async () => {
  const account = await anAccount(college);
  const me = holding(college, (await account.signIn()).body['accessToken']);
  expect((await me.get('/me/enrolments')).status).toBe(200);
  const admin = await withFactor(['coordinator']);
  await college.sql.query(
    `insert into role_grant (id, person_id, role, granted_at) values (gen_random_uuid(), $1, 'administrator', now())`,
    [admin.person.id],
  );
  const fresh = (await admin.signIn({ code: admin.code() })).body['accessToken'];
  await holding(college, fresh).post(`/people/${account.person.id}/roles`, { role: 'facilitator' }).expect(201);
  expect((await me.get('/me/enrolments')).body.code).toBe('second_factor_required');
});

test('with a second factor signing in needs its code, and only the right password tells so', async () => {
  const { signIn, code, secret } = await withFactor();
  expect((await signIn({ password: 'not the password at all' })).body['code']).toBe('sign_in_failed');
  expect((await signIn({ password: 'not the password at all', code: code() })).body['code']).toBe('sign_in_failed');
  expect((await signIn()).body).toMatchObject({ status: 401, code: 'second_factor_needed' });
  expect((await signIn({ code: wrongCode(college, secret) })).body).toMatchObject({
    status: 401,
    code: 'second_factor_wrong',
  });
  const { status, body } = await signIn({ code: code() });
  expect(status).toBe(200);
  expect(decodeJwt(body['accessToken'] ?? '')).toMatchObject({ acr: '2', amr: ['pwd', 'otp', 'mfa'] });
  const renewed = await college.http
    .post('/api/v1/auth/refresh')
    .send({ refreshToken: body['refreshToken'] })
    .expect(200);
  expect(decodeJwt(renewed.body.accessToken)).toMatchObject({ acr: '2' });
  const plain = await anAccount(college);
  expect(decodeJwt((await plain.signIn()).body['accessToken'] ?? '')).toMatchObject({ acr: '1', amr: ['pwd'] });
});

test('each time step is accepted once, also for two who come at the same moment', async () => {
  const { signIn, code } = await withFactor();
  const answers = await Promise.all([1, 2, 3].map(() => signIn({ code: code() })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  expect((await signIn({ code: code() })).status).toBe(401);
  college.clock.forward(aStep);
  expect((await signIn({ code: code() })).status).toBe(200);
});

test('the database takes no time step back', async () => {
  const { person } = await withFactor();
  await expect(
    college.sql.query('update second_factor set last_step = last_step - 1 where person_id = $1', [person.id]),
  ).rejects.toThrow('accepted once');
});

test('five wrong codes in a row end the flow for a while; even the right one waits', async () => {
  const { signIn, code, secret } = await withFactor();
  const tries = await Promise.all(Array.from({ length: 7 }, () => signIn({ code: wrongCode(college, secret) })));
  expect(tries.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429]);
  const { status, headers } = await signIn({ code: code() });
  expect([status, headers['retry-after']]).toEqual([429, '900']);
  college.clock.forward({ minutes: 16 });
  expect((await signIn({ code: code() })).status).toBe(200);
});

test('twenty tries a day and account are the end for that day', async () => {
  const { person, signIn, code, secret } = await withFactor();
  await college.sql.query('update second_factor set day_tries = 19, tries_day = $2 where person_id = $1', [
    person.id,
    college.clock.now(),
  ]);
  expect((await signIn({ code: wrongCode(college, secret) })).status).toBe(401);
  expect((await signIn({ code: code() })).status).toBe(429);
  college.clock.forward({ days: 1 });
  expect((await signIn({ code: code() })).status).toBe(200);
});

test('recovery codes work once each, are kept as hashes, and new ones replace the old', async () => {
  const { person, token, signIn } = await withFactor();
  const me = holding(college, token);
  const { recoveryCodes } = (await me.post('/me/second-factor/recovery-codes').expect(201)).body;
  expect(new Set(recoveryCodes).size).toBe(10);
  const [first, second] = recoveryCodes;
  expect((await signIn({ code: first.toLowerCase().replaceAll('-', ' ') })).status).toBe(200);
  expect((await signIn({ code: first })).body['code']).toBe('second_factor_wrong');
  expect((await me.get('/me/second-factor')).body.recoveryCodesLeft).toBe(9);
  const [stored] = await college.sql.query(
    `select string_agg(encode(hash, 'escape'), '') as all from recovery_code where person_id = $1`,
    [person.id],
  );
  expect(stored.all).not.toContain(second);
  await me.post('/me/second-factor/recovery-codes').expect(201);
  expect((await signIn({ code: second })).status).toBe(401);
  const twice = await anAccount(college);
  expect(
    (await holding(college, (await twice.signIn()).body['accessToken']).post('/me/second-factor/recovery-codes'))
      .status,
  ).toBe(404);
});

test('confirming a factor ends the sign-ins that were made without it', async () => {
  const account = await anAccount(college);
  const [phone, laptop] = [(await account.signIn()).body, (await account.signIn()).body];
  await connectApp(college, laptop['accessToken']);
  expect((await holding(college, phone['accessToken']).get('/me')).status).toBe(401);
  expect((await holding(college, laptop['accessToken']).get('/me')).status).toBe(200);
});

test('a lost phone: a recovery code lets me in, I turn the factor off and connect another one', async () => {
  const { token, signIn } = await withFactor(['coordinator']);
  const { recoveryCodes } = (await holding(college, token).post('/me/second-factor/recovery-codes')).body;
  const back = holding(college, (await signIn({ code: recoveryCodes[0] })).body['accessToken']);
  expect((await back.post('/me/second-factor')).body).toMatchObject({ status: 409, code: 'second_factor_on' });
  await back.delete('/me/second-factor').expect(204);
  expect((await back.get('/people')).body.code).toBe('second_factor_required');
  const { secret } = (await back.post('/me/second-factor').expect(201)).body;
  await back.post('/me/second-factor/confirmation', { code: shownBy(college, secret) }).expect(201);
  expect((await back.get('/people')).status).toBe(200);
  expect((await signIn({ code: recoveryCodes[1] })).status).toBe(401);
});

test('a new password by e-mail is no way round the second factor', async () => {
  const { email, signIn, code } = await withFactor();
  await college.http.post('/api/v1/auth/password-reset').send({ email }).expect(202);
  await college.deliver();
  const letter = (await letters(college.dataFolder)).find((each) => each.includes(`To: ${email}`)) ?? '';
  const anew = 'eleven lanterns at dusk';
  await college.http
    .post('/api/v1/auth/password-reset/confirmation')
    .send({ code: codeIn(letter), password: anew })
    .expect(204);
  expect((await signIn({ password: anew })).body['code']).toBe('second_factor_needed');
  expect((await signIn({ password: anew, code: code() })).status).toBe(200);
});

test('whoever loses their second factor is told each time, whether they turned it off or the server did', async () => {
  const account = await anAccount(college);
  await account.person.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
  const told = async () =>
    (await (await signedInAgain(college, account.person)).get('/me/messages')).body.items.filter(
      ({ kind }: { kind: string }) => kind === 'second_factor_removed',
    ).length;
  const connect = async () => {
    const { accessToken } = (await account.signIn()).body;
    await connectApp(college, accessToken);
    return holding(college, accessToken);
  };
  await (await connect()).delete('/me/second-factor').expect(204);
  await college.deliver();
  expect(await told()).toBe(1);
  college.clock.forward(aStep);
  await connect();
  await college.app.get(SecondFactorService).removeLost(automatic('command-line'), account.email);
  await college.deliver();
  expect(await told()).toBe(2);
});

test('nobody but the server can turn off the factor of somebody else; that ends every sign-in', async () => {
  const { person, email, token, signIn } = await withFactor(['coordinator']);
  const stranger = await aPerson(college);
  expect((await stranger.delete('/me/second-factor')).status).toBe(404);
  const factors = college.app.get(SecondFactorService);
  expect(await factors.removeLost(automatic('command-line'), 'nobody@example.org')).toBeUndefined();
  expect(await factors.removeLost(automatic('command-line'), email)).toBe(person.id);
  expect((await holding(college, token).get('/me')).status).toBe(401);
  expect((await signIn()).status).toBe(200);
  const events = await college.sql.query(
    `select type from event where person_id = $1 and type like 'second_factor.%' order by at`,
    [person.id],
  );
  expect(events.map(({ type }: { type: string }) => type)).toEqual([
    'second_factor.confirmed',
    'second_factor.removed',
  ]);
});

test('the secret lies sealed in the database, bound to its person', async () => {
  const [one, other] = [await withFactor(), await withFactor()];
  const [{ secret }] = await college.sql.query('select secret from second_factor where person_id = $1', [
    one.person.id,
  ]);
  expect(secret.includes(Buffer.from(one.secret))).toBe(false);
  await college.sql.query('update second_factor set secret = $2 where person_id = $1', [other.person.id, secret]);
  expect((await other.signIn({ code: one.code() })).status).toBe(409);
});

test('a setup that was not confirmed changes nothing and can begin anew', async () => {
  const account = await anAccount(college);
  const me = holding(college, (await account.signIn()).body['accessToken']);
  const first = (await me.post('/me/second-factor').expect(201)).body;
  const second = (await me.post('/me/second-factor').expect(201)).body;
  expect((await account.signIn()).status).toBe(200);
  expect((await me.post('/me/second-factor/confirmation', { code: shownBy(college, first.secret) })).status).toBe(401);
  expect((await me.get('/me/second-factor')).body.state).toBe('awaiting_confirmation');
  await me.post('/me/second-factor/confirmation', { code: shownBy(college, second.secret) }).expect(201);
  expect((await me.post('/me/second-factor/confirmation', { code: shownBy(college, second.secret) })).status).toBe(404);
});

test('password and code prove it anew, with the same limits', async () => {
  const { token, code, secret } = await withFactor();
  const me = holding(college, token);
  expect((await me.post('/me/sign-ins/current/proof', { password })).body.code).toBe('second_factor_needed');
  expect(
    (await me.post('/me/sign-ins/current/proof', { password: 'not the password at all', code: code() })).body.code,
  ).toBe('password_wrong');
  expect((await me.post('/me/sign-ins/current/proof', { password, code: wrongCode(college, secret) })).status).toBe(
    401,
  );
  const asked = Math.floor(college.clock.now().getTime() / 1000);
  const { body } = await me.post('/me/sign-ins/current/proof', { password, code: code() });
  const { acr, auth_time: proved } = decodeJwt(body.accessToken);
  expect(acr).toBe('2');
  expect(proved).toBeGreaterThanOrEqual(asked);
  expect(proved).toBeLessThanOrEqual(college.clock.now().getTime() / 1000);
});

test('a code belongs to its step and the ones beside it', () => {
  const secret = newTotpSecret();
  const now = new Date('2027-03-01T10:00:00Z');
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const { secret: shared } = setupOf(secret, 'Sign-in');
  const shown = shownBy({ clock: { now: () => now } } as TestCollege, shared);
  const step = now.getTime() / 30_000;
  expect([-31, -30, 0, 29, 30, 59, 60].map((seconds) => stepOf(secret, shown, at(seconds)))).toEqual([
    null,
    step,
    step,
    step,
    step,
    step,
    null,
  ]);
  expect(stepOf(secret, `${shown.slice(0, 3)} ${shown.slice(3)}`, now)).toBe(step);
  expect(['123456', '123 456', ' 123456 ', '12345', 'ABCD-EFGH', '１２３４５６'].map(looksLikeTotp)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
