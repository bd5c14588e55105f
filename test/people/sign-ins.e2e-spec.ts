import { weakness } from '../../src/people/sign-in/password.rules.js';
import { aPerson } from '../support/builders.js';
import { anAccount, password } from './account.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

async function withPassword() {
  const { person, signIn } = await anAccount(college);
  return { person, signIn: (device: string, secret = password) => signIn({ device, password: secret }) };
}

test('I see where I am signed in and end one of them; the other person sees nothing', async () => {
  const { person, signIn } = await withPassword();
  const library = (await signIn('Library computer')).body as { accessToken: string; refreshToken: string };
  const other = await aPerson(college);
  const { items } = (await person.get('/me/sign-ins')).body;
  expect(items.map(({ device, current }: { device: string | null; current: boolean }) => [device, current])).toEqual([
    ['Library computer', false],
    [null, true],
  ]);

  expect((await other.delete(`/me/sign-ins/${items[0].id}`)).status).toBe(404);
  expect((await person.delete(`/me/sign-ins/${items[0].id}`)).status).toBe(204);
  await college.http.get('/api/v1/me').auth(library.accessToken, { type: 'bearer' }).expect(401);
  await college.http.post('/api/v1/auth/refresh').send({ refreshToken: library.refreshToken }).expect(401);
  expect((await person.get('/me/sign-ins')).body.items).toHaveLength(1);
});

test('changing the password needs the present one and ends the other sign-ins', async () => {
  const { person, signIn } = await withPassword();
  const phone = (await signIn('Phone')).body as { accessToken: string };
  expect(
    (await person.put('/me/password', { currentPassword: 'something else', newPassword: 'eleven lanterns at dusk' }))
      .body.code,
  ).toBe('password_wrong');
  expect((await person.put('/me/password', { currentPassword: password, newPassword: 'qwerty123456' })).body.code).toBe(
    'password_easily_guessed',
  );
  expect(
    (await person.put('/me/password', { currentPassword: password, newPassword: 'eleven lanterns at dusk' })).status,
  ).toBe(204);
  await college.http.get('/api/v1/me').auth(phone.accessToken, { type: 'bearer' }).expect(401);
  expect((await person.get('/me')).status).toBe(200);
  expect((await signIn('Phone')).status).toBe(401);
  expect((await signIn('Phone', 'eleven lanterns at dusk')).status).toBe(200);
});

test.each([
  ['qwerty123456', 'common'],
  ['Sunshine2024!', 'common'],
  ['letmeinletmein', 'common'],
  ['aaaaaaaaaaaa', 'repetitive'],
  ['121212121212', 'repetitive'],
  ['robin.lake2027', 'contains_address'],
  ['robin.lake@example.org', 'contains_address'],
  ['Robin.Lake and seven quiet herons', 'contains_address'],
  ['seven quiet herons by the river', null],
  ['короткие слова у реки', null],
])('the password "%s" is judged %s', async (candidate, verdict) =>
  expect(await weakness(candidate, 'robin.lake@example.org')).toBe(verdict),
);
