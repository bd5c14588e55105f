import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mayWrite, mostLetters } from '../../src/people/sign-in/one-time-link.rules.js';
import { OneTimeLinkService } from '../../src/people/sign-in/one-time-link.service.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { statementsOf } from '../support/counted-statements.js';
import { alike, codeIn } from '../support/outbox.js';
import { repository } from '../support/repository.js';
import { type Account, anAccount, codeSentTo, holding, lettersTo, password, signUp } from './account.js';
import { forgetLimits } from '../support/limits.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());
beforeEach(() => forgetLimits(college));

const anew = 'eleven lanterns at dusk';
let strangers = 0;
const aStranger = () => `stranger-${++strangers}@example.org`;
const post = (path: string, body: object) => college.http.post(`/api/v1${path}`).send(body);
const asks = {
  'sign-up': (email: string) => post('/auth/sign-up', { email, chosenName: 'Robin' }).expect(202),
  'password-reset': (email: string) => post('/auth/password-reset', { email }).expect(202),
};
const ways = Object.keys(asks) as (keyof typeof asks)[];
const confirm = (code: string, secret = password) => post('/auth/email-confirmation', { code, password: secret });
const reset = (code: string, secret = anew) => post('/auth/password-reset/confirmation', { code, password: secret });
const signIn = (email: string, secret: string) => post('/auth/sign-in', { email, password: secret });
const told = ({ status, body }: { status: number; body: object }) => ({ status, ...body, requestId: '' });
/** An account whose owner said that no letter may open the way to a new password. */
async function closed(): Promise<Account> {
  const account = await anAccount(college);
  await account.person.put('/me/safe-contact', { channels: { inApp: { allowed: true } }, resetByEmail: false });
  return account;
}
/** What the owner finds after signing in, without what else happened to the account. */
async function notesOf(account: Account): Promise<string[]> {
  await college.deliver();
  const me = holding(college, (await account.signIn()).body['accessToken']);
  const { items } = (await me.get('/me/messages').expect(200)).body;
  return items.map(({ kind }: { kind: string }) => kind).filter((kind: string) => kind === 'address_entered');
}

test('sign-up and reset send one letter, the same to a member, to whoever closed the reset, and to a stranger (BR-214)', async () => {
  const sent = [];
  for (const way of ways)
    for (const email of [(await anAccount(college)).email, (await closed()).email, aStranger()]) {
      await asks[way](email);
      const [letter = '', ...more] = await lettersTo(college, email);
      expect(more).toEqual([]);
      expect(codeIn(letter)).not.toBe('');
      sent.push(alike(letter, email));
    }
  expect(new Set(sent).size).toBe(1);
  expect(sent[0]?.toLowerCase()).not.toMatch(/college|course|student|recovery|account|join|sign|password/);
});

test('however an address is typed, the letter goes to the one spelling that all share, for members as for strangers', async () => {
  const { email } = await anAccount(college);
  await college.sql.query(`update person set email = upper(email) where email_canonical = $1`, [email]);
  const nobody = aStranger();
  for (const address of [email, nobody]) {
    await asks['password-reset'](address.replace('example.org', 'EXAMPLE.org'));
    await asks['sign-up'](address.toUpperCase());
    expect(await lettersTo(college, address)).toHaveLength(2);
  }
});

test('a code for an address that is known opens nothing, as one that was used, and its owner finds a note once a day (BR-214)', async () => {
  const account = await anAccount(college);
  const stranger = aStranger();
  await signUp(college, stranger);
  const used = codeIn((await lettersTo(college, stranger)).at(-1) ?? '');
  await asks['sign-up'](account.email);
  const code = await codeSentTo(college, account.email);
  const answer = told(await confirm(code));
  expect(answer).toMatchObject({ status: 422, code: 'link_invalid' });
  expect(answer).toEqual(told(await confirm(used)));
  expect((await account.signIn()).status).toBe(200);
  expect(await notesOf(account)).toHaveLength(1);
  await asks['sign-up'](account.email);
  expect(await notesOf(account)).toHaveLength(1);
  college.clock.forward({ days: 1 });
  await asks['sign-up'](account.email);
  expect(await notesOf(account)).toHaveLength(2);
});

