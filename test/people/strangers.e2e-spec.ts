import { openTestCollege, type TestCollege } from '../support/college.js';
import { codeIn, letters } from '../support/outbox.js';
import { forgetLimits } from '../support/limits.js';
import { type Account, anAccount, password } from './account.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege({ settings: { TRUSTED_PROXY_HOPS: '1' } })));
afterAll(() => college.close());

const wrong = 'not the password at all';
const from = (address: string) => ({ 'x-forwarded-for': address });
const home = from('192.0.2.7');
const post = (path: string, body: object, headers: Record<string, string>) =>
  college.http.post(`/api/v1${path}`).set(headers).send(body);

type Route = [path: string, times: number, bodyFor: (email: string) => object];
const signingIn: Route = ['/auth/sign-in', 10, (email) => ({ email, password: wrong })];
const resetting: Route = ['/auth/password-reset', 3, (email) => ({ email })];
const routes: Route[] = [signingIn, resetting, ['/auth/sign-up', 3, (email) => ({ email, chosenName: 'Robin' })]];

/** Everything that a stranger can see of an answer. */
async function seen(asked: ReturnType<typeof post>) {
  const { status, headers, body } = await asked;
  const { requestId: _, ...words } = body as Record<string, unknown>;
  const hidden = ['date', 'x-request-id', 'content-length'];
  return { status, words, headers: Object.entries(headers).filter(([name]) => !hidden.includes(name)) };
}

/** Somebody who signs in from home, as the college remembers. */
async function aMember(): Promise<Account> {
  const account = await anAccount(college);
  expect((await account.signIn({}, home)).status).toBe(200);
  return account;
}

let strangers = 0;
const nobody = () => `nobody-${++strangers}@example.org`;
const madeUp = () => ({ deviceToken: `made-up-${++strangers}`.padEnd(43, 'x') });

/** What strangers see who ask more often than they may, from many networks and then from where the member lives. */
async function attack([path, times, bodyFor]: Route, email: string, more: () => object) {
  const answers = [];
  for (let n = 0; n < times + 2; n++)
    answers.push(await seen(post(path, { ...bodyFor(email), ...more() }, from(`198.51.100.${n}`))));
  answers.push(await seen(post(path, { ...bodyFor(email), ...more() }, home)));
  return answers;
}

test.each(routes)('at %s nothing tells a member from nobody, from any network (BR-138, BR-187)', async (...route) => {
  const [path, times] = route;
  const member = await attack(route, (await aMember()).email, () => ({}));
  expect(member).toEqual(await attack(route, nobody(), () => ({})));
  const usual = path === '/auth/sign-in' ? 401 : 202;
  expect(member.map(({ status }) => status)).toEqual([...Array(times).fill(usual), 429, 429, 429]);
});

test('made-up device tokens change nothing, for a member or nobody (BR-187)', async () => {
  const without = await attack(signingIn, nobody(), () => ({}));
  expect(await attack(signingIn, (await aMember()).email, madeUp)).toEqual(without);
  expect(await attack(signingIn, nobody(), madeUp)).toEqual(without);
});

test('a token of another account changes nothing (BR-187)', async () => {
  const without = await attack(signingIn, nobody(), () => ({}));
  const deviceToken = (await (await anAccount(college)).signIn({}, home)).body['deviceToken'] ?? '';
  expect(await attack(signingIn, (await aMember()).email, () => ({ deviceToken }))).toEqual(without);
  await forgetLimits(college);
  expect(await attack(signingIn, nobody(), () => ({ deviceToken }))).toEqual(without);
});

test.each(routes)('at %s no spelling of an address has a count of its own (BR-187)', async (path, times, bodyFor) => {
  const { person } = await aMember();
  const local = person.id;
  const spellings = [
    `${local}@example.org`,
    `${local}@ex\u00adample.org`,
    `${local}@example\u3002org`,
    `${local.toUpperCase()}@EXAMPLE.org`,
    `${local}@\uff45xample.org`,
    `${local}@exam\u00adple\uff0eorg`,
  ];
  const statuses = [];
  for (let n = 0; n < times + 6; n++) {
    const spelling = spellings[n % spellings.length] ?? '';
    statuses.push((await post(path, bodyFor(spelling), from(`198.51.100.${n}`))).status);
  }
  expect(statuses.filter((status) => status !== 429)).toHaveLength(times);
  expect(statuses.slice(times)).toEqual(Array(6).fill(429));
});

test('an address that cannot be one is counted too', async () => {
  const statuses = [];
  for (let n = 0; n < 5; n++)
    statuses.push((await post('/auth/password-reset', { email: n % 2 ? 'no Address' : ' NO address' }, home)).status);
  expect(statuses).toEqual([400, 400, 400, 429, 429]);
});

test('whoever signs in leaves no trace in the count that strangers meet (BR-187)', async () => {
  const { email, signIn } = await anAccount(college);
  const [path, times, bodyFor] = signingIn;
  for (let n = 0; n < 3; n++) expect((await signIn({}, home)).status).toBe(200);
  const statuses = [];
  for (let n = 0; n <= times; n++) {
    if (n === 5) expect((await signIn({}, home)).status).toBe(200);
    statuses.push((await post(path, bodyFor(email), from(`198.51.100.${n}`))).status);
  }
  expect(statuses).toEqual([...Array(times).fill(401), 429]);
});

test('what is left for an account or a household is not told, and when a window began neither', async () => {
  const allowed = await seen(post('/auth/sign-in', { email: nobody(), password }, home));
  expect(allowed.headers.map(([name]) => name).filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
  const email = nobody();
  await attack(signingIn, email, () => ({}));
  college.clock.forward({ seconds: 20 });
  const refused = await seen(post('/auth/sign-in', { email, password }, home));
  // As if the window began now, which it did not.
  expect(Object.fromEntries(refused.headers)).toMatchObject({ 'retry-after': '60', ratelimit: '"sign-in";r=0;t=60' });
  college.clock.forward({ seconds: 40 });
  expect((await post('/auth/sign-in', { email, password }, home)).status).toBe(401);
});

test('the table of counts holds nobody: not an address, not an id, only keyed hashes', async () => {
  await forgetLimits(college);
  const { person, email, signIn } = await anAccount(college);
  await signIn({ password: wrong }, home);
  const [{ text }] = await college.sql.query('select string_agg(c::text, chr(10)) as text from rate_count c');
  const columns = await college.sql.query(
    `select column_name as name from information_schema.columns where table_name = 'rate_count' order by 1`,
  );
  expect(columns.map(({ name }: { name: string }) => name)).toEqual(['ends_at', 'key', 'times']);
  for (const told of [email, person.id, '192.0.2.7']) expect(text).not.toContain(told);
  const hashed = await college.sql.query('select 1 from rate_count where key in (sha256($1), sha256($2))', [
    Buffer.from(email),
    Buffer.from(JSON.stringify(['sign-in', 'account', email])),
  ]);
  expect(hashed).toEqual([]);
});

test('resets that strangers ask for change nothing for whoever is signed in, and any letter that came works', async () => {
  const { email, signIn } = await anAccount(college);
  const before = (await signIn({}, home)).body;
  await attack(resetting, email, () => ({}));
  expect((await post('/auth/refresh', { refreshToken: before['refreshToken'] }, home)).status).toBe(200);
  await college.deliver();
  const mine = (await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${email}`));
  expect(mine).toHaveLength(3);
  const code = codeIn(mine.at(-1) ?? '');
  const confirmed = post('/auth/password-reset/confirmation', { code, password: 'eleven lanterns at dusk' }, home);
  expect((await confirmed).status).toBe(204);
});
