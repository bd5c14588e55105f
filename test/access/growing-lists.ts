import type { OpenAPIObject } from '@nestjs/swagger';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { mostCounted } from '../../src/platform/listing/listing.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege } from '../support/college.js';
import { Growth } from '../support/grown.js';
import { planModes, type Planned, plansOf } from '../support/plan-costs.js';
import { describedRoutes, type Parameter, resolved, sample } from '../support/samples.js';
import { askList, type List, readersOf } from './read-lists.js';
import { aWorld, type World } from './world.js';

/**
 * Lists, or their filters, that may cost more when there is more of everything, and why. Whatever is not here and does
 * fails; so does what is here and does not, where everybody asks who may.
 */
const mayGrowBecause: Readonly<Record<string, readonly string[]>> = {
  'a college has some tens or hundreds of them, however old it is': [
    'GET /ce-approvals',
    'GET /certification-schemes',
    'GET /course-proposals',
    'GET /courses',
    'GET /instruments',
    'GET /online-rooms',
    'GET /operations/restores',
    'GET /prospectus-editions',
    'GET /terms',
    'GET /venues',
    'GET /waitlists',
  ],
  'sorts the sessions to come, of which there are no more when a college is older': ['GET /sessions'],
  'what waits for a second person, or for an answer, waits for days': [
    'GET /data-requests',
    'GET /password-cards',
    'GET /people/:id/roles',
    'GET /role-grants',
  ],
  'reads what one person has, or what is about them, whole': [
    'GET /certification-applications',
    'GET /certification-applications/:id/assessments',
    'GET /certification-applications/:id/decisions',
    'GET /certification-applications/:id/evidence',
    'GET /certification-applications/:id/practice-logs',
    'GET /certification-applications/:id/references',
    'GET /journal-entries',
    'GET /journal-entries/:id/comments',
    'GET /journal-entries/:id/recipients',
    'GET /me/ce-credits',
    'GET /me/certificates',
    'GET /me/data-requests',
    'GET /me/reads',
    'GET /me/sign-ins',
    'GET /me/support-needs',
    'GET /me/transcript-releases',
    'GET /me/wishes',
    'GET /measurements',
    'GET /peer-meetings',
    'GET /progression-events',
    'GET /runs/:id/roster',
  ],
  'looks once, by index, at each run that one person facilitates or did, or has or had a place on': [
    'GET /me/agenda as Ada',
    // Her copies are places on runs that are over and that nobody concluded.
    'GET /me/agenda as Eve 1',
    'GET /me/agenda {"from"',
    'GET /runs',
    'GET /welfare-follow-ups as Ada',
    'GET /welfare-follow-ups as Eve 1',
  ],
  'reads the staff of the college, who are few': ['GET /learning-plans', 'GET /me/possible-advisors'],
  'adds up everybody': ['GET /ce-ledger/totals', 'GET /ce-shortfalls'],
  'walks in the order of recording, since no clock tells it (decision 58)': ['GET /audit/events {"from"'],
  'walks in its order until a page is full: each entry has several categories': ['GET /ce-ledger {"category"'],
};
const reasons = Object.values(mayGrowBecause).flat();

/** Copies of each kind: a hundred times as many. */
const [fewer, more] = [3, 300];
const perPage = 5;

/** A list as somebody asks for it. */
interface Asked {
  name: string;
  list: List;
  query: Record<string, string>;
}

/**
 * What the first and second page of every list touch, with each filter, when there is a hundred times as much of
 * everything: whatever costs more than half as much again, and is not meant to. Of a plan that Postgres makes for any
 * values, and of one for these.
 */