test('a reset opens nothing for a stranger, nor where the owner closed it, also after it was asked for (BR-214)', async () => {
  const [account, closing, stranger] = [await closed(), await anAccount(college), aStranger()];
  const answers = [];
  for (const email of [account.email, closing.email, stranger]) {
    await asks['password-reset'](email);
    const code = await codeSentTo(college, email);
    if (email === closing.email) await closing.person.put('/me/safe-contact', { channels: {}, resetByEmail: false });
    answers.push([told(await reset(code, 'Password123456')), told(await reset(code))]);
  }
  // What is wrong with a password is told whoever asks.
  expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(answers[0]).toMatchObject([{ code: 'password_easily_guessed' }, { status: 422, code: 'link_invalid' }]);
  expect(await notesOf(account)).toHaveLength(1);
  expect(await notesOf(closing)).toHaveLength(0);
});

test('a letter that works tells its owner nothing more, and every other of the kind is used up with it', async () => {
  const account = await anAccount(college);
  for (const way of ['password-reset', 'password-reset'] as const) await asks[way](account.email);
  const codes = (await lettersTo(college, account.email)).map(codeIn);
  expect((await reset(codes[0] ?? '')).status).toBe(204);
  expect((await reset(codes[1] ?? '', password)).body.code).toBe('link_invalid');
  expect((await signIn(account.email, anew)).status).toBe(200);
  await college.deliver();
  expect((await account.person.get('/me/messages')).status).toBe(401);
});

test.each(['who asked first', 'who asked last'])(
  'of two who ask to join with one address, %s sets their own password with their own letter',
  async (who) => {
    const email = aStranger();
    await post('/auth/sign-up', { email, chosenName: 'Him', password: 'his own password here' }).expect(400);
    await post('/auth/sign-up', { email, chosenName: 'Him' }).expect(202);
    await post('/auth/sign-up', { email, chosenName: 'Her' }).expect(202);
    const codes = (await lettersTo(college, email)).map(codeIn);
    const [mine = '', other = ''] = who === 'who asked first' ? codes : codes.toReversed();
    expect((await confirm(mine, anew)).status).toBe(204);
    expect((await confirm(other, 'his own password here')).body.code).toBe('link_invalid');
    expect((await signIn(email, anew)).status).toBe(200);
    expect((await signIn(email, 'his own password here')).status).toBe(401);
  },
);

test('two letters for one address, confirmed at the same moment, make one account', async () => {
  const email = aStranger();
  for (const _ of [1, 2]) await asks['sign-up'](email);
  const codes = (await lettersTo(college, email)).map(codeIn);
  const answers = await Promise.all(codes.map((code) => confirm(code)));
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
});

test('a password that is easily guessed is refused when the sign-up is confirmed, and uses nothing up', async () => {
  const email = aStranger();
  await asks['sign-up'](email);
  const code = await codeSentTo(college, email);
  expect((await confirm(code, 'Password123456')).body).toMatchObject({ status: 422, code: 'password_easily_guessed' });
  expect((await confirm(code, email)).body).toMatchObject({ status: 422, code: 'password_holds_address' });
  expect((await confirm(code)).status).toBe(204);
});

test('an address gets three letters a day, sign-up and reset together, known or not; every request is answered alike (BR-214)', async () => {
  const member = (await anAccount(college)).email;
  for (const email of [member, aStranger()]) {
    const answers = [];
    for (const way of [...ways, ...ways, ...ways]) {
      await forgetLimits(college);
      answers.push(told(await asks[way](email)));
    }
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await lettersTo(college, email)).toHaveLength(3);
    college.clock.forward({ hours: 23 });
    await college.app.get(OneTimeLinkService).forgetOld();
    await asks['sign-up'](email);
    expect(await lettersTo(college, email)).toHaveLength(3);
    college.clock.forward({ hours: 2 });
    await college.app.get(OneTimeLinkService).forgetOld();
    await asks['password-reset'](email);
    expect(await lettersTo(college, email)).toHaveLength(4);
  }
});

