import { jest } from '@jest/globals';
import { PasswordHashing } from '../../src/people/sign-in/password-hashing.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { statementsOf } from '../support/counted-statements.js';
import { forgetLimits } from '../support/limits.js';
import { codeIn, letters } from '../support/outbox.js';
import { type Account, anAccount, holding, password } from './account.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege({ settings: { TRUSTED_PROXY_HOPS: '1' } })));
beforeEach(() => forgetLimits(college));
afterAll(() => college.close());

const wrong = 'not the password at all';
const other = 'eleven lanterns at dusk';
const from = (address: string) => ({ 'x-forwarded-for': address });
const away = from('192.0.2.99');

/** Strangers on many networks use up what the account allows. */
async function attack({ signIn }: Account): Promise<void> {
  for (let n = 0; n < 11; n++) await signIn({ password: wrong }, from(`198.51.100.${n}`));
}

const tokenOf = async ({ signIn }: Account) => (await signIn({}, away)).body['deviceToken'] ?? '';

/** Whether a token lets its owner in while strangers keep everybody else out. */
async function works(account: Account, deviceToken: string, pass = password): Promise<boolean> {
  await forgetLimits(college);
  await attack(account);
  const { status } = await account.signIn({ deviceToken, password: pass }, away);
  expect([200, 429]).toContain(status);
  return status === 200;
}

const refusal = async (asked: ReturnType<Account['signIn']>) => {
  const { status, body, headers } = await asked;
  const { requestId: _, ...words } = body;
  return { status, words, headers: { ...headers, date: '', 'x-request-id': '' } };
};

test('a device that signed in before lets its owner in during an attack, from any network', async () => {
  const account = await anAccount(college);
  const deviceToken = await tokenOf(account);
  expect(deviceToken).toMatch(/^[\w-]{43}$/);
  await attack(account);
  expect((await account.signIn({}, away)).status).toBe(429);
  const letIn = await account.signIn({ deviceToken }, from('203.0.113.1'));
  expect([letIn.status, letIn.body['deviceToken']]).toEqual([200, null]);
});

test('with a wrong password, a missing one or a wrong code it gets the 429 of everybody else', async () => {
  const account = await anAccount(college);
  const deviceToken = await tokenOf(account);
  await attack(account);
  const stranger = await refusal(account.signIn({ password: wrong }, away));
  expect(stranger.status).toBe(429);
  expect(await refusal(account.signIn({ password: wrong, deviceToken }, away))).toEqual(stranger);
  expect(await refusal(account.signIn({ password: undefined, deviceToken }, away))).toEqual(stranger);
  await college.sql.query(
    `
      insert into second_factor (person_id, secret, started_at, confirmed_at, last_step, tries_since, tries_day)
      values ($1, $2, now(), now(), 1, now(), now())`,
    [account.person.id, Buffer.alloc(49)],
  );
  expect(await refusal(account.signIn({ deviceToken }, away))).toEqual(stranger);
});

test("another account's token is worth nothing, and costs one look-up and no hash", async () => {
  const [mine, hers] = [await anAccount(college), await anAccount(college)];
  const deviceToken = await tokenOf(mine);
  await attack(hers);
  const nobody: Account = {
    ...hers,
    signIn: (wish = {}, headers = {}) => hers.signIn({ email: 'nobody@example.org', ...wish }, headers),
  };
  await attack(nobody);
  const hashes = jest.spyOn(college.app.get(PasswordHashing), 'matches');
  const cost = async (account: Account, wish: object) => {
    let status = 0;
    const statements = await statementsOf(async () => ({ status } = await account.signIn(wish, away)));
    return { status, statements };
  };
  expect(await cost(hers, {})).toEqual({ status: 429, statements: 1 });
  for (const token of [deviceToken, 'x'.repeat(43)])
    for (const account of [hers, nobody])
      expect(await cost(account, { deviceToken: token })).toEqual({ status: 429, statements: 2 });
  expect(hashes).not.toHaveBeenCalled();
  hashes.mockRestore();
});

test('one token is good for ten tries a minute', async () => {
  const account = await anAccount(college);
  const deviceToken = await tokenOf(account);
  await attack(account);
  for (let n = 0; n < 10; n++) await account.signIn({ deviceToken, password: wrong }, away);
  expect((await account.signIn({ deviceToken }, away)).status).toBe(429);
});

