import { aPerson } from '../support/builders.js';
import { aNewCharter } from '../support/charter.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const codes = (body: { missing: { code: string }[] }) => body.missing.map(({ code }) => code);
const everything = { eligibilityBasis: 'lived_experience', charterVersionAccepted: 1, dateOfBirth: '1990-04-12' };
const safe = { channels: { inApp: { allowed: true } } };

async function newcomer() {
  const person = await aPerson(college);
  await college.sql.query('update person set date_of_birth = null where id = $1', [person.id]);
  return person;
}

test('a newcomer registers once, in any order, and is told what is still missing (BR-40, BR-42)', async () => {
  const robin = await newcomer();
  const start = (await robin.get('/me/registration')).body;
  expect(start.state).toBe('draft');
  expect(codes(start)).toEqual([
    'eligibility_basis_missing',
    'charter_not_accepted',
    'safe_contact_missing',
    'date_of_birth_missing',
  ]);

  const half = (await robin.put('/me/registration', { eligibilityBasis: 'supporter' })).body;
  expect(codes(half)).toEqual(['charter_not_accepted', 'safe_contact_missing', 'date_of_birth_missing']);
  await robin.put('/me/safe-contact', safe);
  const done = (
    await robin.put('/me/registration', {
      charterVersionAccepted: 1,
      dateOfBirth: '1990-04-12',
      welcomeConversationWanted: true,
    })
  ).body;
  expect(done).toMatchObject({
    state: 'active',
    eligibilityBasis: 'supporter',
    missing: [],
    welcomeConversationWanted: true,
  });
});

test('saying how contact is safe completes a registration that waited for it', async () => {
  const robin = await newcomer();
  expect((await robin.put('/me/registration', everything)).body.state).toBe('draft');
  await robin.put('/me/safe-contact', safe);
  expect((await robin.get('/me/registration')).body.state).toBe('active');
});

test.each(['diagnosis', 'referralId', 'mandate', 'payment', 'medication', 'referredBy', 'fee'])(
  'there is no field called %s (BR-41, BR-45)',
  async (field) => {
    const robin = await newcomer();
    const { status, body } = await robin.put('/me/registration', { ...everything, [field]: 'x' });
    expect(status).toBe(400);
    expect(body.errors[0].pointer).toBe(`/${field}`);
    expect((await robin.get('/me/registration')).body.eligibilityBasis).toBeNull();
  },
);

test('somebody under age is told kindly, without the date being repeated (BR-44)', async () => {
  const young = await newcomer();
  await young.put('/me/safe-contact', safe);
  const { body } = await young.put('/me/registration', { ...everything, dateOfBirth: '2015-06-30' });
  expect(body.state).toBe('draft');
  expect(body.missing).toEqual([{ code: 'below_college_minimum_age', message: expect.not.stringContaining('2015') }]);
});

test('only the current charter can be accepted (BR-43)', async () => {
  const robin = await newcomer();
  expect((await robin.put('/me/registration', { ...everything, charterVersionAccepted: 2 })).body).toMatchObject({
    status: 422,
    code: 'charter_version_unknown',
  });
  expect((await robin.get('/me/registration')).body).toMatchObject({ state: 'draft', eligibilityBasis: null });
});

test('the database refuses a move that is not on the table', async () => {
  const robin = await newcomer();
  await robin.put('/me/registration', everything);
  await expect(
    college.sql.query(`update registration set state = 'paused' where person_id = $1`, [robin.id]),
  ).rejects.toThrow('is not a move');
});

test('a new charter is asked for again, and nothing else is (BR-43)', async () => {
  const robin = await newcomer();
  await robin.put('/me/safe-contact', safe);
  await robin.put('/me/registration', everything);
  expect(await aNewCharter(college)).toBe(2);
  expect(codes((await robin.get('/me/registration')).body)).toEqual(['charter_not_accepted']);
  await robin.put('/me/registration', { charterVersionAccepted: 2 });
  expect((await robin.get('/me/registration')).body).toMatchObject({ state: 'active', missing: [] });
});
