import { aPerson, signedInAgain, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { anAccount, password } from './account.js';
import {
  anAccountInUse,
  aUsedCard,
  type Card,
  confirmedBy,
  cardMakers,
  cardPassword,
  enter,
  madeBy,
  signInWith,
  use,
} from './cards.js';

let college: TestCollege;
let first: TestPerson;
let second: TestPerson;
let newcomer: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  ({ first, second, newcomer } = await cardMakers(college));
});
afterAll(() => college.close());

const confirm = (who: TestPerson, card: Card) => confirmedBy(college, who, card);

test('one coordinator alone opens no account that is in use: a second person confirms the card (BR-188)', async () => {
  const sam = await anAccountInUse(college, first);
  const card = await madeBy(college, first, sam.id);
  expect(card).toMatchObject({ needsSecond: true, signInNumber: sam.card.signInNumber });
  const wait = new Date(card.confirmBy ?? '').getTime() - college.clock.now().getTime();
  expect(Math.round(wait / 60_000)).toBe(24 * 60);
  expect((await use(college, card)).body.code).toBe('first_password_code_invalid');
  expect((await confirm(first, card)).body.code).toBe('second_person_needed');
  expect((await confirm(newcomer, card)).body).toMatchObject({ code: 'card_role_too_new', status: 422 });
  expect((await confirm(await aPerson(college, { roles: ['facilitator'] }), card)).status).toBe(403);
  await signInWith(college, card, password).expect(200);

  expect((await newcomer.get('/password-cards')).body.items).toContainEqual(
    expect.objectContaining({ id: card.cardId, chosenName: 'Sam', state: 'waiting', confirmedBy: null }),
  );
  const confirmed = (await confirm(second, card)).body;
  expect(confirmed).toMatchObject({
    state: 'live',
    madeBy: { chosenName: 'Casey' },
    confirmedBy: { chosenName: 'Mo' },
  });
  expect((await confirm(second, card)).body.code).toBe('password_card_over');
  expect((await second.get('/password-cards')).body.items).toEqual([]);
  await use(college, card).expect(204);
  expect((await use(college, card)).body.code).toBe('first_password_code_invalid');
  await signInWith(college, card, cardPassword).expect(200);
});

test('somebody with an address gets a card only after saying that no letter may open the way to a new password', async () => {
  const { person, email } = await anAccount(college);
  const asking = async () =>
    (await signedInAgain(college, first)).post(`/people/${person.id}/first-password-code`, { identityChecked: true });
  expect((await asking()).body).toMatchObject({ status: 409, code: 'account_in_use' });
  const me = await signedInAgain(college, person);
  await me.put('/me/safe-contact', { channels: { inApp: { allowed: true } }, resetByEmail: false });
  const card = (await asking()).body;
  expect(card).toMatchObject({ needsSecond: true });
  expect((await use(college, card)).body.code).toBe('first_password_code_invalid');
  expect((await confirm(second, card)).status).toBe(200);
  await use(college, card).expect(204);
  await college.http.post('/api/v1/auth/sign-in').send({ email, password: cardPassword }).expect(200);
});

test('a first card, for an account that nobody ever used, takes one member of staff, however new (BR-188)', async () => {
  const { body } = await newcomer.post('/people', { chosenName: 'Ash' });
  const card = await madeBy(college, newcomer, body.id);
  expect(card).toMatchObject({ needsSecond: false, confirmBy: null });
  await use(college, card).expect(204);
  const me = await enter(college, card, cardPassword);
  expect((await me.get('/me')).body.closedAfterCard).toBeNull();
  expect((await me.get('/me/sign-ins')).body.items).toMatchObject([{ byCard: false }]);
  expect((await newcomer.post(`/people/${body.id}/first-password-code`, { identityChecked: true })).body.code).toBe(
    'card_role_too_new',
  );
});

test('a card that nobody confirms in a day is void, and a confirmed one works for a day from then on (BR-188)', async () => {
  const sam = await anAccountInUse(college, first);
  const late = await madeBy(college, first, sam.id);
  await college.deliver();
  const tasks = async (state: string) =>
    (await second.get(`/staff-tasks?kind=password_card&personId=${sam.id}&state=${state}`)).body.items;
  expect(await tasks('open')).toMatchObject([{ subjectId: late.cardId, dueAt: late.confirmBy }]);
  college.clock.forward({ hours: 24 });
  expect((await confirm(second, late)).status).toBe(404);
  expect((await second.get('/password-cards')).body.items).toEqual([]);

  const card = await madeBy(college, first, sam.id);
  await college.deliver();
  expect(await tasks('done')).toMatchObject([{ outcome: 'no_longer_needed' }]);
  college.clock.forward({ hours: 23 });
  expect((await confirm(second, card)).status).toBe(200);
  college.clock.forward({ hours: 23 });
  await college.deliver();
  expect(await tasks('open')).toEqual([]);
  await use(college, card).expect(204);

  const unused = await madeBy(college, first, sam.id);
  await confirm(second, unused);
  college.clock.forward({ hours: 25 });
  expect((await use(college, unused)).body.code).toBe('first_password_code_invalid');
});

