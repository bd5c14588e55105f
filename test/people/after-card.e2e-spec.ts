import { aPerson, aRun, signedInAgain, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { holding, password } from './account.js';
import { anAccountInUse, aUsedCard, cardMakers, cardPassword, enter, signInWith } from './cards.js';

let college: TestCollege;
let first: TestPerson;
let second: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  ({ first, second } = await cardMakers(college));
});
afterAll(() => college.close());

type Held = ReturnType<typeof holding>;
const words = 'What nobody else may read.';
const entry = async (me: Held, text = words) =>
  (await me.post('/journal-entries', { blocks: [{ text }] }).expect(201)).body as { id: string; version: number };
const texts = async (me: Held) =>
  (await me.get('/journal-entries')).body.items.map(({ id }: { id: string }) => id) as string[];
const closed = async (asked: Promise<{ status: number; body: { code?: string } }>) => {
  const { status, body } = await asked;
  return status === 403 && body.code === 'closed_after_card' ? 'closed' : `${status} ${body.code}`;
};
const proved = async (me: Held, secret: string) => me.post('/me/sign-ins/current/proof', { password: secret });

/** Somebody who wrote in a journal and a plan, and a card that was used for their account. */
async function aLife() {
  const sam = await anAccountInUse(college, first);
  const before = await enter(college, sam.card, password);
  const written = await entry(before);
  const version = (await before.get(`/journal-entries/${written.id}/versions`)).body.items[0].id as string;
  const plan = (await before.post('/learning-plans', { aims: words }).expect(201)).body.id as string;
  const goal = (await before.post(`/learning-plans/${plan}/goals`, { statement: words }).expect(201)).body.id as string;
  const need = (await before.post('/me/support-needs', { kind: 'mobility', text: words }).expect(201)).body
    .id as string;
  college.clock.forward({ hours: 1 });
  const used = await aUsedCard(college, first, second, sam.id);
  return { ...sam, ...used, before, written, version, plan, goal, need };
}

test('a sign-in by a card opens nothing that was written before, and all that is written since (BR-188, 215)', async () => {
  const { byCard, before, written, version, plan, goal, need } = await aLife();
  expect((await before.get('/me')).status).toBe(401);
  expect((await byCard.get('/me')).body.closedAfterCard).toMatchObject({ until: null });
  expect((await byCard.get('/me/sign-ins')).body.items).toMatchObject([{ current: true, byCard: true }]);
  for (const asked of [
    byCard.get(`/journal-entries/${written.id}`),
    byCard.get(`/journal-entries/${written.id}/versions`),
    byCard.get(`/journal-entries/${written.id}/comments`),
    byCard.get(`/journal-entries/${written.id}/reads`),
    byCard.get(`/journal-versions/${version}`),
    byCard.delete(`/journal-entries/${written.id}`),
    byCard.post(`/journal-entries/${written.id}/archival`),
    byCard.post(`/journal-entries/${written.id}/restoration`),
    byCard.post(`/journal-entries/${written.id}/grants`, { recipientId: first.id, purpose: 'x' }),
    byCard.post('/journal-searches', { words: 'nobody' }),
    byCard.post('/journal-exports'),
    byCard.get(`/learning-plans/${plan}`),
    byCard.get(`/learning-plans/${plan}/export`),
    byCard.post(`/learning-plans/${plan}/agreement`),
    byCard.get(`/goals/${goal}`),
    byCard.get('/learning-plans?as=reader'),
    byCard.get('/measurements?sharedWithMe=true'),
    byCard.get('/me/support-needs'),
    byCard.get(`/me/support-needs/${need}`),
    byCard.get('/me/emergency-contact'),
    byCard.get('/me/names'),
    byCard.post('/me/data-export'),
    byCard.post('/me/erasure'),
    byCard.post('/me/data-requests', { kind: 'access' }),
    byCard.post('/me/data-requests', { kind: 'erasure' }),
    byCard.post('/me/email-change', { email: 'another@example.org' }),
    byCard.post('/me/second-factor'),
    byCard.post('/me/calendar-feed', { titles: 'neutral' }),
    byCard.put('/me/safe-contact', { channels: { phone: { allowed: true, value: '+1 555 0101' } } }),
    byCard.put('/me/consents/share_needs_with_facilitators', { given: true }),
    byCard.post('/me/password-recovery-codes'),
    byCard.put('/me/safe-contact', { channels: {}, resetByEmail: false }),
  ])
    expect(await closed(asked)).toBe('closed');
  expect((await byCard.get('/learning-plans')).body.items).toEqual([]);
  expect((await byCard.get('/journal-entries')).body).toMatchObject({ items: [], closedBefore: expect.any(String) });

  const since = await entry(byCard, 'Words of today.');
  expect(await texts(byCard)).toEqual([since.id]);
  expect((await byCard.get(`/journal-entries/${since.id}`)).body.blocks[0].text).toBe('Words of today.');
  await byCard.post('/me/data-requests', { kind: 'correction' }).expect(201);
  await byCard.put('/me/safe-contact', { channels: { inApp: { allowed: true } } }).expect(200);
  await byCard.put('/me/consents/share_needs_with_facilitators', { given: false }).expect(200);
  const run = await aRun(college, { capacity: 3 });
  expect((await byCard.get(`/runs/${run.id}/eligibility`)).status).toBe(200);
  expect((await byCard.get('/me/agenda')).status).toBe(200);
});