test('when six requests are worked off at the same moment, three letters leave', async () => {
  const email = aStranger();
  for (const _ of [1, 2, 3, 4, 5, 6]) {
    await forgetLimits(college);
    await asks['sign-up'](email);
  }
  const requests = await college.sql.query('select id from one_time_link where email_canonical = $1', [email]);
  const links = college.app.get(OneTimeLinkService);
  await Promise.all(requests.map(({ id }: { id: string }) => links.deliver(id)));
  const sent = await college.sql.query(
    'select id from one_time_link where email_canonical = $1 and delivered_at is not null',
    [email],
  );
  expect(sent).toHaveLength(3);
  await expect(
    college.sql.query('update one_time_link set delivered_at = $2 where email_canonical = $1', [
      email,
      college.clock.now(),
    ]),
  ).rejects.toThrow('three letters');
});

test('a letter that has to be sent again counts once', () => {
  const now = new Date('2027-03-01T12:00:00Z');
  const sent = Array.from({ length: mostLetters }, (_, index) => ({ id: `${index}`, deliveredAt: now }));
  expect(mayWrite('0', sent, now)).toBe(true);
  expect(mayWrite('new', sent, now)).toBe(false);
  expect(mayWrite('new', sent.slice(1), now)).toBe(true);
  expect(mayWrite('new', sent, new Date('2027-03-02T12:00:00Z'))).toBe(true);
});

test('the letter of a member takes as many statements as that of a stranger, and so does its code', async () => {
  const [member, shut, stranger] = [(await anAccount(college)).email, (await closed()).email, aStranger()];
  const counted = async (path: string, body: object) => await statementsOf(async () => void (await post(path, body)));
  // The first of a kind is read and remembered by the process.
  for (const way of ways) await asks[way](aStranger());
  await college.deliver();
  const counts = [];
  for (const email of [member, shut, stranger]) {
    await forgetLimits(college);
    const asked = [
      await counted('/auth/sign-up', { email, chosenName: 'Robin' }),
      await counted('/auth/password-reset', { email }),
      await counted('/auth/password-reset/recovery-code', { email, code: 'ABCD-EFGH-JKLM-NPQR', password: anew }),
    ];
    await college.deliver();
    const [signUpCode = '', resetCode = ''] = (await lettersTo(college, email)).map(codeIn);
    const never = 'x'.repeat(43);
    const refused = [
      await counted('/auth/email-confirmation', { code: email === stranger ? never : signUpCode, password }),
      await counted('/auth/password-reset/confirmation', { code: email === member ? never : resetCode, password }),
    ];
    counts.push([...asked, ...refused]);
  }
  expect(counts[1]).toEqual(counts[0]);
  expect(counts[2]).toEqual(counts[0]);
});

/** Who sends mail, and whether it asks first how somebody may be reached; without that, why. */
const senders: Readonly<Record<string, 'asks' | { because: string }>> = {
  'notifications/message-sender.service.ts': 'asks',
  'notifications/export-ready-letter.service.ts': 'asks',
  'people/sign-in/one-time-link.service.ts': {
    because: 'the one letter of sign-up and reset: that it does not come would tell (BR-214)',
  },
  'people/contact/contact-confirmation.service.ts': {
    because: 'the code to the old address asks; a new address gets the same one letter as above, known or not',
  },
  'certification/applications/reference.service.ts': {
    because: 'to a referee, whose address the applicant gave; it goes by no account',
  },
};

test('only the one letter of sign-up and reset, the same to a new address, and requests to referees ask no safe contact (BR-214)', () => {
  const source = join(repository, 'src');
  const sending = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }))
    .filter(({ text }) => /\bmailer\s*\.send\(/i.test(text));
  expect(sending.map(({ file }) => file).sort()).toEqual(Object.keys(senders).sort());
  for (const { file, text } of sending)
    if (senders[file] === 'asks') expect([file, /safeContacts\.ways\(/.test(text)]).toEqual([file, true]);
  const withoutAsking = sending.filter(({ file, text }) => senders[file] !== 'asks' && /\blinkLetter\(/.test(text));
  expect(withoutAsking.map(({ file }) => file).sort()).toEqual([
    'people/contact/contact-confirmation.service.ts',
    'people/sign-in/one-time-link.service.ts',
  ]);
});
