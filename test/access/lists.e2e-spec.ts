import type { OpenAPIObject } from '@nestjs/swagger';
import { endings } from '../../src/platform/http/wants.js';
import { forgetLimits } from '../support/limits.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { describedRoutes, type DescribedRoute, type Parameter, resolved, sample } from '../support/samples.js';
import { lines } from './lines.js';
import { askList, type List, readersOf } from './read-lists.js';
import { aWorld, type World } from './world.js';

/** Every list of the document, walked and asked in wrong ways (I-51, I-52). */
let college: TestCollege;
let world: World;
let document: OpenAPIObject;
let staff: TestPerson;
const lists: List[] = [];
const unread: string[] = [];

beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  world = await aWorld(college);
  staff = await aPerson(college, { name: 'Casey', roles: ['coordinator', 'administrator', 'facilitator'] });
  for (const described of describedRoutes(document)) if (described.method === 'get') await find(described);
});
afterAll(() => college.close());

/** Whoever gets an answer from this route reads it in these tests. */
async function find(described: DescribedRoute): Promise<void> {
  const [list] = await readersOf(world, described, [staff, world.stranger]);
  if (list) lists.push(list);
  else if (described.operation.parameters?.some(({ name }) => name === 'cursor')) unread.push(described.route);
}

const ask = (reader: TestPerson, path: string, query: Record<string, string>) => askList(world, reader, path, query);

/** The values of a parameter that knows some words only. */
const wordsOf = ({ schema = {} }: Parameter): string[] => (resolved(document, schema).enum ?? []).map(String);
const ordersOf = ({ filters }: List): string[] => filters.filter(({ name }) => name === 'sort').flatMap(wordsOf);

const codes = async (list: List, query: Record<string, string>) => {
  const { status, body } = await ask(list.reader, list.path, { ...list.query, ...query });
  return `${list.route} ${JSON.stringify(query).slice(0, 60)}: ${status} ${body.code}`;
};
const paged = () => lists.filter(({ pages }) => pages);

test('somebody reads every list', () => {
  expect(unread).toEqual([]);
  expect(paged().length).toBeGreaterThan(40);
});

test('a parameter that no route knows is refused by each of them, not ignored (I-52)', async () => {
  const ignored: string[] = [];
  for (const list of lists.filter(({ path }) => !path.startsWith('/health') && !path.startsWith('/.well'))) {
    const found = await codes(list, { statsu: 'open' });
    if (!found.endsWith('400 unknown_parameter')) ignored.push(found);
  }
  expect(ignored).toEqual([]);
});

test('a limit that is too high, too low or no number is refused, never cut down (I-51)', async () => {
  const wrong: string[] = [];
  for (const list of paged()) {
    for (const limit of ['201', '0', '-1', '1e2', '0x10', '5 6', '', '99999999999']) {
      const found = await codes(list, { limit });
      if (!found.endsWith('400 invalid_parameter')) wrong.push(found);
    }
  }
  expect(wrong).toEqual([]);
});

test('a filter that makes no sense is refused (I-52)', async () => {
  const wrong: string[] = [];
  for (const list of lists) {
    for (const { name, schema: given = {} } of list.filters) {
      const schema = resolved(document, given);
      if (!schema.enum && !schema.format && schema.type !== 'integer' && schema.type !== 'boolean') continue;
      const found = await codes(list, { [name]: 'no such thing' });
      if (!/ 400 (?:invalid_parameter|invalid_id)$/.test(found)) wrong.push(found);
    }
  }
  expect(wrong).toEqual([]);
});

