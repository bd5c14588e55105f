import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';
import { newId } from '../../src/platform/ids.js';
import { forgetLimits } from '../support/limits.js';
import { type Role, roles } from '../../src/platform/actor.js';
import { aLearner, signedInAgain, type TestPerson } from '../support/builders.js';
import { type Answered, type Call, HttpClient } from '../support/http-client.js';
import {
  describedRoutes,
  type DescribedRoute,
  type Parameter,
  resolved,
  sample,
  type Schema,
} from '../support/samples.js';
import { AcceptedInput } from './accepted-input.js';
import { lines } from './lines.js';
import type { World } from './world.js';

/** Milliseconds; nothing that one request may ask for takes so long, even on a busy machine. */
const longestAnswer = 30_000;
const atOnce = 4;

/** What may stand anywhere, and belongs nowhere. */
const oddities: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    -1e308,
    Number.MAX_SAFE_INTEGER,
    2 ** 31,
    '',
    ' ',
    'NaN',
    'Infinity',
    '-0',
    '1e9',
    '0x10',
    '\u0000',
    'a\u0000b',
    '\uD800',
    '\uDFFF\uD800',
    '\u202E',
    '<b>',
    `'; drop table person; --`,
    '%',
    '_',
    '\\',
    '${7*7}',
    '-'.repeat(100),
    '- '.repeat(100),
    '"'.repeat(101),
    'or '.repeat(60),
    '&|!()<->'.repeat(20),
    '!'.repeat(180),
    `${'('.repeat(90)}a`,
    "'a':* & ".repeat(20),
    '../../etc/passwd',
    'true',
    '2027-02-30',
    '2027-13-01',
    '0000-01-01',
    '9999-12-31',
    '-000001-01-01',
    '2027-01-01T25:00:00Z',
    '2027-01-01T00:00:60Z',
    '294277-01-01',
    '10000-01-01',
    '2027-03-28T01:30',
    '018f0000-0000-0000-0000-000000000000',
    '00000000-0000-0000-0000-000000000000',
    'x'.repeat(300),
    'ü'.repeat(900),
    'x'.repeat(70_000),
    [],
    {},
    [[]],
    [null],
    { __proto__: null, a: 1 },
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value that the schema allows, more or less. */
function near(document: OpenAPIObject, given: Schema, ids: readonly string[], depth = 0): fc.Arbitrary<unknown> {
  const schema = resolved(document, given);
  const choices = schema.anyOf ?? schema.oneOf;
  if (depth > 4) return fc.constant(sample(document, schema));
  if (choices) return fc.oneof(...choices.map((choice) => near(document, choice, ids, depth + 1)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const types = [schema.type ?? 'string'].flat();
  return fc.oneof(
    { weight: 6, arbitrary: ofType(document, schema, types[0] ?? 'string', ids, depth) },
    { weight: types.includes('null') ? 1 : 0, arbitrary: fc.constant(null) },
  );
}

function ofType(
  document: OpenAPIObject,
  schema: Schema,
  type: string,
  ids: readonly string[],
  depth: number,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, each]) => [name, near(document, each, ids, depth + 1)]),
        ),
        { requiredKeys: schema.required ?? [] },
      );
    case 'array':
      return fc.array(near(document, schema.items ?? {}, ids, depth + 1), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
      });
    case 'integer':
    case 'number':
      return fc.integer({
        min: Math.ceil(schema.minimum ?? 0),
        max: Math.floor(Math.min(schema.maximum ?? 1_000_000, 2_147_483_647)),
      });
    case 'boolean':
      return fc.boolean();
    default:
      return textLike(document, schema, ids);
  }
}

