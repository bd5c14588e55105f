import type { OpenAPIObject } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { roles } from '../../src/platform/actor.js';
import { poolOf } from '../../src/platform/database/sql.js';
import type { TestPerson } from '../support/builders.js';
import { type Answered, HttpClient } from '../support/http-client.js';
import { forgetLimits } from '../support/limits.js';
import { as, callOf, lets, type Place, placesOf, thingOf } from './matrix.js';
import { Rehearsal } from './rehearsal.js';
import type { Kind, Thing, World } from './world.js';

/** A step that went well, and the same step once more. */
export interface Repeat {
  route: string;
  first: Answered;
  second: Answered;
  /** Tables in which the second one left more rows than it found, or fewer. */
  written: string[];
}

/** What comes before a step in the world as it stands, done by the first whom it works for. */
export interface Before {
  routes: readonly string[];
  /** The last one makes the thing that the step is about. */
  makes?: Kind;
  by?: 'own' | 'related';
}

/**
 * Every route that changes something, done by the first whom it works for, and then again with the same words and
 * without a key that would make it the same request. `unreached` are those that work for nobody.
 */
export async function everyRepeat(
  world: World,
  document: OpenAPIObject,
  leadingTo: Readonly<Record<string, Before>>,
): Promise<{ repeats: Repeat[]; unreached: Place[] }> {
  const { college } = world;
  const client = new HttpClient(college.url, 20_000);
  const rehearsal = await Rehearsal.start(college);
  const all = placesOf(college, document);
  const places = all.filter(({ described }) => described.method.toLowerCase() !== 'get');
  const found = new Map<string, Repeat>();
  const ask = async (place: Place, thing: Thing | undefined, person: TestPerson) => {
    await forgetLimits(college);
    const call = callOf(document, place, world, thing, await person.bearer());
    return client.call({ ...call, headers: await upToDate(client, call) });
  };
  /** The thing that the step is about, once what comes before is done. */
  const prepared = async (place: Place, cast: (person: TestPerson) => TestPerson): Promise<Thing | undefined> => {
    const { routes = [], makes, by } = leadingTo[place.described.route] ?? {};
    let last = '';
    for (const route of routes) {
      const step = all.find(({ described }) => described.route === route) as Place;
      for (const person of candidates(world, step, by)) {
        const { status, text } = await ask(step, thingOf(world, step.line), cast(person));
        if (status >= 300) continue;
        last = text;
        break;
      }
    }
    const thing = makes ? world.things[makes] : thingOf(world, place.line);
    return makes && last ? { ...thing, ...thingIn(last) } : thing;
  };
  const twice = async (place: Place, person: TestPerson, cast: (person: TestPerson) => TestPerson) => {
    const thing = await prepared(place, cast);
    const first = await ask(place, thing, cast(person));
    if (first.status >= 300) return undefined;
    const before = await rowsByTable(world);
    const second = await ask(place, thing, cast(person));
    const after = await rowsByTable(world);
    const written = [...after].flatMap(([table, count]) => (before.get(table) === count ? [] : [table]));
    return { route: place.described.route, first, second, written };
  };
  try {
    for (const role of roles) {
      const cast = await as(world, role);
      for (const place of places) {
        if (!lets(place.access, role)) continue;
        for (const person of candidates(world, place)) {
          if (found.has(place.described.route)) break;
          const repeat = await rehearsal.once(() => twice(place, person, cast));
          if (repeat) found.set(repeat.route, repeat);
        }
      }
    }
  } finally {
    client.close();
    await rehearsal.end();
  }
  return { repeats: [...found.values()], unreached: places.filter(({ described }) => !found.has(described.route)) };
}

function candidates(world: World, { line }: Place, by?: Before['by']): TestPerson[] {
  const thing = thingOf(world, line);
  const people = by
    ? [thing?.[by]]
    : thing
      ? [thing.own, thing.related, world.stranger]
      : [world.stranger, world.things.person.own];
  return people.filter((person) => person !== undefined);
}

/** Of what was made: itself. */
const thingIn = (text: string): Pick<Thing, 'id'> => ({ id: JSON.parse(text).id });

/** With the version that stands now, of the thing itself or of what it belongs to. */
async function upToDate(
  client: HttpClient,
  { path, headers }: ReturnType<typeof callOf>,
): Promise<Record<string, string>> {
  if (!('if-match' in headers)) return headers;
  const { authorization = '' } = headers;
  for (let at = path; at.split('/').length > 3; at = at.slice(0, at.lastIndexOf('/'))) {
    const answer = await client.call({ method: 'get', path: at, headers: { authorization } });
    if (answer.headers.etag) return { ...headers, 'if-match': answer.headers.etag };
  }
  return headers;
}

/** As the application sees them. */
async function rowsByTable({ college }: World): Promise<Map<string, string>> {
  const { rows } = await poolOf(college.app.get(DataSource)).query(`
    select table_name, query_to_xml(format('select count(*) from %I', table_name), true, true, '')::text as count
    from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`);
  return new Map(rows.map(({ table_name: table, count }) => [table, count]));
}
