import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountTraces, toldOfAccounts } from '../../src/people/account-traces/account-trace.rules.js';
import { RetentionService } from '../../src/privacy/retention.service.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { letters } from '../support/outbox.js';
import { repository } from '../support/repository.js';
import { type Account, anAccount, connectApp, holding, password, wrongCode } from './account.js';
import { forgetLimits } from '../support/limits.js';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
  await college.sql.query(`update college set time_zone = 'America/Vancouver'`);
});
afterAll(() => college.close());
// Each test begins on a Tuesday at noon in Vancouver.
beforeEach(async () => {
  college.clock.moveTo('2027-06-01T19:00:00Z');
  await forgetLimits(college);
});

const cardCode = '23456-789AB';
const wrong = 'not the password at all';
const post = (path: string, body: object) => college.http.post(`/api/v1${path}`).send(body);
const signedIn = async (account: Account, wish: object = {}) => (await account.signIn(wish)).body['accessToken'];
const tracesOf = async (personId: string): Promise<string[]> => {
  await college.deliver();
  const found: { type: string }[] = await college.sql.query(
    'select type from event where person_id = $1 and type = any($2) order by type',
    [personId, toldOfAccounts],
  );
  return found.map(({ type }) => type);
};
const watched = async (person: TestPerson) =>
  (await person.get('/me/messages')).body.items.filter(({ kind }: { kind: string }) => kind === 'account_watch');

async function aCard() {
  const coordinator = await aPerson(college, { roles: ['coordinator'] });
  const { body } = await coordinator.post('/people', { chosenName: 'Sam' });
  const card = (await coordinator.post(`/people/${body.id}/first-password-code`)).body;
  return { id: String(body.id), signInNumber: String(card.signInNumber) };
}

/** What each secret that is asked for leaves when it is wrong, or used twice. */
const leaves: Record<string, () => Promise<{ personId: string; kinds: string[] }>> = {
  'POST /auth/sign-in': async () => {
    const account = await anAccount(college);
    for (let n = 0; n < 11; n++) await account.signIn({ password: wrong });
    return { personId: account.person.id, kinds: ['sign_in.limited', 'sign_in.refused'] };
  },
  'POST /auth/first-password': async () => {
    const { id, signInNumber } = await aCard();
    for (let n = 0; n < 6; n++)
      await post('/auth/first-password', { signInNumber, code: cardCode, password }).expect(422);
    return { personId: id, kinds: ['password_card.refused'] };
  },
  'POST /auth/refresh': async () => {
    const account = await anAccount(college);
    const refreshToken = (await account.signIn()).body['refreshToken'];
    await post('/auth/refresh', { refreshToken }).expect(200);
    college.clock.forward({ minutes: 1 });
    await post('/auth/refresh', { refreshToken }).expect(401);
    return { personId: account.person.id, kinds: ['refresh_token.reused'] };
  },
  'PUT /me/password': async () => {
    const account = await anAccount(college);
    const me = holding(college, await signedIn(account));
    await me.put('/me/password', { currentPassword: wrong, newPassword: 'eleven lanterns at dusk' }).expect(422);
    return { personId: account.person.id, kinds: ['proof.refused'] };
  },
  'POST /me/sign-ins/current/proof': async () => {
    const account = await anAccount(college);
    await holding(college, await signedIn(account))
      .post('/me/sign-ins/current/proof', { password: wrong })
      .expect(422);
    return { personId: account.person.id, kinds: ['proof.refused'] };
  },
  'POST /me/second-factor/confirmation': async () => {
    const account = await anAccount(college);
    const secret = await connectApp(college, await signedIn(account));
    for (let n = 0; n < 6; n++) await account.signIn({ code: wrongCode(college, secret) });
    return { personId: account.person.id, kinds: ['second_factor.exhausted', 'second_factor.refused'] };
  },
  'POST /auth/password-reset/recovery-code': async () => {
    const { person, email } = await anAccount(college);
    await college.http
      .post('/api/v1/auth/password-reset/recovery-code')
      .send({ email, code: 'AAAA-BBBB-CCCC', password: 'eleven lanterns at dusk' })
      .expect(422);
    return { personId: person.id, kinds: ['recovery_code.refused'] };
  },
  'POST /me/contact-changes/:id/confirmation': async () => {
    const robin = await aPerson(college);
    const email = { allowed: true };
    await robin.put('/me/safe-contact', { channels: { email } });
    const phone = { allowed: true, value: '+1 555 0100' };
    const { waiting } = (await robin.put('/me/safe-contact', { channels: { email, phone } })).body;
    await college.deliver();
    const sent = (await letters(college.dataFolder)).find((letter) => letter.includes(`To: ${robin.id}@`));
    expect(sent).toBeDefined();
    const digits = /^\d{8}$/m.exec(sent ?? '')?.[0] === '00000000' ? '00000001' : '00000000';
    for (let n = 0; n < 5; n++) {
      expect(await tracesOf(robin.id)).toEqual([]);
      await robin.post(`/me/contact-changes/${waiting.id}/confirmation`, { code: digits });
    }
    return { personId: robin.id, kinds: ['contact_code.exhausted'] };
  },
};
/** Long secrets of letters that nobody can guess, which name no account when they are wrong; and what opens no account. */
const leavesNothing = [
  'POST /auth/email-confirmation',
  'POST /auth/password-reset/confirmation',
  'POST /me/contact-changes/:id/completion',
  'POST /reference-replies',
  'POST /journal-entries/:id/grants',
  'POST /sessions/:id/check-in',
  'POST /attendance/:id/corrections',
  'POST /instruments',
];

