import { ModulesContainer } from '@nestjs/core';
import { CLOSED_AFTER_CARD } from '../../src/platform/access/access.decorators.js';
import { declaredRoutes, routesWhere } from '../../src/platform/access/declared-access.js';
import { aPlace } from '../attendance/a-course.js';
import { aRun, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { password } from '../people/account.js';
import { anAccountInUse, aUsedCard, cardMakers, enter } from '../people/cards.js';
import { openAfterCard } from './after-card.js';

let college: TestCollege;
let first: TestPerson;
let second: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  ({ first, second } = await cardMakers(college));
});
afterAll(() => college.close());

const isClosed = (handler: object) => Reflect.getMetadata(CLOSED_AFTER_CARD, handler) === true;
const signedIn = () =>
  declaredRoutes(college.app.get(ModulesContainer))
    .filter(({ access }) => access !== 'public')
    .map(({ route, access }) => ({ route, forRoles: access !== 'signed-in' }));

test('each route is closed to a sign-in by a card, or says why it stays open (BR-188)', () => {
  const closed = routesWhere(college.app.get(ModulesContainer), isClosed);
  const open = Object.values(openAfterCard).flatMap(({ routes }) => routes);
  const routes = signedIn().filter(({ forRoles }) => !forRoles);
  const undecided = routes.filter(({ route }) => !closed.includes(route) && !open.includes(route));
  expect(undecided).toEqual([]);
  expect(open.filter((route) => closed.includes(route))).toEqual([]);
  expect(open.filter((route) => !routes.some((each) => each.route === route))).toEqual([]);
  expect(new Set(open).size).toBe(open.length);
});

/** Ids in an answer, wherever they stand. */
const idsIn = (answer: unknown): string[] =>
  JSON.stringify(answer ?? null).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];

test('no open route says a word that was written before, wherever it was sealed (BR-188, BR-215)', async () => {
  const sam = await anAccountInUse(college, first);
  const before = await enter(college, sam.card, password);
  const words = 'What nobody else may read.';
  const run = await aRun(college, { capacity: 3 });
  const own = [run.id];
  const made = async (asked: Promise<{ status: number; body: { id: string } }>) => {
    const { status, body } = await asked;
    expect([200, 201]).toContain(status);
    own.push(body.id);
    return body.id;
  };
  await before.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
  own.push(await aPlace(college, sam, run.id));
  await made(before.post('/journal-entries', { blocks: [{ text: words }] }));
  const plan = await made(before.post('/learning-plans', { aims: words }));
  await made(before.post(`/learning-plans/${plan}/goals`, { statement: words }));
  await made(before.post('/me/support-needs', { kind: 'mobility', text: words }));
  const sent = await first.post(`/runs/${run.id}/notices`, { text: words });
  expect(sent.body).toMatchObject({ done: 1 });
  await college.deliver();
  const seen = async (me: typeof before) => {
    const open = Object.values(openAfterCard).flatMap(({ routes }) => routes);
    const gets = open.filter((route) => route.startsWith('GET '));
    const lists = gets.filter((route) => !route.includes(':'));
    const answers: { route: string; text: string }[] = [];
    const ids = new Set(own);
    const ask = async (route: string, id = '') => {
      const [method = '', path = ''] = route.split(' ');
      const asked = me[method.toLowerCase() as 'get'](path.replace(/:\w+/g, id));
      const { body } = await asked;
      answers.push({ route, text: JSON.stringify(body ?? null) });
      return body;
    };
    for (const route of lists) for (const id of idsIn(await ask(route))) ids.add(id);
    const readings = ['POST /me/messages/:id/reading'];
    for (const route of [...gets.filter((each) => each.includes(':')), ...readings])
      for (const id of ids) await ask(route, id);
    return [...new Set(answers.filter(({ text }) => text.includes(words)).map(({ route }) => route))];
  };
  college.clock.forward({ hours: 1 });
  const { byCard } = await aUsedCard(college, first, second, sam.id);
  expect(await seen(byCard)).toEqual([]);
  const old = await enter(college, sam.card, password);
  expect(await seen(old)).toEqual(
    expect.arrayContaining(['GET /me/messages/:id', 'GET /me/notices', 'POST /me/messages/:id/reading']),
  );
});

test('every closed route, and every route for a role, answers closed_after_card to a sign-in by a card (BR-188)', async () => {
  const sam = await anAccountInUse(college, first);
  const { byCard } = await aUsedCard(college, first, second, sam.id);
  const closed = routesWhere(college.app.get(ModulesContainer), isClosed);
  const asked = signedIn().filter(({ route, forRoles }) => forRoles || closed.includes(route));
  expect(asked.length).toBeGreaterThan(150);
  const answered: string[] = [];
  for (const { route } of asked) {
    const [method = '', path = ''] = route.split(' ');
    const at = `/api/v1${path.replace(/:report\b/, 'activity').replace(/:\w+/g, sam.id)}`;
    const { status, body } = await college.http[method.toLowerCase() as 'get'](at).set(
      'authorization',
      byCard.authorization,
    );
    if (status !== 403 || body.code !== 'closed_after_card') answered.push(`${route} ${status} ${body.code}`);
  }
  expect(answered).toEqual([]);
});