test('what an item says of itself is taken by the filter of that name, and finds it (I-52)', async () => {
  const wrong: string[] = [];
  let tried = 0;
  for (const list of lists.filter(({ filters }) => filters.length > 0)) {
    const { body } = await ask(list.reader, list.path, list.query);
    const items = (body.items ?? []) as Record<string, unknown>[];
    // Between which days or instants is always asked by these, whatever an item calls so.
    for (const { name } of list.filters.filter((each) => !['from', 'to'].includes(each.name))) {
      const value = items
        .map((item) => item[name])
        .find((each) => typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean');
      if (value === undefined) continue;
      tried++;
      const found = await ask(list.reader, list.path, { ...list.query, [name]: String(value) });
      if (found.status !== 200 || !found.body.items.some((item: Record<string, unknown>) => item[name] === value))
        wrong.push(`${list.route} ${name}=${String(value)}: ${found.status} ${found.body.code}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(5);
});

test('a cursor is good for its own list and filter only (I-51)', async () => {
  const wrong: string[] = [];
  const cursors = new Map<string, string>();
  for (const list of paged()) {
    const { body } = await ask(list.reader, list.path, { ...list.query, limit: '1' });
    if (body.next) cursors.set(list.route, body.next);
  }
  expect(cursors.size).toBeGreaterThan(10);
  for (const list of paged()) {
    const [, foreign = ''] = [...cursors].find(([route]) => route !== list.route) ?? [];
    for (const cursor of [foreign, 'x', 'W10', 'a'.repeat(1_001)]) {
      const found = await codes(list, { cursor });
      if (!/ 400 (?:invalid_cursor|invalid_parameter)$/.test(found)) wrong.push(found);
    }
    const own = cursors.get(list.route);
    for (const filter of list.filters) {
      const [word] = wordsOf(filter);
      if (!own || word === undefined) continue;
      const found = await codes(list, { cursor: own, [filter.name]: word });
      if (!found.endsWith('400 invalid_cursor')) wrong.push(found);
    }
  }
  expect(wrong).toEqual([]);
});

test('a list walks in each of its orders, and none takes the cursor of another (BR-246)', async () => {
  const wrong: string[] = [];
  const ordered = paged().filter((list) => ordersOf(list).length > 0);
  for (const list of ordered)
    for (const sort of ordersOf(list)) {
      const asked = { ...list.query, sort };
      const whole = keysOf((await ask(list.reader, list.path, { ...asked, limit: '200' })).body.items);
      const walked: string[] = [];
      for (let cursor: string | null = null, page = 0; page === 0 || cursor; page++) {
        const { body } = await ask(list.reader, list.path, { ...asked, limit: '1', ...(cursor && { cursor }) });
        walked.push(...keysOf(body.items));
        cursor = body.next;
        const others = page === 0 ? ordersOf(list).filter((other) => other !== sort) : [];
        for (const other of cursor ? others : [])
          if (!(await codes(list, { sort: other, cursor: cursor ?? '' })).endsWith('400 invalid_cursor'))
            wrong.push(`${list.route} takes a cursor of ${sort} for ${other}`);
      }
      if (walked.join() !== whole.join()) wrong.push(`${list.route} by ${sort}: ${walked.length} of ${whole.length}`);
    }
  expect(wrong).toEqual([]);
  expect(ordered.length).toBeGreaterThan(6);
});

test('a total counts what the list itself would show to this reader, and nothing else (BR-246)', async () => {
  const wrong: string[] = [];
  const counted = describedRoutes(document).filter(({ operation }) =>
    operation.parameters?.some(({ name }) => name === 'total'),
  );
  for (const described of counted)
    for (const list of await readersOf(world, described, [staff, world.stranger])) {
      const { body } = await ask(list.reader, list.path, { ...list.query, limit: '200' });
      if ('total' in body || body.next) wrong.push(`${list.route} without being asked`);
      const first = await ask(list.reader, list.path, { ...list.query, limit: '1', total: 'true' });
      if (first.body.total?.count !== body.items.length || first.body.total.more)
        wrong.push(`${list.route}: ${JSON.stringify(first.body.total)} of ${body.items.length}`);
      const { next } = first.body;
      if (next && (await ask(list.reader, list.path, { ...list.query, cursor: next })).status !== 200)
        wrong.push(`${list.route} goes on only where it is counted again`);
    }
  expect(wrong).toEqual([]);
  expect(counted.length).toBeGreaterThan(9);
});

test('every list of the document pages (I-51)', () => {
  expect(lists.filter(({ pages, answersList }) => answersList && !pages).map(({ route }) => route)).toEqual([]);
});

test('what has two forms is sent in the one that the address ends with, or else that Accept prefers', async () => {
  const wrong: string[] = [];
  const routes = new Set(describedRoutes(document).map(({ path }) => path));
  const formsOf = ({ path }: DescribedRoute) =>
    Object.entries(endings).flatMap(([ending, form]) => (routes.has(`${path}.${ending}`) ? [form] : []));
  const described = new Map(describedRoutes(document).map((each) => [each.route, each]));
  const twofold = lists.flatMap((list) => {
    const route = described.get(list.route);
    return route?.method === 'get' ? formsOf(route).map((other) => ({ ...list, other })) : [];
  });
  for (const list of twofold) {
    const { other } = list;
    const path = `${list.path}?${new URLSearchParams(list.query).toString()}`;
    const [ending = ''] = Object.entries(endings).find(([, form]) => form === other) ?? [];
    await forgetLimits(college);
    const file = await list.reader.get(`${list.path}.${ending}?${new URLSearchParams(list.query).toString()}`);
    if (file.status !== 200 || !file.headers['content-type']?.startsWith(other))
      wrong.push(`${list.route}.${ending}: ${file.status} ${file.headers['content-type']}`);
    for (const [accept, expected] of [
      [`${other};q=0, application/json`, 'application/json'],
      [`application/json, ${other};q=0.1`, 'application/json'],
      [`application/json;q=0.1, ${other}`, other],
    ] as const) {
      await forgetLimits(college);
      const { status, headers } = await list.reader.get(path, { accept });
      if (status !== 200 || !headers['content-type']?.startsWith(expected))
        wrong.push(`${list.route} ${accept}: ${status} ${headers['content-type']}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(twofold.length).toBeGreaterThan(3);
});

test('a cursor is good for whoever got it alone (I-51)', async () => {
  const passed: string[] = [];
  let tried = 0;
  for (const list of paged()) {
    const { body } = await ask(list.reader, list.path, { ...list.query, limit: '1' });
    if (!body.next || list.isPublic) continue;
    for (const other of [staff, world.stranger]) {
      if (other === list.reader) continue;
      const answer = await ask(other, list.path, { ...list.query, cursor: body.next });
      if (answer.status === 404 || answer.status === 403) continue;
      tried++;
      if (answer.body.code !== 'invalid_cursor') passed.push(`${list.route}: ${answer.status}`);
    }
  }
  expect(passed).toEqual([]);
  expect(tried).toBeGreaterThan(5);
});

test('a walk from page to page sees each row once, also while rows are added (I-51)', async () => {
  const wrong: string[] = [];
  const grown = new Set<string>();
  for (const list of paged()) {
    const add = describedRoutes(document).find(({ route }) => route === list.route.replace('GET', 'POST'));
    const before = keysOf((await ask(list.reader, list.path, { ...list.query, limit: '200' })).body.items);
    const walked: string[] = [];
    for (let cursor: string | null = null, page = 0; page === 0 || cursor; page++) {
      const { body } = await ask(list.reader, list.path, { ...list.query, limit: '2', ...(cursor && { cursor }) });
      walked.push(...keysOf(body.items));
      cursor = body.next;
      if (add && page < 3 && (await list.reader.post(list.path, bodyFor(add, page))).status === 201)
        grown.add(list.route);
      if (page > 300) break;
    }
    if (new Set(walked).size !== walked.length) wrong.push(`${list.route} shows a row twice`);
    if (before.some((key) => !walked.includes(key))) wrong.push(`${list.route} leaves a row out`);
  }
  expect(wrong).toEqual([]);
  expect(grown.size).toBeGreaterThan(5);
});

const keysOf = (items: { id?: string }[]): string[] => items.map((item) => item.id ?? JSON.stringify(item));

/** A new row that differs from the last in whatever has to differ. */
function bodyFor({ route, operation }: DescribedRoute, number: number): object {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = { ...(schema ? (sample(document, schema) as object) : {}), ...lines[route]?.body?.(world.ids, '') };
  const differing = ['name', 'title', 'approvalNumber', 'chosenName'].filter((field) => field in body);
  return {
    ...body,
    ...Object.fromEntries(differing.map((field) => [field, `Added ${number}`])),
    ...('day' in body && { day: `2028-01-0${number + 1}` }),
  };
}