test('an entry from before stays closed though it was changed since, by whatever statement (BR-215)', async () => {
  const { byCard, card, written } = await aLife();
  const old = await enter(college, card, password);
  college.clock.forward({ minutes: 5 });
  const { version } = (await old.get(`/journal-entries/${written.id}`)).body;
  const changed = await college.http
    .patch(`/api/v1/journal-entries/${written.id}`)
    .set('authorization', old.authorization)
    .set('if-match', `"${version}"`)
    .send({ blocks: [{ text: 'Changed.' }] });
  expect(changed.status).toBe(200);
  expect(await closed(byCard.get(`/journal-versions/${changed.body.versionId}`))).toBe('closed');
  const seen = async (since: string) =>
    college.sql.transaction(async (tx) => {
      await tx.query('set local role rc_api');
      await tx.query(
        `select set_config('journal.person', $1, true), set_config('journal.now', $2, true), set_config('journal.since', $3, true)`,
        [changed.body.authorId ?? (await old.get('/me')).body.id, college.clock.now().toISOString(), since],
      );
      const tables = ['journal_entry', 'journal_version', 'journal_grant', 'journal_attachment', 'journal_comment'];
      const counts: number[] = [];
      for (const table of tables) counts.push((await tx.query(`select from ${table}`)).length);
      return counts;
    });
  expect(await seen('')).toEqual([1, 2, 0, 0, 0]);
  expect(await seen(college.clock.now().toISOString())).toEqual([0, 0, 0, 0, 0]);
});

test('the password from before works for three days, shows the card, and ends it with every sign-in by it (BR-188)', async () => {
  const { byCard, card, id, written } = await aLife();
  const another = await enter(college, card, cardPassword);
  const devices = async () => college.sql.query('select 1 from device_token where person_id = $1', [id]);
  expect(await devices()).toHaveLength(2);
  const old = await enter(college, card, password);
  expect(await texts(old)).toEqual([written.id]);
  const [mine] = (await old.get('/me/password-cards')).body.items;
  expect(mine).toMatchObject({
    id: card.cardId,
    state: 'used',
    madeBy: { chosenName: 'Casey' },
    confirmedBy: { chosenName: 'Mo' },
    can: ['end'],
  });
  expect(mine.signIns).toHaveLength(2);
  expect((await old.get('/me/sign-ins')).body.items.map(({ byCard: by }: { byCard: boolean }) => by).sort()).toEqual([
    false,
    true,
    true,
  ]);
  expect((await proved(old, cardPassword)).body.code).toBe('password_wrong');
  expect((await proved(byCard, password)).body.code).toBe('password_wrong');
  expect((await proved(old, password)).status).toBe(200);

  expect((await old.post(`/me/password-cards/${card.cardId}/end`)).body).toMatchObject({ state: 'ended', can: [] });
  expect(await devices()).toEqual([]);
  for (const sign of [byCard, another]) expect((await sign.get('/me')).status).toBe(401);
  expect((await signInWith(college, card, cardPassword)).status).toBe(401);
  expect((await old.get('/me')).status).toBe(200);
  await signInWith(college, card, password).expect(200);
  college.clock.forward({ hours: 80 });
  await signInWith(college, card, password).expect(200);
  const [left] = await college.sql.query('select count(*)::int as n from earlier_password where person_id = $1', [id]);
  expect(left.n).toBe(0);
});

test('after three days the password from before is none, and a card that staff end then leaves no password', async () => {
  const { byCard, card, id } = await aLife();
  college.clock.forward({ hours: 73 });
  expect((await signInWith(college, card, password)).status).toBe(401);
  const anybody = await aPerson(college, { roles: ['coordinator'] });
  expect((await anybody.get(`/password-cards/${card.cardId}`)).body).toMatchObject({ state: 'used', can: ['end'] });
  expect((await anybody.post(`/password-cards/${card.cardId}/end`)).status).toBe(200);
  expect((await byCard.get('/me')).status).toBe(401);
  for (const secret of [password, cardPassword])
    expect((await signInWith(college, card, secret)).body.code).toBe('sign_in_failed');
  const next = await aUsedCard(college, first, second, id);
  expect(next.card.needsSecond).toBe(true);
  expect((await next.byCard.get('/me')).body.closedAfterCard).not.toBeNull();
});

