import type { OpenAPIObject } from '@nestjs/swagger';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { newId } from '../../src/platform/ids.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { Growth } from '../support/grown.js';
import { type Planned, plansOf } from '../support/plan-costs.js';
import { describedRoutes, type Parameter, resolved, sample } from '../support/samples.js';
import { askList, type List, readersOf } from './read-lists.js';
import { aWorld, type World } from './world.js';

/** A page of one list, as somebody asks for it. */
interface Asked {
  name: string;
  list: List;
  query: Record<string, string>;
}

const fewer = 3;
const more = 100 * fewer;
const perPage = 5;

let college: TestCollege;
let world: World;
let document: OpenAPIObject;
const lists: List[] = [];

beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  world = await aWorld(college);
  const staff = await aPerson(college, { name: 'Casey', roles: ['coordinator', 'administrator', 'facilitator'] });
  const { own: owner, related: facilitator } = world.things.run;
  for (const described of describedRoutes(document))
    if (described.method === 'get' && described.operation.parameters?.some(({ name }) => name === 'cursor'))
      lists.push(...(await readersOf(world, described, [staff, owner as TestPerson, facilitator as TestPerson])));
});
afterAll(() => college.close());

test('no page of any list costs more with a hundred times as much of everything, whatever is asked for', async () => {
  const people = (await college.sql.query('select id from person')).map(({ id }: { id: string }) => id);
  const growth = new Growth(college.sql, ['rate_count', 'migration'], people);
  console.time('grow');
  await growth.to(fewer);
  console.timeLog('grow');
  const before = new Map<string, Planned[]>();
  for (const asked of lists.flatMap(pagesOf)) await measure(asked, before);
  console.timeLog('grow', before.size);
  await growth.to(more);
  console.timeLog('grow');
  const after = new Map<string, Planned[]>();
  for (const asked of lists.flatMap(pagesOf)) await measure(asked, after);
  console.timeLog('grow');
  const dearer: string[] = [];
  for (const [name, now] of after) {
    for (const mode of ['force_generic_plan', 'force_custom_plan']) {
      const [a, b] = [costOf(before.get(name) ?? [], mode), costOf(now, mode)];
      if (b.rows > 1.5 * a.rows + 50 || (b.pages > 1.5 * a.pages && b.pages > 300)) {
        const worst = now.filter((x) => x.mode === mode).sort((x, y) => y.rows - x.rows)[0];
        dearer.push(`${name} ${mode}: rows ${a.rows} → ${b.rows}, pages ${a.pages} → ${b.pages}\n   ${worst?.reads.filter((r) => Number(r.split(': ')[1]) > 30).join('; ')}`);
      }
    }
  }
  (await import('node:fs')).writeFileSync('/tmp/dearer.txt', dearer.join('\n'));
  expect(dearer).toEqual([]);
}, 600_000);

const costOf = (plans: Planned[], mode: string) => ({
  pages: plans.filter((each) => each.mode === mode).reduce((sum, { pages }) => sum + pages, 0),
  rows: plans.filter((each) => each.mode === mode).reduce((sum, { rows }) => sum + rows, 0),
});

/** Without a filter, and with each, at a value that occurs and at one that does not. */
function pagesOf(list: List): Asked[] {
  const filters = list.filters.flatMap((filter) => valuesOf(filter).map((value) => ({ [filter.name]: value })));
  return [{}, ...filters].map((filter) => ({
    name: `${list.route} as ${list.reader.chosenName} ${JSON.stringify(filter)}`,
    list,
    query: { ...list.query, ...filter } as Record<string, string>,
  }));
}

function valuesOf({ schema: given = {} }: Parameter): string[] {
  const schema = resolved(document, given);
  if (schema.enum) return [schema.enum[0], schema.enum.at(-1)].map(String);
  if (schema.format === 'uuid') return [...new Set([world.ids.ownerId, world.ids.runId])];
  if (schema.type === 'boolean') return ['true', 'false'];
  return [String(sample(document, schema))];
}

async function measure({ name, list, query }: Asked, into: Map<string, Planned[]>): Promise<void> {
  let cursor: string | undefined;
  for (const page of ['first', 'second']) {
    let answer: Awaited<ReturnType<typeof askList>> | undefined;
    const plans = await plansOf(async () => {
      answer = await askList(world, list.reader, list.path, { ...query, limit: String(perPage), ...(cursor && { cursor }) });
    });
    if (answer?.status !== 200) console.log(name, answer?.status, answer?.text?.slice(0, 200));
    into.set(`${name} ${page}`, plans);
    cursor = answer?.body?.next;
    if (!cursor) return;
  }
}
void newId;