export async function growingLists({
  readers,
}: {
  readers: number;
}): Promise<{ asked: number; grown: string[]; unneeded: string[] }> {
  const college = await openTestCollege({ providers: [ChosenReaders] });
  try {
    const document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
    const world = await aWorld(college);
    const staff = await aPerson(college, { name: 'Casey', roles: ['coordinator', 'administrator', 'facilitator'] });
    const others = [staff, world.things.run.own, world.things.run.related] as TestPerson[];
    const lists: List[] = [];
    for (const described of describedRoutes(document))
      if (described.method === 'get' && described.operation.parameters?.some(({ name }) => name === 'cursor'))
        lists.push(...(await readersOf(world, described, others)).slice(0, readers));
    const all = lists.flatMap((list) => asksOf(list, document, world));
    const people = (await college.sql.query('select id from person')).map(({ id }: { id: string }) => id);
    const growth = new Growth(college.sql, ['rate_count', 'migration'], people);
    await growth.to(fewer);
    const before = await costsOf(world, all);
    await growth.to(more);
    const after = await costsOf(world, all);
    const earlier = (name: string) => before.get(name) ?? before.get(name.replace(/second page$/, 'first page')) ?? [];
    const dear = [...after].flatMap(([name, now]) => dearer(name, earlier(name), now));
    return {
      asked: all.length,
      grown: dear.filter((found) => !reasons.some((reason) => isAbout(found, reason))),
      unneeded: reasons.filter((reason) => !dear.some((found) => isAbout(found, reason))),
    };
  } finally {
    await college.close();
  }
}

/** Without a filter, and with each. */
function asksOf(list: List, document: OpenAPIObject, world: World): Asked[] {
  const filters = list.filters.flatMap((filter) =>
    valuesOf(filter, document, world).map((value) => ({ [filter.name]: value })),
  );
  return [{}, ...filters].map((filter: Record<string, string>) => ({
    name: `${list.route} ${JSON.stringify(filter)} as ${list.reader.chosenName}`,
    list,
    query: { ...list.query, ...filter },
  }));
}

function valuesOf({ schema: given = {} }: Parameter, document: OpenAPIObject, { ids }: World): string[] {
  const schema = resolved(document, given);
  if (schema.enum) return [schema.enum[0], schema.enum.at(-1)].map(String);
  if (schema.format === 'uuid') return [ids.ownerId, ids.runId];
  if (schema.type === 'boolean') return ['true', 'false'];
  const value = sample(document, schema);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

/** Plans by what was asked and which page it was. */
async function costsOf(world: World, all: readonly Asked[]): Promise<Map<string, Planned[]>> {
  const found = new Map<string, Planned[]>();
  for (const { name, list, query } of all) {
    let cursor = null as string | null;
    for (const page of ['first', 'second']) {
      if (page === 'second' && !cursor) break;
      const asked = { ...query, limit: String(perPage), ...(cursor !== null && { cursor }) } as Record<string, string>;
      const plans = await plansOf(async () => {
        cursor = (await askList(world, list.reader, list.path, asked)).body?.next ?? null;
      });
      found.set(`${name}, ${page} page`, plans);
    }
  }
  return found;
}

/** A route, or a route with a filter, or as somebody. */
function isAbout(found: string, reason: string): boolean {
  const [, route = '', query = '', reader = ''] = /^(\S+ \S+) (\{.*\}) as ([^,]*),/.exec(found) ?? [];
  return reason === route || `${route} ${query}`.startsWith(`${reason}:`) || reason === `${route} as ${reader}`;
}

const counts = `limit ${mostCounted + 1})`;

/** Counting ends after so many rows, and may look at each of them. */
const counted = ({ text, rows }: Planned): number => (text.includes(counts) ? Math.min(rows, mostCounted + 1) : 0);

/** A second page that was not there before is held against the first. An index that grows by a level has more pages. */
function dearer(name: string, before: readonly Planned[], after: readonly Planned[]): string[] {
  return planModes.flatMap((mode) => {
    const sum = (plans: readonly Planned[], what: 'rows' | 'pages') =>
      plans.filter((plan) => plan.mode === mode).reduce((all, plan) => all + plan[what], 0);
    const mayCount = after.filter((plan) => plan.mode === mode).reduce((all, plan) => all + counted(plan), 0);
    const isDearer =
      sum(after, 'rows') - mayCount > 1.5 * sum(before, 'rows') + 50 ||
      sum(after, 'pages') > Math.max(300, 1.75 * sum(before, 'pages')) + mayCount;
    if (!isDearer) return [];
    const reads = after
      .filter((plan) => plan.mode === mode)
      .flatMap((plan) => plan.reads)
      .filter(({ rows }) => rows > 50)
      .map(({ what, rows }) => `${rows} by ${what}`);
    return [
      `${name}, ${mode}: rows ${sum(before, 'rows')} → ${sum(after, 'rows')}, ` +
        `pages ${sum(before, 'pages')} → ${sum(after, 'pages')}; ${reads.join(', ')}`,
    ];
  });
}