test('each route that asks for a secret leaves a trace when it is wrong, or says why not (BR-219)', () => {
  const document = JSON.parse(readFileSync(join(repository, 'src/openapi.json'), 'utf8'));
  const asking = Object.entries<Record<string, { requestBody?: object }>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody = {} }]) => {
      const name = /schemas\/(\w+)/.exec(JSON.stringify(requestBody))?.[1] ?? '';
      const fields = Object.keys(document.components.schemas[name]?.properties ?? {});
      const route = `${method.toUpperCase()} ${path.replace('/api/v1', '').replaceAll(/\{(\w+)\}/g, ':$1')}`;
      return fields.some((field) => /(password|code|token|secret)$/i.test(field)) ? [route] : [];
    }),
  );
  expect(asking.sort()).toEqual([...Object.keys(leaves), ...leavesNothing].sort());
  expect(asking.length).toBeGreaterThan(10);
});

test.each(Object.entries(leaves))('%s: a wrong one leaves one event an hour and kind (BR-219)', async (_, guess) => {
  const { personId, kinds } = await guess();
  expect(await tracesOf(personId)).toEqual(kinds);
});

test('every kind is left by some route, and the database knows the same', async () => {
  const left: { type: string }[] = await college.sql.query('select distinct type from event');
  expect(accountTraces.filter((kind) => !left.some(({ type }) => type === kind))).toEqual([]);
  const [{ words }] = await college.sql.query(
    `select pg_get_constraintdef(oid) as words from pg_constraint where conname = 'account_trace_kind'`,
  );
  expect([...words.matchAll(/'([\w.]+)'/g)].map(([, word]) => word).sort()).toEqual([...accountTraces].sort());
});

test('many wrong ones at once leave one event an hour, and the next hour another (BR-219)', async () => {
  const { person, email, signIn } = await anAccount(college);
  const tryAll = () =>
    Promise.all(
      [email, email.toUpperCase(), ` ${email}`, email].map((typed) => signIn({ email: typed, password: wrong })),
    );
  await tryAll();
  expect(await tracesOf(person.id)).toEqual(['sign_in.refused']);
  college.clock.forward({ minutes: 61 });
  await tryAll();
  expect(await tracesOf(person.id)).toEqual(['sign_in.refused', 'sign_in.refused']);
});

test('whoever has an address and a number hears of an hour once, whichever was guessed (BR-219)', async () => {
  const { person, signIn } = await anAccount(college);
  await college.sql.query(`update person set sign_in_number = '0123456789' where id = $1`, [person.id]);
  await signIn({ password: wrong });
  await signIn({ email: '0123456789', password: wrong });
  expect(await tracesOf(person.id)).toEqual(['sign_in.refused']);
});

test('of an account that nobody has, a keyed hash stays for a day and no event comes of it (BR-138, BR-219)', async () => {
  const events = async () => (await college.sql.query('select count(*)::integer as number from event'))[0].number;
  const before = await events();
  const nobody = 'nobody-here@example.org';
  for (let n = 0; n < 11; n++) await post('/auth/sign-in', { email: nobody, password: wrong });
  await post('/auth/first-password', { signInNumber: '0000000000', code: cardCode, password });
  await college.deliver();
  expect(await events()).toBe(before);
  const rows = await college.sql.query('select * from account_trace where person_id is null order by kind');
  expect(rows.map(({ kind }: { kind: string }) => kind)).toEqual([
    'password_card.refused',
    'sign_in.limited',
    'sign_in.refused',
  ]);
  expect(JSON.stringify(rows)).not.toContain('nobody');
  college.clock.forward({ hours: 26 });
  await college.app.get(RetentionService).tidy();
  expect(await college.sql.query('select from account_trace where person_id is null')).toEqual([]);
});

test('the owner is told inside the service, once a day and of nothing but that (BR-220)', async () => {
  const { person, signIn, email } = await anAccount(college);
  await person.put('/me/safe-contact', {
    channels: { email: { allowed: true } },
    discreet: false,
    learnerWillInitiate: true,
  });
  const guess = async () => {
    for (let n = 0; n < 3; n++) await signIn({ password: wrong });
    await college.deliver();
  };
  await guess();
  college.clock.forward({ hours: 6 });
  await guess();
  const [message, ...others] = await watched(person);
  expect(others).toEqual([]);
  expect(message.text).toMatch(/If that was you, there is nothing to do/);
  expect(message.text).not.toMatch(/\d|:/);
  // Midnight in Vancouver.
  college.clock.moveTo('2027-06-02T07:01:00Z');
  await guess();
  expect(await watched(person)).toHaveLength(2);
  expect((await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${email}`))).toEqual([]);
  expect(await college.sql.query('select from staff_task where person_id = $1', [person.id])).toEqual([]);
});