test('a new password ends every token: by change, and by reset', async () => {
  const account = await anAccount(college);
  const { body } = await account.signIn({}, away);
  const deviceToken = body['deviceToken'] ?? '';
  expect(await works(account, deviceToken)).toBe(true);
  const change = { currentPassword: password, newPassword: other };
  await holding(college, body['accessToken']).put('/me/password', change).expect(204);
  expect(await works(account, deviceToken, other)).toBe(false);

  await forgetLimits(college);
  const again = (await account.signIn({ password: other }, away)).body['deviceToken'] ?? '';
  expect(await works(account, again, other)).toBe(true);
  await college.http.post('/api/v1/auth/password-reset').send({ email: account.email }).expect(202);
  await college.deliver();
  const letter = (await letters(college.dataFolder)).findLast((each) => each.includes(`To: ${account.email}`));
  const reset = { code: codeIn(letter ?? ''), password };
  await college.http.post('/api/v1/auth/password-reset/confirmation').send(reset).expect(204);
  expect(await works(account, again)).toBe(false);
});

test('a token ends after ninety days, and its row goes', async () => {
  const account = await anAccount(college);
  const deviceToken = await tokenOf(account);
  college.clock.forward({ days: 89 });
  expect(await works(account, deviceToken)).toBe(true);
  college.clock.forward({ days: 1 });
  expect(await works(account, deviceToken)).toBe(false);
});

test('a shared computer gets no token', async () => {
  const { signIn } = await anAccount(college);
  for (const deviceTokenIn of ['body', 'cookie']) {
    const { body, headers } = await signIn({ sharedComputer: true, deviceTokenIn }, away);
    expect([body['deviceToken'], headers['set-cookie']]).toEqual([null, undefined]);
  }
});

test('a browser keeps the token as a cookie that no script reads, and forgets it when asked', async () => {
  const account = await anAccount(college);
  const first = await account.signIn({ deviceTokenIn: 'cookie' }, away);
  const [cookie = ''] = [first.headers['set-cookie']].flat();
  expect([cookie, first.body['deviceToken']]).toEqual([
    expect.stringMatching(/^__Host-device=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=7776000$/),
    null,
  ]);
  const shown = { ...away, cookie: `theme=dark; ${cookie.split(';')[0]}` };
  await attack(account);
  const second = await account.signIn({ deviceTokenIn: 'cookie' }, shown);
  expect([second.status, second.headers['set-cookie']]).toEqual([200, undefined]);
  const { headers } = await holding(college, second.body['accessToken'])
    .post('/auth/sign-out', { forgetDevice: true }, shown)
    .expect(204);
  expect(headers['set-cookie']).toEqual(['__Host-device=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0']);
  expect((await account.signIn({}, shown)).status).toBe(429);
});

test('signing out keeps the device known, unless it is forgotten with it; a sign-in that is ended takes it along', async () => {
  const account = await anAccount(college);
  const deviceToken = await tokenOf(account);
  const me = async () => holding(college, (await account.signIn({ deviceToken }, away)).body['accessToken']);
  await (await me()).post('/auth/sign-out').expect(204);
  expect(await works(account, deviceToken)).toBe(true);
  await forgetLimits(college);
  const mine = await me();
  const listed: { id: string; current: boolean; deviceRemembered: boolean }[] = (await mine.get('/me/sign-ins')).body
    .items;
  const onThisDevice = listed.filter(({ deviceRemembered }) => deviceRemembered);
  expect(onThisDevice).toHaveLength(3);
  await mine.delete(`/me/sign-ins/${onThisDevice.find(({ current }) => !current)?.id}`).expect(204);
  expect((await mine.get('/me/sign-ins')).text).not.toContain('"deviceRemembered":true');
  expect(await works(account, deviceToken)).toBe(false);
});

test('a sign-in without a token of the account is an event, except the very first', async () => {
  const [account, stranger] = [await anAccount(college), await anAccount(college)];
  const recorded = async () =>
    (
      await college.sql.query(
        `select type from event where person_id = $1 and subject_id = $2 and type like 'sign_in.%' order by type`,
        [account.person.id, (await newest()).id],
      )
    ).map(({ type }: { type: string }) => type);
  const newest = async () =>
    (
      await college.sql.query('select id from sign_in where person_id = $1 order by started_at desc, id desc limit 1', [
        account.person.id,
      ])
    )[0];
  const deviceToken = await tokenOf(account);
  expect(await recorded()).toEqual(['sign_in.started']);
  await account.signIn({ deviceToken }, away);
  expect(await recorded()).toEqual(['sign_in.started']);
  for (const wish of [{}, { deviceToken: 'x'.repeat(43) }, { deviceToken: await tokenOf(stranger) }]) {
    await account.signIn(wish, away);
    expect(await recorded()).toEqual(['sign_in.started', 'sign_in.without_device_token']);
  }
});
