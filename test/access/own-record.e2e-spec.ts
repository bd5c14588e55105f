import type { OpenAPIObject } from '@nestjs/swagger';
import { compatible } from '../../src/people/roles/role.rules.js';
import { roles } from '../../src/platform/actor.js';
import { forgetLimits } from '../support/limits.js';
import { ChosenReaders } from '../journals/chosen-readers.js';
import type { TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { HttpClient } from '../support/http-client.js';
import { resolved, type Schema } from '../support/samples.js';
import { forThemselves, manyTakePart, ownRecordCodes } from './for-themselves.js';
import { as, callOf, type Place, placesOf, thingOf } from './matrix.js';
import { Rehearsal } from './rehearsal.js';
import { aWorld, type Thing, type World } from './world.js';

/** What somebody with every role that goes together was answered to a command about themselves. */
interface Attempt {
  route: string;
  codes: string[];
  status: number;
}

let college: TestCollege;
let attempts: Attempt[];
beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  const { body } = await college.http.get('/openapi.json').expect(200);
  attempts = await everyAttempt(await aWorld(college), body as OpenAPIObject);
}, 600_000);
afterAll(() => college.close());

const isRefused = ({ codes }: Attempt): boolean => codes.some((code) => ownRecordCodes.has(code));

test('nobody decides about themselves, whatever roles they hold (BR-208)', () => {
  expect(attempts.length).toBeGreaterThan(60);
  expect(
    attempts
      .filter((attempt) => !isRefused(attempt) && !(attempt.route in forThemselves))
      .map(
        ({ route, status, codes }) =>
          `${route} answered ${status} ${codes.join(', ')} to whoever it is about: refuse it with refuseOwnRecord ` +
          `(src/platform/access/own-record.rules.ts) before the state is looked at, or, where people may do it for ` +
          `themselves, say why in test/access/for-themselves.ts`,
      ),
  ).toEqual([]);
});

test('what people may do for themselves is listed once, and is not refused', () => {
  expect(
    Object.keys(forThemselves).filter((route) => {
      const attempt = attempts.find((each) => each.route === route);
      return !attempt || isRefused(attempt);
    }),
  ).toEqual([]);
});

/** Every command about a person, called by that person. */
async function everyAttempt(world: World, document: OpenAPIObject): Promise<Attempt[]> {
  const client = new HttpClient(college.url, 20_000);
  const cast = await as(world, ...roles.filter((role) => compatible(['coordinator'], role)));
  const rehearsal = await Rehearsal.start(college);
  const found = new Map<string, Attempt>();
  try {
    for (const place of placesOf(college, document)) {
      for (const self of whoIsMeant(world, document, place)) {
        await forgetLimits(college);
        const token = await cast(self.person).bearer();
        const call = callOf(document, place, world, self.thing, token, (body, schema) =>
          self.named ? naming(document, schema, body, self.named) : body,
        );
        const { status, text } = await rehearsal.once(() => client.call(call));
        const codes = [...text.matchAll(/"code":"(\w+)"/g)].map(([, code = '']) => code);
        found.set(place.described.route, { route: place.described.route, status, codes });
        if (status !== 404) break;
      }
    }
  } finally {
    client.close();
    await rehearsal.end();
  }
  return [...found.values()];
}

interface Meant {
  person: TestPerson;
  thing: Thing | undefined;
  /** What the body says where it is the body that names the person. */
  named?: Record<string, unknown>;
}

/**
 * Whom a command is about: whose the thing of its path is, or who is named in its body, and then each that it may know.
 * Nobody for what reads, for what is about nobody, and for what only the person themselves may do at all.
 */
function whoIsMeant(world: World, document: OpenAPIObject, { described, line }: Place): Meant[] {
  const { method, operation } = described;
  if (method.toLowerCase() === 'get' || (line.may.length === 1 && line.may[0] === 'own')) return [];
  const thing = thingOf(world, line);
  if (thing?.own && line.of && !manyTakePart.includes(line.of)) return [{ person: thing.own, thing }];
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (!schema || !names(document, schema)) return [];
  return [thing?.own, thing?.related, world.stranger].flatMap((person) =>
    person
      ? [{ person, thing, named: { personId: person.id, personIds: [person.id], enrolmentId: placeOnRun(world) } }]
      : [],
  );
}

const placeOnRun = ({ things }: World): string => things.enrolment.id;

const naming = (document: OpenAPIObject, given: Schema, body: object, named: Record<string, unknown>): object => {
  const { properties = {} } = resolved(document, given);
  const filled = Object.entries({ ...body, ...pick(named, Object.keys(properties)) }).map(([name, value]) => {
    const { items } = resolved(document, properties[name] ?? {});
    if (name in named || !items || !Array.isArray(value)) return [name, value] as const;
    return [name, value.map((each) => (isObject(each) ? naming(document, items, each, named) : each))] as const;
  });
  const { anonymousCount: _, ...rest } = Object.fromEntries(filled);
  return rest;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const pick = (from: Record<string, unknown>, wanted: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => wanted.includes(name)));

/** Whether a body says whom it is about. */
function names(document: OpenAPIObject, given: Schema, depth = 0): boolean {
  const { properties = {}, items } = resolved(document, given);
  if (depth > 4) return false;
  return (
    ['personId', 'personIds', 'enrolmentId'].some((name) => name in properties) ||
    Object.values(properties).some((each) => names(document, each, depth + 1)) ||
    (items !== undefined && names(document, items, depth + 1))
  );
}
