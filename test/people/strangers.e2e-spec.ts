import { FamiliarNetworkService } from '../../src/people/sign-in/familiar-network.service.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { codeIn, letters } from '../support/outbox.js';
import { anAccount, password } from './account.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege({ settings: { TRUSTED_PROXY_HOPS: '1' } })));
afterAll(() => college.close());

const from = (address: string) => ({ 'x-forwarded-for': address });
const home = from('192.0.2.7');
const post = (path: string, body: object, headers: Record<string, string>) =>
  college.http.post(`/api/v1${path}`).set(headers).send(body);

/** Strangers on many networks use up what the account allows. */
async function attack(email: string, path: string, times: number): Promise<number[]> {
  const answers = [];
  for (let n = 0; n < times; n++)
    answers.push(
      (
        await post(
          path,
          { email, ...(path.endsWith('sign-in') && { password: 'not the password at all' }) },
          from(`198.51.100.${n}`),
        )
      ).status,
    );
  return answers;
}

test('strangers who use up the tries of an account do not keep its owner out', async () => {
  const { email, signIn } = await anAccount(college);
  expect((await signIn({}, home)).status).toBe(200);
  expect(await attack(email, '/auth/sign-in', 11)).toEqual([...Array(9).fill(401), 429, 429]);
  expect((await signIn({}, home)).status).toBe(200);
  expect((await signIn({}, from('198.51.100.99'))).status).toBe(429);
  expect((await post('/auth/sign-in', { email: email.toUpperCase(), password }, home)).status).toBe(200);
});

test('a familiar network has limits too', async () => {
  const { email, signIn } = await anAccount(college);
  await signIn({}, home);
  const answers = [];
  for (let n = 0; n < 11; n++)
    answers.push((await post('/auth/sign-in', { email, password: 'not the password at all' }, home)).status);
  expect(answers).toEqual([...Array(10).fill(401), 429]);
});

test('strangers learn nothing from the limit: it is the same for an address that nobody has', async () => {
  const { email } = await anAccount(college);
  expect(await attack(email, '/auth/sign-in', 11)).toEqual(await attack('nobody@example.org', '/auth/sign-in', 11));
  const { headers } = await post('/auth/sign-in', { email: 'somebody@example.org', password }, home);
  // How many tries are left would say that somebody else tried.
  expect(headers['ratelimit']).toMatch(/r=(8\d|9\d)/);
});

test("one account's network is a stranger's to another account", async () => {
  const [one, other] = [await anAccount(college), await anAccount(college)];
  await one.signIn({}, home);
  await attack(other.email, '/auth/sign-in', 10);
  expect((await other.signIn({}, home)).status).toBe(429);
});

test('resets that strangers ask for change nothing, and the owner can still ask', async () => {
  const { email, signIn } = await anAccount(college);
  const before = (await signIn({}, home)).body;
  expect(await attack(email, '/auth/password-reset', 5)).toEqual([202, 202, 202, 429, 429]);
  expect((await signIn({}, home)).status).toBe(200);
  expect((await post('/auth/refresh', { refreshToken: before['refreshToken'] }, home)).status).toBe(200);
  expect((await post('/auth/password-reset', { email }, home)).status).toBe(202);
  await college.deliver();
  const mine = (await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${email}`));
  // Three letters a day go to an address; the newest code is the owner's as much as anybody's.
  expect(mine).toHaveLength(3);
  expect(
    (
      await post(
        '/auth/password-reset/confirmation',
        { code: codeIn(mine.at(-1) ?? ''), password: 'eleven lanterns at dusk' },
        home,
      )
    ).status,
  ).toBe(204);
});

test('a network is remembered as a keyed hash, for 30 days', async () => {
  const { person, email, signIn } = await anAccount(college);
  await signIn({}, home);
  const network = async () =>
    (
      await college.sql.query('select network from sign_in where person_id = $1 and network is not null', [person.id])
    )[0]?.network;
  const [own, others] = [
    await college.app.get(FamiliarNetworkService).hash(email, '192.0.2.7'),
    await college.app.get(FamiliarNetworkService).hash('another@example.org', '192.0.2.7'),
  ];
  expect([own.equals(await network()), others.equals(own)]).toEqual([true, false]);
  college.clock.forward({ days: 30 });
  await attack(email, '/auth/sign-in', 10);
  expect((await signIn({}, home)).status).toBe(429);
  await college.app.get(FamiliarNetworkService).forgetOld();
  expect(await network()).toBeUndefined();
});
