import { Secret, TOTP } from 'otpauth';
import { PasswordHashing } from '../../src/people/sign-in/password-hashing.js';
import { aPerson, type PersonOptions, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';
import { codeIn, letters } from '../support/outbox.js';

export const password = 'seven quiet herons by the river';
let hashed: Promise<string> | undefined;

/** Somebody with a password, who signs in as a client does. */
export interface Account {
  person: TestPerson;
  email: string;
  signIn: (
    wish?: object,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: Record<string, string>; headers: Record<string, string> }>;
}

export async function anAccount(college: TestCollege, options: PersonOptions = {}): Promise<Account> {
  const person = await aPerson(college, options);
  hashed ??= college.app.get(PasswordHashing).hash(password);
  await college.sql.query('insert into credential (person_id, password_hash, changed_at) values ($1, $2, $3)', [
    person.id,
    await hashed,
    college.clock.now(),
  ]);
  const email = `${person.id}@example.org`;
  return {
    person,
    email,
    signIn: async (wish = {}, headers = {}) =>
      college.http
        .post('/api/v1/auth/sign-in')
        .set(headers)
        .send({ email, password, ...wish }),
  };
}

/** The letters that went to an address so far, oldest first. */
export async function lettersTo(college: TestCollege, email: string): Promise<string[]> {
  await college.deliver();
  return (await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${email}`));
}

/** The code in the newest letter to an address. */
export const codeSentTo = async (college: TestCollege, email: string): Promise<string> =>
  codeIn((await lettersTo(college, email)).at(-1) ?? '');

/** Joins as a client does: asks, takes the code from the letter, and chooses a password. */
export async function signUp(college: TestCollege, email: string, chosenName = 'Robin'): Promise<void> {
  await college.http.post('/api/v1/auth/sign-up').send({ email, chosenName }).expect(202);
  const code = await codeSentTo(college, email);
  await college.http.post('/api/v1/auth/email-confirmation').send({ code, password }).expect(204);
}

/** Calls as the holder of an access token. */
export const holding = (college: TestCollege, token: string | undefined) => {
  const call = (
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ) => {
    const request = college.http[method](`/api/v1${path}`)
      .auth(token ?? '', { type: 'bearer' })
      .set(headers);
    return body === undefined ? request : request.send(body);
  };
  return {
    authorization: `Bearer ${token}`,
    get: (path: string) => call('get', path),
    post: (path: string, body?: object, headers?: Record<string, string>) => call('post', path, body, headers),
    put: (path: string, body: object) => call('put', path, body),
    delete: (path: string) => call('delete', path),
  };
};

/** What the authenticator app shows at the college's present time. */
export const shownBy = (college: TestCollege, secret: string): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: college.clock.now().getTime() });

/** A right form, a wrong code. */
export const wrongCode = (college: TestCollege, secret: string): string =>
  String((Number(shownBy(college, secret)) + 1) % 1_000_000).padStart(6, '0');

/** Connects an app, and answers its secret; the code that confirmed it is used up. */
export async function connectApp(college: TestCollege, token: string | undefined): Promise<string> {
  const me = holding(college, token);
  const { secret } = (await me.post('/me/second-factor').expect(201)).body;
  await me.post('/me/second-factor/confirmation', { code: shownBy(college, secret) }).expect(201);
  return secret;
}
