import { ModulesContainer } from '@nestjs/core';
import { CLOSED_AFTER_CARD } from '../../src/platform/access/access.decorators.js';
import { declaredRoutes, routesWhere } from '../../src/platform/access/declared-access.js';
import { type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { anAccountInUse, aUsedCard, cardMakers } from '../people/cards.js';
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
