import { PasswordRecoveryService } from '../../src/people/password-recovery/password-recovery.service.js';
import { automatic } from '../../src/platform/actor.js';
import { aCoordinator, aPerson, signedInAgain } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { type Account, anAccount, connectApp, holding, password, shownBy } from './account.js';
import { forgetLimits } from '../support/limits.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());
beforeEach(() => forgetLimits(college));

const anew = 'eleven lanterns at dusk';
const channels = { inApp: { allowed: true } };
const recover = (email: string, code: string, secret = anew) =>
  college.http.post('/api/v1/auth/password-reset/recovery-code').send({ email, code, password: secret });
/** Its own tries are what is looked at, not those of the limit. */
const recoverUnlimited = async (...wish: Parameters<typeof recover>) => {
  await forgetLimits(college);
  return recover(...wish);
};
const told = ({ status, body }: { status: number; body: object }) => ({ status, ...body, requestId: '' });
const wrong = 'ABCD-EFGH-JKLM-NPQR';
/** An account whose owner closed the way to a new password by e-mail, and the codes that came with it. */
async function closed(): Promise<Account & { codes: string[] }> {
  const account = await anAccount(college);
  const { body } = await account.person.put('/me/safe-contact', { channels, resetByEmail: false });
  return { ...account, codes: body.passwordRecoveryCodes };
}
const kindsOf = async ({ person }: Account) => {
  await college.deliver();
  const { items } = (await (await signedInAgain(college, person)).get('/me/messages')).body;
  return items.map(({ kind }: { kind: string }) => kind);
};

