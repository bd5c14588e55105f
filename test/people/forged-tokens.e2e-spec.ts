import { createHmac, createPublicKey } from 'node:crypto';
import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { AccessTokens } from '../../src/people/sign-in/access-tokens.js';
import { readConfig } from '../../src/platform/config.js';
import { KeyFolder } from '../../src/platform/keys/key-folder.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { anAccount, holding } from './account.js';

let college: TestCollege;
let token: string;
let ours: JWK;
beforeAll(async () => {
  college = await openTestCollege();
  token = (await (await anAccount(college)).signIn()).body['accessToken'] ?? '';
  [ours = {}] = (await college.app.get(KeyFolder).tokenKeys()).signing;
});
afterAll(() => college.close());

const statusWith = async (forged: string) => (await holding(college, forged).get('/me')).status;
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token like the good one, with another header, other claims or another key. */
async function forge({
  header = {},
  claims = {},
  key = ours,
}: {
  header?: object;
  claims?: object;
  key?: JWK;
}): Promise<string> {
  const { exp, ...rest } = decodeJwt(token);
  const signing = new SignJWT({ ...rest, exp, ...claims }).setProtectedHeader({
    ...decodeProtectedHeader(token),
    alg: 'EdDSA',
    ...header,
  });
  return signing.sign(await importJWK(key, 'EdDSA'));
}

const anotherKey = async (): Promise<JWK> =>
  exportJWK((await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })).privateKey);

test('the good token opens, and so does its exact copy', async () => {
  expect(await statusWith(token)).toBe(200);
  expect(await statusWith(await forge({}))).toBe(200);
});

test('a token without a signature is refused', async () => {
  expect(await statusWith(new UnsecuredJWT(decodeJwt(token)).encode())).toBe(401);
  const [header = '', payload = ''] = token.split('.');
  for (const alg of ['none', 'None', 'NONE'])
    expect(await statusWith(`${encoded({ ...decodeProtectedHeader(token), alg })}.${payload}.`)).toBe(401);
  expect(await statusWith(`${header}.${payload}.`)).toBe(401);
});

test('the public key is no secret: nothing signed with it is accepted', async () => {
  const { d: _, ...open } = ours;
  const pem = createPublicKey({ key: open, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  for (const secret of [pem, JSON.stringify(open), open.x ?? '', Buffer.from(open.x ?? '', 'base64url')]) {
    const unsigned = `${encoded({ ...decodeProtectedHeader(token), alg: 'HS256' })}.${token.split('.')[1]}`;
    expect(await statusWith(`${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`)).toBe(
      401,
    );
  }
});

test('a key that the token brings itself, or names elsewhere, is not used', async () => {
  const key = await anotherKey();
  const { d: _, ...open } = key;
  for (const header of [
    { jwk: open },
    { jku: 'https://attacker.example/jwks.json' },
    { kid: 'another' },
    { kid: undefined },
    { kid: '../../etc/passwd' },
    { kid: '__proto__' },
  ]) {
    expect(await statusWith(await forge({ header, key }))).toBe(401);
  }
  expect(await statusWith(await forge({ header: { crit: ['exp'] }, key: ours }).catch(() => 'x'))).toBe(401);
});

test("another college's key opens nothing here", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'another-college-'));
  const [theirs = {}] = (await new KeyFolder(readConfig({ DATA_FOLDER: folder })).makeTokenKeys()).signing;
  expect(await statusWith(await forge({ key: theirs, header: { kid: theirs.kid } }))).toBe(401);
  expect(await statusWith(await forge({ key: theirs }))).toBe(401);
  await rm(folder, { recursive: true });
});

test.each([
  ['another type', { header: { typ: 'JWT' } }],
  ['no type', { header: { typ: undefined } }],
  ['another issuer', { claims: { iss: 'http://another.test' } }],
  ['another audience', { claims: { aud: 'another-api' } }],
  ['no audience', { claims: { aud: undefined } }],
  ['no end', { claims: { exp: undefined } }],
  ['no sign-in', { claims: { sid: undefined } }],
  ['no person', { claims: { sub: undefined } }],
  ['another sign-in', { claims: { sid: '01940000-0000-7000-8000-000000000000' } }],
  ['a sign-in that is no id', { claims: { sid: "' or true --" } }],
  ['a time that has passed', { claims: { exp: 1_000_000_000 } }],
  ['a start that has not come', { claims: { nbf: 4_000_000_000 } }],
])('a rightly signed token with %s is refused', async (_, wish) => {
  expect(await statusWith(await forge(wish))).toBe(401);
});