function textLike(document: OpenAPIObject, schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const { format, pattern, minLength = 0, maxLength = 60 } = schema;
  if (format === 'uuid') return fc.constantFrom(...ids);
  if (format === 'date')
    return fc
      .date({ min: new Date('1900-01-01'), max: new Date('2150-01-01'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
  if (format === 'date-time')
    return fc
      .date({ min: new Date('1900-01-01'), max: new Date('2150-01-01'), noInvalidDate: true })
      .map((instant) => instant.toISOString());
  if (format || pattern) return fc.constant(sample(document, schema));
  return fc.oneof(
    fc.constant(sample(document, schema)),
    fc.string({ unit: 'grapheme', minLength: Math.max(1, minLength), maxLength: Math.min(maxLength, 80) }),
  );
}

/** Changes one place of a value into something that nobody expects there. */
function spoiled(body: unknown): fc.Arbitrary<unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return oddities;
  const keys = Object.keys(body);
  const change =
    keys.length === 0
      ? fc.constant(body)
      : fc.tuple(fc.constantFrom(...keys), oddities).map(([key, odd]) => ({ ...body, [key]: odd }));
  const drop =
    keys.length === 0
      ? fc.constant(body)
      : fc
          .constantFrom(...keys)
          .map((key) => Object.fromEntries(Object.entries(body).filter(([each]) => each !== key)));
  const add = fc
    .tuple(fc.constantFrom('extra', 'id', 'personId', 'version', 'state', 'constructor', '__proto__'), oddities)
    .map(([key, odd]) => ({ ...body, ...JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(odd) ?? 'null'}}`) }));
  return fc.oneof(change, change, change, drop, add, oddities);
}

const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
/** Bodies that are no JSON, or one that no client writes. */
const brokenBytes = fc.constantFrom<Buffer | string | undefined>(
  undefined,
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '{"a":1,"a":2}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"a":1}}}',
  nested(40),
  nested(3_000),
  `[${'1,'.repeat(6_000)}1]`,
  '{"a":1e999}',
  '{"a":"\\ud800"}',
  '{"a":"\\u0000"}',
  '{"a":01}',
  '// {}',
  Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
  `{"a":"${'x'.repeat(140_000)}"}`,
  Buffer.from('{}', 'utf16le'),
);
const oddHeaders = fc.constantFrom<Record<string, string>>(
  { 'if-match': '"1"' },
  { 'if-match': '*' },
  { 'if-match': 'W/"1"' },
  { 'if-match': '"99999999999999999999"' },
  { 'if-match': '1' },
  { 'idempotency-key': 'k'.repeat(129) },
  { 'idempotency-key': '' },
  { 'idempotency-key': 'ü' },
  { 'idempotency-key': 'the same' },
  { accept: 'application/pdf' },
  { accept: 'text/csv' },
  { accept: 'image/webp;q=0' },
  { accept: ',,;' },
  { range: 'bytes=0-0' },
  { range: 'bytes=-1,5-2' },
  { 'content-encoding': 'gzip' },
  { 'if-none-match': '*' },
  { 'accept-language': 'xx-ünknown;q=2' },
  { 'x-request-id': 'x'.repeat(500) },
  { traceparent: 'no' },
  { authorization: 'Bearer a.b.c' },
  { authorization: 'Basic Og==' },
  { authorization: 'Bearer' },
  { 'x-http-method-override': 'DELETE' },
  { expect: 'no' },
  { cookie: '=;;' },
);
const headerSets = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Record<string, string>>({}) },
  { weight: 1, arbitrary: oddHeaders },
);
const types = fc.constantFrom(
  'application/json',
  'application/json',
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/octet-stream',
  'image/png',
  '',
  'application/json;;',
);
const queries = fc.constantFrom(
  '',
  '',
  '',
  'limit=1',
  'limit=200',
  'limit=201',
  'limit=0',
  'limit=-1',
  'limit=1e3',
  'limit=0x10',
  'limit=',
  'limit=1&limit=2',
  'limit[]=1',
  'limit[a]=1',
  'cursor=x',
  'cursor=W10',
  'cursor=%00',
  'cursor=%ED%A0%80',
  'cursor=%',
  `cursor=${'a'.repeat(2_000)}`,
  'unknown=1',
  '__proto__=1',
  '__proto__[a]=1',
  'constructor=1',
  `x=${'y'.repeat(9_000)}`,
  '&&==',
  '%C0%AF=1',
  '?',
  '#',
  'state=%27',
  'a='.repeat(300),
);
const oddNames = fc.constantFrom(
  'x',
  '%00',
  '%2e%2e',
  '%ED%A0%80',
  '%',
  '0',
  'null',
  '-1',
  '9'.repeat(400),
  '018f0000-0000-7000-8000-00000000000g',
  '{id}',
  '%0d%0aX:%20y',
  'A'.repeat(43),
  '00000000-0000-0000-0000-000000000000',
);

interface Wish {
  call: Call;
  who: string;
}

/** Requests for one operation: mostly close to what it wants, in parts far from it. */
function requestsFor(
  document: OpenAPIObject,
  { method, path, operation, route }: DescribedRoute,
  world: World,
  tokens: ReadonlyMap<string, string>,
): fc.Arbitrary<Wish> {
  const { things, ids } = world;
  const known = [
    ...new Set([...Object.values(things).map(({ id }) => id), ...Object.values(ids).flat(), newId()]),
  ].filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const of = lines[route]?.of;
  const right: Record<string, string> = {
    id: (of && things[of].id) ?? newId(),
    token: of ? things[of].id : 'x',
    ...lines[route]?.path?.(ids),
  };
  const names = fc.record(
    Object.fromEntries(
      (path.match(/\{\w+\}/g) ?? []).map((name) => [
        name.slice(1, -1),
        fc.oneof(
          { weight: 5, arbitrary: fc.constant(right[name.slice(1, -1)] ?? 'x') },
          { weight: 2, arbitrary: fc.constantFrom(...known) },
          { weight: 1, arbitrary: oddNames },
        ),
      ]),
    ),
  );
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const valid =
    content?.schema && type === 'application/json'
      ? near(document, content.schema, known).map((body) =>
          typeof body === 'object' ? { ...body, ...lines[route]?.body?.(ids, right['id'] ?? '') } : body,
        )
      : fc.constant(undefined);
  const body = fc.oneof(
    { weight: 4, arbitrary: valid.map((each) => json(each)) },
    { weight: 4, arbitrary: valid.chain(spoiled).map((each) => json(each)) },
    { weight: 2, arbitrary: brokenBytes },
    {
      weight: type && type !== 'application/json' ? 6 : 0,
      arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    },
  );
  const parameters = (operation.parameters ?? []).filter((each): each is Parameter => each.in === 'query');
  const query = fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: queries },
    {
      weight: 2,
      arbitrary: fc
        .record(
          Object.fromEntries(
            parameters.map(({ name, schema }) => [name, fc.oneof(near(document, schema ?? {}, known), oddities)]),
          ),
          { requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name) },
        )
        .map(asQuery),
    },
  );
  const contentType = fc.oneof(
    { weight: 6, arbitrary: fc.constant(type ?? 'application/json') },
    { weight: 1, arbitrary: types },
  );
  return fc
    .record({ names, body, query, headers: headerSets, contentType, who: fc.constantFrom(...tokens.keys()) })
    .map(({ names: given, body: bytes, query: asked, headers, contentType: said, who }) => ({
      who,
      call: {
        method,
        path: path.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name])) + (asked && `?${asked}`),
        headers: {
          ...(tokens.get(who) && { authorization: `Bearer ${tokens.get(who)}` }),
          ...(method !== 'get' && said && { 'content-type': said }),
          ...(needsMatch(operation) && { 'if-match': '"1"' }),
          ...asBytes(headers),
        },
        ...(method !== 'get' && method !== 'delete' && bytes !== undefined && { body: bytes }),
      },
    }));
}

const needsMatch = (operation: DescribedRoute['operation']): boolean =>
  operation.parameters?.some(({ name }) => name === 'If-Match') ?? false;
const json = (value: unknown): string | undefined => JSON.stringify(value);
const asBytes = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]));
const asQuery = (parameters: Record<string, unknown>): string =>
  Object.entries(parameters)
    .map(
      ([name, value]) =>
        `${name}=${encodeURIComponent((typeof value === 'string' ? value : (json(value) ?? '')).replace(/\p{Surrogate}/gu, '\uFFFD').slice(0, 900))}`,
    )
    .join('&');

/** What is wrong with an answer, whatever was asked; undefined when nothing is. */
export function faultOf({ status, headers, text }: Answered, route?: DescribedRoute): string | undefined {
  if (status >= 500 && !(status === 503 && headers['retry-after'])) return `answers ${status}`;
  if (
    /\bat .+\.(?:js|ts):\d+|node_modules|QueryFailedError|syntax error at|violates .* constraint|select .+ from /i.test(
      text,
    ) &&
    status >= 400
  )
    return 'tells how it is made';
  if (status < 400) return undefined;
  if (
    route?.operation.responses[status]?.content?.['text/html'] &&
    String(headers['content-type']).startsWith('text/html')
  )
    return undefined;
  if (!String(headers['content-type']).startsWith('application/problem+json'))
    return `refuses with ${headers['content-type']}`;
  const { code, status: said, title, requestId } = JSON.parse(text);
  if (!/^[a-z][a-z0-9_.]+$/.test(code) || said !== status || !title || !requestId)
    return 'refuses without a code, a title or a number';
  return undefined;
}

export interface FuzzResult {
  requests: number;
  statuses: Record<string, number>;
  faults: string[];
}

/** Sends so many requests as somebody to every operation in turn, several at once, and says which answers were wrong. */
export async function fuzz(
  world: World,
  document: OpenAPIObject,
  { requests, seed, as }: { requests: number; seed: number; as: FuzzedRole },
): Promise<FuzzResult> {
  const { college } = world;
  // Whoever signs out says nothing more.
  const routes = describedRoutes(document).sort(
    (one, other) => Number(endsSignIns.test(one.route)) - Number(endsSignIns.test(other.route)),
  );
  const client = new HttpClient(college.url, longestAnswer, atOnce);
  const statuses: Record<string, number> = {};
  const faults = new Map<string, string>();
  const perRoute = Math.ceil(requests / routes.length);
  const tokens = await tokensOf(world, as);
  const accepted = new AcceptedInput(document);
  const wishes = routes.flatMap((route, index) =>
    fc
      .sample(requestsFor(document, route, world, tokens), { numRuns: perRoute, seed: seed + index })
      .map((wish) => ({ route, wish })),
  );
  let next = 0;
  const work = async () => {
    for (let at = next++; at < wishes.length; at = next++) {
      const { route, wish } = wishes[at] as (typeof wishes)[number];
      await forgetLimits(college);
      const answer = await client
        .call(wish.call)
        .catch((error: Error): Answered => ({ status: 599, headers: {}, text: error.message }));
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      const isTaken = answer.status >= 200 && answer.status < 300;
      const fault = faultOf(answer, route) ?? (isTaken ? accepted.faultOf(route, wish.call) : undefined);
      if (fault && !faults.has(`${route.route} ${fault}`))
        faults.set(
          `${route.route} ${fault}`,
          `${route.route} ${fault} (seed ${seed}, as ${wish.who}): ${shown(wish.call)} → ${answer.text.slice(0, 300)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  client.close();
  return { requests: wishes.length, statuses, faults: [...faults.values()] };
}

const endsSignIns = /sign-out|sign-ins|password|second-factor|erasure|roles/;

/** The shortest way to say what was sent. */
const shown = ({ method, path, headers, body }: Call): string =>
  `${method} ${path.slice(0, 300)} ${JSON.stringify({ ...headers, authorization: undefined })} ${typeof body === 'string' ? body.slice(0, 600) : (body?.toString('hex').slice(0, 200) ?? '')}`;

/** Whoever may ask: nobody in particular, or somebody of a role. */
export const fuzzedRoles = ['nobody', ...roles] as const;
export type FuzzedRole = (typeof fuzzedRoles)[number];

/** Somebody of the role; as a learner, also those to whom things belong or who have to do with them. */
async function tokensOf({ college, things }: World, as: FuzzedRole): Promise<Map<string, string>> {
  if (as === 'nobody') return new Map([['nobody', '']]);
  const tokens = new Map([[as as string, await (await withRole(college, as)).bearer()]]);
  if (as !== 'learner') return tokens;
  for (const kind of [
    'enrolment',
    'certification',
    'assignment',
    'course-version',
    'journal-comment',
    'certification-application',
  ] as const) {
    const { own, related } = things[kind];
    if (own) tokens.set(`owner of ${kind}`, await (await signedInAgain(college, own)).bearer());
    if (related) tokens.set(`related to ${kind}`, await (await signedInAgain(college, related)).bearer());
  }
  return tokens;
}

const withRole = (college: World['college'], role: Role): Promise<TestPerson> =>
  aLearner(college, { name: 'Fuzz', roles: role === 'learner' ? [] : [role] });