describe('whether a new password may be opened by a letter (BR-214)', () => {
  test('is yes until it was said, and whoever says no gets ten codes in that answer, and never again', async () => {
    const robin = await aPerson(college);
    expect((await robin.get('/me/safe-contact')).body).toMatchObject({
      resetByEmail: true,
      passwordRecoveryCodes: null,
    });
    expect((await robin.put('/me/safe-contact', { channels })).body).toMatchObject({
      resetByEmail: true,
      passwordRecoveryCodes: null,
    });
    const no = (await robin.put('/me/safe-contact', { channels, resetByEmail: false })).body;
    expect(no).toMatchObject({ resetByEmail: false, waiting: null });
    expect(new Set(no.passwordRecoveryCodes).size).toBe(10);
    for (const wish of [{ channels }, { channels, resetByEmail: false }])
      expect((await robin.put('/me/safe-contact', wish)).body).toMatchObject({
        resetByEmail: false,
        passwordRecoveryCodes: null,
      });
    expect((await robin.get('/me/safe-contact')).body).toMatchObject({
      resetByEmail: false,
      passwordRecoveryCodes: null,
    });
    expect((await robin.post('/me/safe-contact/confirmation')).body.resetByEmail).toBe(false);
    const { items } = (await robin.get('/me/safe-contact/history')).body;
    expect(items.map(({ resetByEmail }: { resetByEmail: boolean }) => resetByEmail)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test('a yes after a no waits like any wider way of contact until it is confirmed (BR-149)', async () => {
    const { person } = await closed();
    const asked = (await person.put('/me/safe-contact', { channels, resetByEmail: true })).body;
    expect(asked).toMatchObject({ resetByEmail: false, waiting: { confirmBy: 'in_app' } });
    expect((await person.post(`/me/contact-changes/${asked.waiting.id}/confirmation`, {})).status).toBe(201);
    expect((await person.get('/me/safe-contact')).body).toMatchObject({ resetByEmail: true, waiting: null });
    await expect(
      college.sql.query(
        `
          insert into safe_contact (id, person_id, version, channels, confirmed_at, reset_by_email)
          select gen_random_uuid(), $1, max(version) + n, '{}', now(), n = 2
          from safe_contact, generate_series(1, 2) n
          where person_id = $1
          group by n
          order by n`,
        [person.id],
      ),
    ).rejects.toThrow('was not confirmed');
  });

  test('somebody without an e-mail address may say it too, and the codes open the account by its number', async () => {
    const casey = await aCoordinator(college);
    const { id } = (await casey.post('/people', { chosenName: 'Sam' })).body;
    const { signInNumber, code } = (await casey.post(`/people/${id}/first-password-code`)).body;
    await college.http.post('/api/v1/auth/first-password').send({ signInNumber, code, password }).expect(204);
    const signIn = (secret: string) =>
      college.http.post('/api/v1/auth/sign-in').send({ email: signInNumber, password: secret });
    const sam = holding(college, (await signIn(password)).body.accessToken);
    const { passwordRecoveryCodes } = (await sam.put('/me/safe-contact', { channels, resetByEmail: false })).body;
    await recover(signInNumber, passwordRecoveryCodes[0]).expect(204);
    expect((await signIn(anew)).status).toBe(200);
  });
});

describe('a code from paper (BR-214)', () => {
  test('sets a new password once, whatever letters are used, and ends every sign-in', async () => {
    const { email, signIn, codes, person } = await closed();
    const before = (await signIn()).body;
    const [code = '', next = ''] = codes;
    await recover(email, code.toLowerCase().replaceAll('-', ' ')).expect(204);
    expect((await person.get('/me')).status).toBe(401);
    await college.http
      .get('/api/v1/me')
      .auth(before['accessToken'] ?? '', { type: 'bearer' })
      .expect(401);
    expect((await signIn()).status).toBe(401);
    expect((await signIn({ password: anew })).status).toBe(200);
    expect((await recover(email, code, password)).body.code).toBe('recovery_code_invalid');
    await recover(email, next, password).expect(204);
    expect((await signIn()).status).toBe(200);
  });

  test('of two uses at the same moment one counts', async () => {
    const { email, codes } = await closed();
    await forgetLimits(college);
    const answers = await Promise.all([1, 2].map(() => recover(email, codes[0] ?? '')));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
  });

  test('is no way round the second factor', async () => {
    const { email, signIn, codes } = await closed();
    const secret = await connectApp(college, (await signIn()).body['accessToken']);
    college.clock.forward({ minutes: 1 });
    await recover(email, codes[0] ?? '').expect(204);
    expect((await signIn({ password: anew })).body['code']).toBe('second_factor_needed');
    expect((await signIn({ password: anew, code: codes[1] })).body['code']).toBe('second_factor_wrong');
    expect((await signIn({ password: anew, code: shownBy(college, secret) })).status).toBe(200);
  });

  test('is refused alike when it is wrong, used, of another account, or nobody is called so', async () => {
    const [robin, other] = [await closed(), await closed()];
    const [code = ''] = robin.codes;
    await recover(robin.email, code).expect(204);
    const answers = [];
    for (const [email, tried] of [
      [robin.email, wrong],
      [robin.email, code],
      [robin.email, other.codes[0]],
      [(await anAccount(college)).email, wrong],
      ['nobody.at.all@example.org', wrong],
      ['0000000000', wrong],
    ] as const)
      answers.push(told(await recoverUnlimited(email, tried ?? '')));
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 422, code: 'recovery_code_invalid' });
  });

  test('five wrong ones end the day for that account, and a password that is easily guessed uses none up', async () => {
    const { email, codes } = await closed();
    const [code = ''] = codes;
    expect((await recover(email, code, 'Password123456')).body.code).toBe('password_easily_guessed');
    for (const _ of [1, 2, 3, 4, 5]) expect((await recoverUnlimited(email, wrong)).status).toBe(422);
    const refused = told(await recoverUnlimited(email, code));
    expect(refused).toMatchObject({ status: 422, code: 'recovery_code_invalid' });
    for (const _ of [1, 2, 3, 4, 5])
      expect((await recoverUnlimited('nobody.here@example.org', wrong)).status).toBe(422);
    expect(told(await recoverUnlimited('nobody.here@example.org', wrong))).toEqual(refused);
    college.clock.forward({ hours: 25 });
    expect((await recoverUnlimited(email, code)).status).toBe(204);
  });

  test('wrong ones that come all at once are counted before any is looked at', async () => {
    const { email, codes } = await closed();
    const recoveries = college.app.get(PasswordRecoveryService);
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => recoveries.recover(automatic('a test'), { email, code: wrong, password: anew })),
    );
    expect(tries.every(({ status }) => status === 'rejected')).toBe(true);
    const [{ tried }] = await college.sql.query(
      `select count(*)::int as tried from one_time_link where purpose = 'recovery_code' and email_canonical = $1`,
      [email],
    );
    expect(tried).toBe(8);
    expect((await recover(email, codes[0] ?? '')).status).toBe(422);
  });

  test('new ones need a proof, end the earlier ones, and are told inside the service', async () => {
    const account = await closed();
    const me = holding(college, (await account.signIn()).body['accessToken']);
    expect(await kindsOf(account)).toEqual(['recovery_codes_made']);
    const { recoveryCodes } = (await me.post('/me/password-recovery-codes').expect(201)).body;
    expect(recoveryCodes).toHaveLength(10);
    expect(await kindsOf(account)).toEqual(['recovery_codes_made', 'recovery_codes_made']);
    expect((await recover(account.email, account.codes[0] ?? '')).status).toBe(422);
    college.clock.forward({ minutes: 11 });
    const later = holding(college, (await account.signIn()).body['accessToken']);
    college.clock.forward({ minutes: 9 });
    await later.post('/me/password-recovery-codes').expect(201);
    await recover(account.email, recoveryCodes[0]).expect(422);
  });
});