test('whoever made a card, whoever confirmed it and its owner end it before its use; for others it is not there', async () => {
  const sam = await anAccountInUse(college, first);
  const me = await enter(college, sam.card, password);
  const other = await aPerson(college, { roles: ['coordinator'] });
  for (const end of [
    (id: string) => first.post(`/password-cards/${id}/end`),
    (id: string) => second.post(`/password-cards/${id}/end`),
    (id: string) => me.post(`/me/password-cards/${id}/end`),
  ]) {
    const card = await madeBy(college, first, sam.id);
    await confirm(second, card);
    expect((await other.post(`/password-cards/${card.cardId}/end`)).status).toBe(404);
    expect((await (await aPerson(college)).post(`/me/password-cards/${card.cardId}/end`)).status).toBe(404);
    expect(await end(card.cardId)).toMatchObject({ status: 200, body: { state: 'ended' } });
    expect((await use(college, card)).body.code).toBe('first_password_code_invalid');
    expect((await end(card.cardId)).body.code).toBe('password_card_over');
  }
  expect((await me.get('/me')).status).toBe(200);
  await signInWith(college, sam.card, password).expect(200);
});

test('the owner hears inside the service that a card was made and used, also who never said how to be reached (BR-188)', async () => {
  const sam = await anAccountInUse(college, first);
  await aUsedCard(college, first, second, sam.id);
  await college.deliver();
  const me = await enter(college, sam.card, password);
  const kinds = (await me.get('/me/messages')).body.items.map(({ kind }: { kind: string }) => kind);
  expect(kinds).toEqual(['password_card_used', 'password_card_made']);
  expect((await me.get('/me/reads')).body.items).toContainEqual(
    expect.objectContaining({ kind: 'password_card', reader: 'Casey' }),
  );
});

test('a maker who lost the role makes a card that nobody can confirm, and the database says so too', async () => {
  const sam = await anAccountInUse(college, first);
  const gone = await aPerson(college);
  await college.sql.query(
    `
      insert into role_grant (id, person_id, role, granted_at)
      values (gen_random_uuid(), $1, 'coordinator', $2::timestamptz - interval '15 days')`,
    [gone.id, college.clock.now()],
  );
  const card = await madeBy(college, gone, sam.id);
  await college.sql.query(
    `update role_grant set ended_at = $2, ended_by = person_id where person_id = $1 and role = 'coordinator'`,
    [gone.id, college.clock.now()],
  );
  expect((await confirm(second, card)).body.code).toBe('card_maker_left');
  const now = college.clock.now();
  await expect(
    college.sql.query('update password_card set confirmed_by = $3, confirmed_at = $2 where id = $1', [
      card.cardId,
      now,
      second.id,
    ]),
  ).rejects.toThrow('had the role for two weeks');
  await expect(
    college.sql.query('update password_card set used_at = $2 where id = $1', [card.cardId, now]),
  ).rejects.toThrow('password_card_used_confirmed');
  await expect(
    college.sql.query('update password_card set confirmed_by = made_by, confirmed_at = $2 where id = $1', [
      card.cardId,
      now,
    ]),
  ).rejects.toThrow(/two weeks|second_is_another/);
  await expect(
    college.sql.query(
      `
        insert into password_card (id, person_id, hash, needs_second, sealed_days, made_by, made_at, expires_at)
        values (gen_random_uuid(), $1, sha256('x'), false, 7, $2, $3, $3::timestamptz + interval '1 hour')`,
      [sam.id, first.id, now],
    ),
  ).rejects.toThrow('a second person has to confirm');
});

test('two confirmations at the same moment make one, and a card made anew leaves one open', async () => {
  const sam = await anAccountInUse(college, first);
  const card = await madeBy(college, first, sam.id);
  const both = await Promise.all([1, 2].map(() => confirm(second, card)));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const made = await Promise.all([1, 2, 3].map(() => madeBy(college, first, sam.id)));
  const open = await college.sql.query(
    'select id from password_card where person_id = $1 and used_at is null and ended_at is null',
    [sam.id],
  );
  expect(open).toHaveLength(1);
  expect(made.map(({ cardId }) => cardId)).toContain(open[0].id);
});

test('after all of this every promise holds', async () => expect(await brokenPromises(college)).toEqual([]));
