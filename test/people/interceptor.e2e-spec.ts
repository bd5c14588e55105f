import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';
import { anAccount, password } from './account.js';

interface Answer {
  status: number;
  json(): Promise<Record<string, unknown>>;
}
type Fetch = (path: string, init?: RequestInit) => Promise<Answer>;
interface Guide {
  signedInFetch(wish: {
    api: string;
    tokens: Record<string, unknown>;
    askForProof: (problem?: { code: string }) => Promise<object | undefined>;
    signedOut: () => void;
  }): Fetch;
  asJson(body: object): RequestInit;
}

const frontend = 'https://frontend.example.org';
let college: TestCollege;
let guide: Guide;
beforeAll(async () => {
  college = await openTestCollege({ settings: { CORS_ORIGINS: frontend } });
  const page = await readFile(join(repository, 'docs/api.md'), 'utf8');
  const [, code = ''] = /<!-- interceptor:begin -->\n```js\n(.*?)```\n<!-- interceptor:end -->/s.exec(page) ?? [];
  guide = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Guide;
});
afterAll(() => college.close());

/** A page of somebody who signed in, with what it was asked and told. */
async function aPage(proofs: (object | undefined)[] = []) {
  const { signIn } = await anAccount(college, { registered: true });
  const tokens: Record<string, unknown> = (await signIn()).body;
  const seen = { asked: [] as (string | undefined)[], signedOut: 0 };
  const call = guide.signedInFetch({
    api: `${college.url}/api/v1`,
    tokens,
    askForProof: (problem) => {
      seen.asked.push(problem?.code);
      return Promise.resolve(proofs.shift());
    },
    signedOut: () => (seen.signedOut += 1),
  });
  return { call, tokens, seen };
}

test('an access token that is over is renewed once for all requests, and nobody is signed out', async () => {
  const { call, tokens, seen } = await aPage();
  const { accessToken, refreshToken } = tokens;
  college.clock.forward({ minutes: 11 });
  const answers = await Promise.all([call('/me'), call('/me/agenda'), call('/me/messages')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(tokens['accessToken']).not.toBe(accessToken);
  expect(tokens['refreshToken']).not.toBe(refreshToken);
  expect(seen).toEqual({ asked: [], signedOut: 0 });
});

test('a step-up asks who it is and repeats what was sent, whatever else is over or wrong (BR-240)', async () => {
  const { call, seen } = await aPage([{ password: 'not the password at all' }, { password }]);
  college.clock.forward({ minutes: 11 });
  const form = guide.asJson({ email: 'another@example.org' });
  const answer = await call('/me/email-change', form);
  expect([answer.status, (await answer.json())['kind']]).toEqual([201, 'email']);
  expect(seen).toEqual({ asked: [undefined, 'password_wrong'], signedOut: 0 });
});

test('whoever closes the dialog stays signed in, and the page still has what was typed', async () => {
  const { call, tokens, seen } = await aPage([undefined]);
  college.clock.forward({ minutes: 11 });
  const refused = await call('/me/email-change', guide.asJson({ email: 'another@example.org' }));
  expect([refused.status, (await refused.json())['code']]).toEqual([401, 'sign_in_again']);
  const kept = tokens['accessToken'];
  expect((await call('/me')).status).toBe(200);
  expect([tokens['accessToken'], seen]).toEqual([kept, { asked: [undefined], signedOut: 0 }]);
});

test('only a sign-in that has ended signs out', async () => {
  const { call, seen } = await aPage();
  expect((await call('/auth/sign-out', { method: 'POST' })).status).toBe(204);
  expect((await call('/me')).status).toBe(401);
  expect(seen.signedOut).toBe(1);
});

test('a page of another origin can read which of the two it is', async () => {
  const { tokens } = await aPage();
  college.clock.forward({ minutes: 9, seconds: 30 });
  const { body } = await college.http.post('/api/v1/auth/refresh').send({ refreshToken: tokens['refreshToken'] });
  college.clock.forward({ minutes: 1 });
  const { status, headers } = await college.http
    .post('/api/v1/me/email-change')
    .set('origin', frontend)
    .auth(String(body.accessToken), { type: 'bearer' })
    .send({ email: 'another@example.org' });
  expect([status, headers['access-control-allow-origin']]).toEqual([401, frontend]);
  expect(headers['access-control-expose-headers']?.toLowerCase()).toContain('www-authenticate');
  expect(headers['www-authenticate']).toBe('Bearer error="insufficient_user_authentication", max_age="600"');
});