test('a token names the person of its sign-in, not another one', async () => {
  const { person } = await anAccount(college);
  expect(await statusWith(await forge({ claims: { sub: person.id } }))).toBe(401);
});

test('a token changed in any part is refused', async () => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const more = encoded({ ...decodeJwt(token), roles: ['administrator'] });
  const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  for (const forged of [
    `${header}.${more}.${signature}`,
    `${header}.${payload}.${flipped}`,
    `${header}.${payload}`,
    `${token}.${signature}`,
    payload,
    '',
  ])
    expect(await statusWith(forged)).toBe(401);
});

test('roles that somebody writes into a token are no roles', async () => {
  const robin = holding(
    college,
    await forge({ claims: { roles: ['administrator'], role: 'administrator', scope: 'admin' } }),
  );
  expect((await robin.get('/people')).status).toBe(403);
});

test('a token says who and through which sign-in, and nothing about the person', () => {
  expect(Object.keys(decodeJwt(token)).sort()).toEqual([
    'acr',
    'amr',
    'aud',
    'auth_time',
    'exp',
    'iat',
    'iss',
    'jti',
    'sid',
    'sub',
  ]);
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: ours.kid });
});

describe('rotating the keys', () => {
  const kids = async () =>
    (await college.http.get('/.well-known/jwks.json').expect(200)).body.keys.map(({ kid }: JWK) => kid);
  const issue = async () => (await (await anAccount(college)).signIn()).body['accessToken'] ?? '';
  const rotate = () => college.app.get(KeyFolder).rotateTokenKeys(college.clock.now());

  test('the next key signs, everybody knew it before, and what the old one signed stays good for its life', async () => {
    const [first, next] = await kids();
    const old = await issue();
    await rotate();
    college.clock.forward({ seconds: 11 });
    const after = await kids();
    expect([after.length, after[0], after[2]]).toEqual([3, next, first]);
    expect(await statusWith(old)).toBe(200);
    expect(decodeProtectedHeader(await issue()).kid).toBe(next);
    college.clock.forward({ minutes: 130 });
    expect(await kids()).toEqual(after.slice(0, 2));
  });

  test('no private part is ever shown', async () => {
    const { body } = await college.http.get('/.well-known/jwks.json');
    for (const key of body.keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  test('while keys rotate again and again under load, no request fails', async () => {
    const holders = await Promise.all(Array.from({ length: 4 }, issue));
    const answers: number[] = [];
    for (let round = 0; round < 6; round++) {
      await rotate();
      answers.push(...(await Promise.all(holders.map(statusWith))));
      college.clock.forward({ seconds: 11 });
      answers.push(...(await Promise.all([...holders, await issue()].map(statusWith))));
    }
    expect(new Set(answers)).toEqual(new Set([200]));
  });

  test('keys that are out of reach sign nobody out, and none are made in their place', async () => {
    const folder = join(college.dataFolder, 'keys');
    const held = await issue();
    await rename(folder, `${folder}-elsewhere`);
    college.clock.forward({ minutes: 2 });
    expect(await statusWith(held)).toBe(200);
    expect(await statusWith(await issue())).toBe(200);
    await expect(college.app.get(KeyFolder).tokenKeys()).rejects.toMatchObject({ code: 'keys_out_of_reach' });
    await expect(access(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    await rename(`${folder}-elsewhere`, folder);
  });

  test('another process that rotated a moment ago is believed: a key that nobody knows is worth another look', async () => {
    const elsewhere = new AccessTokens(
      new KeyFolder(readConfig({ DATA_FOLDER: college.dataFolder })),
      readConfig({ PUBLIC_URL: 'http://college.test' }),
      college.clock,
    );
    const { sub = '', sid } = decodeJwt(await issue());
    await college.http.get('/.well-known/jwks.json');
    await rotate();
    await rotate();
    college.clock.forward({ seconds: 2 });
    await elsewhere.onModuleInit();
    const { accessToken } = await elsewhere.issue({
      personId: sub,
      signInId: String(sid),
      authenticatedAt: college.clock.now(),
      withFactor: false,
      shared: false,
    });
    expect(await statusWith(accessToken)).toBe(200);
  });

  test('refresh tokens outlive a rotation', async () => {
    const { body } = await (await anAccount(college)).signIn();
    await rotate();
    college.clock.forward({ seconds: 11 });
    const renewed = await college.http
      .post('/api/v1/auth/refresh')
      .send({ refreshToken: body['refreshToken'] })
      .expect(200);
    expect(await statusWith(renewed.body.accessToken)).toBe(200);
  });
});