test('no password change and no sign-in by a card shakes off the card or the owner (BR-188)', async () => {
  const { byCard, card } = await aLife();
  const old = await enter(college, card, password);
  const [ownSignIn] = (await old.get('/me/sign-ins')).body.items.filter(({ current }: { current: boolean }) => current);
  expect((await byCard.delete(`/me/sign-ins/${ownSignIn.id}`)).status).toBe(404);
  const chosen = 'nine paper boats on a lake';
  await byCard.put('/me/password', { currentPassword: cardPassword, newPassword: chosen }).expect(204);
  expect((await old.get('/me')).status).toBe(200);
  const again = await enter(college, card, chosen);
  expect((await again.get('/me')).body.closedAfterCard).not.toBeNull();
  await signInWith(college, card, password).expect(200);

  const own = 'four grey stones in a row';
  await old.put('/me/password', { currentPassword: password, newPassword: own }).expect(204);
  expect((await again.get('/me')).status).toBe(401);
  expect((await signInWith(college, card, chosen)).status).toBe(401);
  expect((await signInWith(college, card, password)).status).toBe(401);
  const free = await enter(college, card, own);
  expect((await free.get('/me')).body.closedAfterCard).toBeNull();
});

test('untold stays closed; told in person by the second, a day later, it opens a week after that (BR-216)', async () => {
  const { byCard, card, written } = await aLife();
  const tell = async (who: TestPerson) =>
    (await signedInAgain(college, who)).post(`/password-cards/${card.cardId}/told`, { how: 'in_person' });
  const renewed = () => enter(college, card, cardPassword);
  expect((await tell(second)).body.code).toBe('card_told_too_soon');
  college.clock.forward({ days: 8 });
  const late = await renewed();
  expect(await closed(late.get(`/journal-entries/${written.id}`))).toBe('closed');
  expect((await tell(first)).body.code).toBe('second_person_needed');
  expect((await tell(second)).body).toMatchObject({ opensAt: expect.any(String), state: 'used' });
  expect((await tell(second)).body.code).toBe('password_card_over');
  college.clock.forward({ days: 6, hours: 23 });
  expect((await (await renewed()).get('/me')).body.closedAfterCard.until).toEqual(expect.any(String));
  expect(await texts(await renewed())).toEqual([]);
  college.clock.forward({ hours: 1 });
  expect(await texts(await renewed())).toEqual([written.id]);
  expect((await (await renewed()).get('/me')).body.closedAfterCard).toBeNull();
  expect((await second.post(`/password-cards/${card.cardId}/end`)).body.code).toBe('password_card_over');
  expect((await byCard.get('/me/password-cards')).status).toBeGreaterThanOrEqual(200);
});

test('read inside the service with the password from before it opens; read by the card it does not, nor after an objection', async () => {
  const { byCard, card, written } = await aLife();
  await college.deliver();
  const message = async (me: Held) =>
    (await me.get('/me/messages')).body.items.find(({ kind }: { kind: string }) => kind === 'password_card_used');
  await byCard.post(`/me/messages/${(await message(byCard)).id}/reading`).expect(201);
  expect((await byCard.get('/me')).body.closedAfterCard.until).toBeNull();
  const old = await enter(college, card, password);
  await old.post(`/me/messages/${(await message(old)).id}/reading`).expect(201);
  college.clock.forward({ days: 7, minutes: 1 });
  expect(await texts(await enter(college, card, cardPassword))).toEqual([written.id]);

  const other = await aLife();
  await college.deliver();
  const owner = await enter(college, other.card, password);
  await owner.post(`/me/messages/${(await message(owner)).id}/reading`).expect(201);
  college.clock.forward({ days: 6 });
  expect((await first.post(`/password-cards/${other.card.cardId}/end`)).status).toBe(200);
  college.clock.forward({ days: 2 });
  expect((await signInWith(college, other.card, cardPassword)).status).toBe(401);
});

test('a letter tells only where mail was safe before the card was made (BR-216)', async () => {
  const told = async (safeSince: string) => {
    const { id, card } = await aLife();
    await college.sql.query('alter table safe_contact disable trigger user');
    await college.sql.query(
      `
        insert into safe_contact (id, person_id, version, channels, discreet, learner_will_initiate, confirmed_at)
        select gen_random_uuid(), $1, 1, '{"email": {"allowed": true}}', true, false, made_at + $2::interval
        from password_card
        where id = $3`,
      [id, safeSince, card.cardId],
    );
    await college.sql.query('alter table safe_contact enable trigger user');
    // The condition under which somebody with an address gets a card is not this one's.
    await college.sql.query(
      'update person set email = $2, email_canonical = $2, email_confirmed_at = $3 where id = $1',
      [id, `${id}@example.org`, college.clock.now()],
    );
    await college.deliver();
    return (await college.sql.query('select told_how from password_card where id = $1', [card.cardId]))[0].told_how;
  };
  expect(await told('-1 hour')).toBe('by_letter');
  expect(await told('1 minute')).toBeNull();
});

test('whoever gets another card before the first was told of loses that one, and never what came before it', async () => {
  const { byCard, card, id, written } = await aLife();
  const next = await aUsedCard(college, first, second, id);
  expect((await byCard.get('/me')).status).toBe(401);
  const old = await enter(college, card, password);
  expect(await texts(old)).toEqual([written.id]);
  expect((await old.get('/me/password-cards')).body.items.map(({ state }: { state: string }) => state)).toEqual([
    'used',
    'ended',
    'used',
  ]);
  expect(await texts(next.byCard)).toEqual([]);
});

test('after all of this every promise holds', async () => expect(await brokenPromises(college)).toEqual([]));
