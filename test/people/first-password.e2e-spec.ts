import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { holding, password } from './account.js';

let college: TestCollege;
let coordinator: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  coordinator = await aPerson(college, { name: 'Casey', roles: ['coordinator'] });
});
afterAll(() => college.close());

const post = (path: string, body: object) => college.http.post(`/api/v1${path}`).send(body);

async function added() {
  const { body } = await coordinator.post('/people', { chosenName: 'Sam' });
  const card = async () =>
    (await coordinator.post(`/people/${body.id}/first-password-code`)).body as { signInNumber: string; code: string };
  return { id: body.id as string, card };
}

test('somebody without an e-mail address gets a card in person, sets a password and signs in with the number', async () => {
  const sam = await added();
  const { signInNumber, code } = await sam.card();
  expect(signInNumber).toMatch(/^\d{10}$/);
  expect((await post('/auth/sign-in', { email: signInNumber, password })).status).toBe(401);
  await post('/auth/first-password', { signInNumber, code: code.toLowerCase().replaceAll('-', ' '), password }).expect(
    204,
  );
  const { body } = await post('/auth/sign-in', { email: signInNumber, password }).expect(200);
  expect((await holding(college, body.accessToken).get('/me')).body).toMatchObject({
    chosenName: 'Sam',
    email: null,
    signInNumber,
  });
  expect(
    (await post('/auth/first-password', { signInNumber, code, password: 'eleven lanterns at dusk' })).body.code,
  ).toBe('first_password_code_invalid');
});

test('nobody of the staff can open an account that its owner uses', async () => {
  const sam = await added();
  const { signInNumber, code } = await sam.card();
  await post('/auth/first-password', { signInNumber, code, password }).expect(204);
  expect(await sam.card()).toMatchObject({ status: 422, code: 'identity_not_checked' });
  const withEmail = await aPerson(college);
  expect((await coordinator.post(`/people/${withEmail.id}/first-password-code`)).status).toBe(409);
  expect((await coordinator.post(`/people/${coordinator.id}/first-password-code`)).body.code).toBe('own_record');
  const staff = await added();
  await college.sql.query(
    `insert into role_grant (id, person_id, role, granted_at) values (gen_random_uuid(), $1, 'facilitator', now())`,
    [staff.id],
  );
  expect(await staff.card()).toMatchObject({ code: 'account_in_use' });
  expect((await withEmail.post(`/people/${sam.id}/first-password-code`)).status).toBe(403);
  expect((await coordinator.post('/people/01940000-0000-7000-8000-000000000000/first-password-code')).status).toBe(404);
});

test('a card that waits is of no use once its owner is staff or has an address', async () => {
  for (const becomes of [
    `insert into role_grant (id, person_id, role, granted_at) values (gen_random_uuid(), $1, 'facilitator', now())`,
    `
      update person
      set email = id || '@example.org', email_canonical = id || '@example.org', email_confirmed_at = now()
      where id = $1`,
  ]) {
    const sam = await added();
    const { signInNumber, code } = await sam.card();
    await college.sql.query(becomes, [sam.id]);
    expect((await post('/auth/first-password', { signInNumber, code, password })).body.code).toBe(
      'first_password_code_invalid',
    );
    await expect(
      college.sql.query(`update password_card set hash = sha256('x') where person_id = $1`, [sam.id]),
    ).rejects.toThrow('another way into this account');
  }
});

test('a code allows five tries, also at the same moment, and a new card replaces the old one', async () => {
  const sam = await added();
  const first = await sam.card();
  const guesses = await Promise.all(
    Array.from({ length: 7 }, (_, n) =>
      post('/auth/first-password', { signInNumber: first.signInNumber, code: `AAAAAAAA${n}`, password }),
    ),
  );
  expect(guesses.map(({ status }) => status)).toEqual(Array(7).fill(422));
  const [{ tries }] = await college.sql.query('select tries from password_card where person_id = $1', [sam.id]);
  expect(tries).toBe(5);
  expect(
    (await post('/auth/first-password', { signInNumber: first.signInNumber, code: first.code, password })).status,
  ).toBe(422);
  const second = await sam.card();
  expect(second.signInNumber).toBe(first.signInNumber);
  expect(
    (await post('/auth/first-password', { signInNumber: first.signInNumber, code: first.code, password })).status,
  ).toBe(422);
  const both = await Promise.all(
    [1, 2].map(() => post('/auth/first-password', { signInNumber: second.signInNumber, code: second.code, password })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([204, 422]);
});

test('a code ends after a day, and an unknown number gets the same answer as a wrong code', async () => {
  const sam = await added();
  const { signInNumber, code } = await sam.card();
  const wrong = (await post('/auth/first-password', { signInNumber, code: 'AAAAAAAAAA', password })).body;
  const unknown = (await post('/auth/first-password', { signInNumber: '0000000000', code, password })).body;
  expect({ ...wrong, requestId: '' }).toEqual({ ...unknown, requestId: '' });
  college.clock.forward({ hours: 25 });
  expect((await post('/auth/first-password', { signInNumber, code, password })).status).toBe(422);
  expect((await post('/auth/first-password', { signInNumber, code, password: 'qwerty123456' })).body.code).toBe(
    'password_easily_guessed',
  );
  expect((await post('/auth/sign-in', { email: 4821093755, password })).status).toBe(400);
});
