import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { randomBytes } from 'node:crypto';
import type { RouteAccess } from '../../src/platform/access/access.decorators.js';
import { declaredRoutes } from '../../src/platform/access/declared-access.js';
import { type Role, roles } from '../../src/platform/actor.js';
import { newId } from '../../src/platform/ids.js';
import { forgetLimits } from '../support/limits.js';
import { signedInAgain, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';
import { type Answered, HttpClient } from '../support/http-client.js';
import { type DescribedRoute, describedRoutes, sample, type Schema } from '../support/samples.js';
import { applies, type Line, type Relation } from './line.js';
import { lines } from './lines.js';
import { Rehearsal } from './rehearsal.js';
import type { Kind, Thing, World } from './world.js';

/**
 * `may`: it works, or the state of things refuses it. `sees`: 403, or something about the thing is missing. `hidden`:
 * 404.
 */
export type Outcome = 'may' | 'sees' | 'hidden' | 'signed out' | `wrong: ${number} ${string}`;

/** One route, called by one kind of person about one thing. */
export interface Cell {
  route: string;
  role: Role | 'visitor';
  relation: Relation | 'absent' | 'none';
  expected: Outcome;
  found: Outcome;
  answer: Answered;
}

export interface Place {
  described: DescribedRoute;
  access: RouteAccess;
  line: Line;
}

/** Milliseconds; a machine may be busy, but an answer that never comes is a fault. */
const longestAnswer = 20_000;

/** Routes without a line, and lines without a route. */
export function unmatchedLines(college: TestCollege): string[] {
  const routes = declaredRoutes(college.app.get(ModulesContainer)).map(({ route }) => route);
  return [
    ...routes
      .filter((route) => !(route in lines))
      .map((route) => `${route} has no line: say in test/access/lines.ts who may what with it`),
    ...Object.keys(lines)
      .filter((route) => !routes.includes(route))
      .map((route) => `${route} is no route any more: remove its line from test/access/lines.ts`),
  ];
}

/** Calls every route as everybody, and says what came of it. */
export async function everyCell(world: World, document: OpenAPIObject): Promise<Cell[]> {
  const { college } = world;
  const client = new HttpClient(college.url, longestAnswer);
  const places = placesOf(college, document);
  const cells: Cell[] = [];
  const rehearsal = await Rehearsal.start(college);
  const ask = async (
    place: Place,
    role: Cell['role'],
    relation: Cell['relation'],
    person: TestPerson | undefined,
    thing: Thing | undefined,
  ) => {
    await forgetLimits(college);
    const token = await person?.bearer();
    const answer = await rehearsal.once(() => client.call(callOf(document, place, world, thing, token)));
    cells.push({
      route: place.described.route,
      role,
      relation,
      expected: expectation(place, role, relation),
      found: outcomeOf(answer),
      answer,
    });
  };
  try {
    for (const place of places) {
      await ask(place, 'visitor', 'unrelated', undefined, thingOf(world, place.line));
      if (place.line.of && place.access === 'public')
        await ask(place, 'visitor', 'absent', undefined, absent(place.line.of));
    }
    for (const role of roles) {
      const cast = await as(world, role);
      for (const place of places) {
        const thing = thingOf(world, place.line);
        await ask(place, role, 'unrelated', cast(world.stranger), thing);
        // Whom the route itself sends away, it sends away before it looks at anything.
        if (!thing || !lets(place.access, role)) continue;
        if (asksForAbsent(place, role))
          await ask(place, role, 'absent', cast(world.stranger), absent(place.line.of as Kind));
        if (!asksForRelations(place, role)) continue;
        if (thing.own) await ask(place, role, 'own', cast(thing.own), thing);
        if (thing.related) await ask(place, role, 'related', cast(thing.related), thing);
      }
    }
  } finally {
    client.close();
    await rehearsal.end();
  }
  return cells;
}

/** Every route with its line. */
export function placesOf(college: TestCollege, document: OpenAPIObject): Place[] {
  const described = new Map(describedRoutes(document).map((each) => [each.route, each]));
  return declaredRoutes(college.app.get(ModulesContainer)).flatMap(({ route, access }) => {
    const [line, found] = [lines[route], described.get(route)];
    return line && found && access !== undefined ? [{ described: found, access, line }] : [];
  });
}

export const lets = (access: RouteAccess, role: Role): boolean =>
  access === 'public' || access === 'signed-in' || access.includes(role);
const isFirst = ({ access }: Place, role: Role): boolean => roles.find((each) => lets(access, each)) === role;
/** Once for each route, and again as those who are let through to things that are not theirs. */
const asksForAbsent = (place: Place, role: Role): boolean =>
  isFirst(place, role) || expectation(place, role, 'unrelated') !== 'hidden';
/**
 * Once for each route, and again as those whom its line names; about journals in every role, since none may change
 * anything there (BR-123).
 */
const asksForRelations = (place: Place, role: Role): boolean =>
  isFirst(place, role) ||
  place.line.of?.startsWith('journal-') === true ||
  [...place.line.may, ...(place.line.sees ?? [])].some((who) => who === role || who.endsWith(` ${role}`));
export const thingOf = (world: World, { of }: Line): Thing | undefined => of && world.things[of];
const absent = (kind: Kind): Thing => ({
  id: kind === 'verification' || kind === 'calendar-feed' ? randomBytes(32).toString('base64url') : newId(),
});

/** Everybody has these roles now, and no other than learner; answers them signed in with them. */
export async function as(
  { college, things, stranger }: World,
  ...given: readonly Role[]
): Promise<(person: TestPerson) => TestPerson> {
  const people = new Map(
    Object.values(things)
      .flatMap(({ own, related }) => [own, related])
      .concat(stranger)
      .flatMap((person) => (person ? [[person.id, person] as const] : [])),
  );
  const ids = [...people.keys()];
  await college.sql.query(
    'update role_grant set ended_at = granted_at where person_id = any($1) and ended_at is null',
    [ids],
  );
  await college.sql.query(
    `
      insert into role_grant (id, person_id, role, granted_at)
      select gen_random_uuid(), id, role, $3
      from unnest($1::uuid[]) as id
      cross join unnest($2::text[]) as role`,
    [ids, [...new Set(['learner', ...given])], college.clock.now()],
  );
  const signedIn = new Map<string, TestPerson>();
  for (const person of people.values()) signedIn.set(person.id, await signedInAgain(college, person));
  return (person) => signedIn.get(person.id) ?? person;
}

function expectation({ access, line }: Place, role: Cell['role'], relation: Cell['relation']): Outcome {
  if (role === 'visitor') {
    if (access !== 'public') return 'signed out';
    if (line.always) return line.always;
    return relation === 'absent' ? 'hidden' : 'may';
  }
  if (!lets(access, role)) return 'sees';
  if (line.always) return line.always;
  if (relation === 'absent' || relation === 'none') return 'hidden';
  if (applies(line.may, role, relation)) return 'may';
  return applies(line.sees ?? [], role, relation) ? 'sees' : 'hidden';
}

export function callOf(
  document: OpenAPIObject,
  { described: { method, path, operation }, line }: Place,
  { ids }: World,
  thing: Thing | undefined,
  token: string | undefined,
  amended: (body: object, schema: Schema) => object = (body) => body,
) {
  const names: Record<string, string> = { ...(thing && { id: thing.id, token: thing.id }), ...line.path?.(ids) };
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const isJson = type === 'application/json';
  const filled = { ...(sample(document, content?.schema ?? {}) as object), ...line.body?.(ids, thing?.id ?? '') };
  const body = isJson ? JSON.stringify(amended(filled, content?.schema ?? {})) : type && pdf;
  return {
    method,
    path:
      path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? newId()) +
      (line.query ? `?${new URLSearchParams(line.query(ids)).toString()}` : ''),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(type && { 'content-type': type }),
      ...(operation.parameters?.some(({ name }) => name === 'If-Match') && { 'if-match': '"1"' }),
    },
    ...(body !== undefined && { body }),
  };
}

const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');

/** What state, a lost race or a missing business condition refuses was not refused for want of rights. */
const guards = new Set([409, 410, 412, 415, 422, 428]);

function outcomeOf({ status, text }: Answered): Outcome {
  if (status < 300 || guards.has(status)) return 'may';
  if (status === 401) return 'signed out';
  if (status === 403) return 'sees';
  // With a code of its own it is not the thing that is missing, but something about it; a page for people has none.
  if (status === 404) return text.includes('"code":"not_found"') || !text.startsWith('{') ? 'hidden' : 'sees';
  return `wrong: ${status} ${text.slice(0, 400)}`;
}
