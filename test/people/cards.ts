import { newId } from '../../src/platform/ids.js';
import { aPerson, signedInAgain, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';
import { holding, password } from './account.js';

export const cardPassword = 'eleven lanterns at dusk';

export interface Card {
  signInNumber: string;
  code: string;
  cardId: string;
  needsSecond: boolean;
  confirmBy: string | null;
}

/** Two people who have made cards for long, and one who began today. */
export async function cardMakers(college: TestCollege) {
  const first = await aPerson(college, { name: 'Casey', roles: ['coordinator'] });
  const second = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
  college.clock.forward({ days: 20 });
  return { first, second, newcomer: await aPerson(college, { name: 'Nell', roles: ['coordinator'] }) };
}

const post = (college: TestCollege, path: string, body: object) => college.http.post(`/api/v1${path}`).send(body);

/** Uses a card: 204, or the refusal. */
export const use = (college: TestCollege, { signInNumber, code }: Card, wanted = cardPassword) =>
  post(college, '/auth/first-password', { signInNumber, code, password: wanted });

export const signInWith = (college: TestCollege, { signInNumber: email }: Pick<Card, 'signInNumber'>, secret: string) =>
  post(college, '/auth/sign-in', { email, password: secret });

/** Signs in with number and password, as a client does. */
export async function enter(college: TestCollege, card: Pick<Card, 'signInNumber'>, secret: string) {
  const { body } = await signInWith(college, card, secret).expect(200);
  return holding(college, body.accessToken);
}

export const madeBy = async (college: TestCollege, staff: TestPerson, personId: string): Promise<Card> =>
  (
    await (
      await signedInAgain(college, staff)
    ).post(`/people/${personId}/first-password-code`, { identityChecked: true })
  ).body;

/** A second person who proved lately who they are. */
export const confirmedBy = async (college: TestCollege, staff: TestPerson, { cardId }: Card) =>
  (await signedInAgain(college, staff)).post(`/password-cards/${cardId}/confirmation`);

/** Somebody without an address whose account is in use. */
export async function anAccountInUse(college: TestCollege, first: TestPerson) {
  const { body } = await first.post('/people', { chosenName: 'Sam' });
  const card = await madeBy(college, first, body.id);
  await use(college, card, password).expect(204);
  return { id: body.id as string, card };
}

/** A card that was made, confirmed and used, with a sign-in by it. */
export async function aUsedCard(college: TestCollege, first: TestPerson, second: TestPerson, personId: string) {
  const card = await madeBy(college, first, personId);
  const confirmed = await confirmedBy(college, second, card);
  if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
  await use(college, card).expect(204);
  return { card, byCard: await enter(college, card, cardPassword) };
}

/** A card that waits for a second person, put there by hand. */
export async function aWaitingCard(college: TestCollege, maker: TestPerson): Promise<{ id: string; own: TestPerson }> {
  const { body } = await maker.post('/people', { chosenName: 'Sam' });
  const [id, now] = [newId(), college.clock.now()];
  await college.sql.query('insert into credential (person_id, changed_at) values ($1, $2)', [body.id, now]);
  await college.sql.query(
    `
      insert into password_card (id, person_id, hash, needs_second, sealed_days, made_by, made_at, expires_at)
      values ($1, $2, sha256('x'), true, 7, $3, $4::timestamptz, $4::timestamptz + interval '24 hours')`,
    [id, body.id, maker.id, now],
  );
  return { id, own: await signedInAgain(college, { id: body.id, chosenName: 'Sam' } as TestPerson) };
}
