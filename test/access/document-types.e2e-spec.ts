import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { declaredRoutes } from '../../src/platform/access/declared-access.js';
import { roles } from '../../src/platform/actor.js';
import { fieldsIn } from '../../src/platform/openapi/field-types.js';
import { readers } from '../../src/platform/openapi/part-for.js';
import { unnamedSets } from '../../src/platform/openapi/named-sets.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';
import { describedRoutes } from '../support/samples.js';

let college: TestCollege;
let document: OpenAPIObject;
beforeAll(async () => {
  college = await openTestCollege();
  document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
});
afterAll(() => college.close());

/** Ids that are words, and names that whoever calls chooses. */
const namesNotIds = /^(?:\w+\.promptId|JournalPromptDto\.id|\w+\.requestId|RegisterRowBody\.clientEventId)$/;

test('every id is a uuid, every instant a date-time and every number whole, unless the field says otherwise', () => {
  const vague: string[] = [];
  for (const { owner, name, description, schema } of fieldsIn(document)) {
    const types = [schema.type].flat();
    const place = `${owner}.${name}`;
    if (types.includes('number') && schema.format !== 'double') vague.push(`${place} is a number of no kind`);
    if (!types.includes('string') || schema.format || schema.enum) continue;
    if (/^(?:id|\w+Id|\w+Ids)$/.test(name) && !namesNotIds.test(place.replace(/^\w+ \S+\{promptId\}/, 'path')))
      vague.push(`${place} is an id of no kind`);
    if (/^(?:at|\w+At)$/.test(name) || description.includes('RFC 3339'))
      vague.push(`${place} is an instant of no kind`);
    if (/^(?:on|\w+On)$/.test(name)) vague.push(`${place} is a day of no kind`);
  }
  expect(vague).toEqual([]);
});

test('what somebody may do is a set of words, and a set that stands twice has a name', () => {
  const loose = [...fieldsIn(document)]
    .filter(({ name, schema }) => name === 'can' && schema.items && 'type' in schema.items)
    .filter(({ schema }) => schema.maxItems !== 0 && !(schema.items as { enum?: string[] }).enum)
    .map(({ owner }) => owner);
  expect(loose).toEqual([]);
  expect(unnamedSets(document)).toEqual([]);
});

test('no schema is an object of nothing', () => {
  const empty = Object.entries(document.components?.schemas ?? {}).filter(
    ([, schema]) => 'type' in schema && schema.type === 'object' && Object.keys(schema.properties ?? {}).length === 0,
  );
  expect(empty.map(([name]) => name)).toEqual([]);
});

test('a list in a query says that it is one text with commas', () => {
  const lists = describedRoutes(document).flatMap(({ route, operation }) =>
    (operation.parameters ?? [])
      .filter(({ in: where, schema }) => where === 'query' && schema?.type === 'array')
      .map((parameter) => [route, parameter]),
  );
  expect(lists.length).toBeGreaterThan(0);
  for (const [route, parameter] of lists)
    expect([route, parameter]).toMatchObject([route, { style: 'form', explode: false }]);
});

const verbs =
  /^(?:get|list|add|change|set|remove|accept|activate|advance|agree|answer|apologise|appeal|approve|archive|attend|attest|authorise|begin|cancel|check|close|come|complete|conclude|confirm|decide|declare|decline|deliver|draft|end|enrol|erase|export|extend|give|hand|inactivate|leave|lift|make|mark|open|pause|post|prove|publish|put|reactivate|read|record|refresh|refuse|reinstate|reissue|release|renew|reply|request|reschedule|reset|resolve|respond|restore|retire|reverse|review|save|say|search|sign|skip|stand|start|step|submit|surrender|suspend|take|tell|transfer|verify|waive|withdraw)(?=[A-Z])/;

test('an operation is called by a verb and what it is done to, and no two alike', () => {
  const ids = describedRoutes(document).map(({ operation }) => operation.operationId);
  expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id) || !verbs.test(id))).toEqual([]);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  expect(ids).toEqual(
    expect.arrayContaining(['enrolInRun', 'getMyAgenda', 'publishSession', 'listRuns', 'decideExternalCeClaim']),
  );
});

test('every operation says in a group and in roles whom it is for, and every group is described', () => {
  const access = new Map(
    declaredRoutes(college.app.get(ModulesContainer)).map(({ route, access: who }) => [route, who]),
  );
  const groups = (document.tags ?? []).map(({ name }) => name);
  for (const { route, operation } of describedRoutes(document)) {
    const said = operation as typeof operation & { 'x-roles': string[]; tags: string[] };
    const who = access.get(route);
    const expected = who === 'public' ? ['public'] : who === 'signed-in' ? roles : who;
    expect([route, said['x-roles']]).toEqual([route, expected]);
    expect([route, said.tags.filter((tag) => groups.includes(tag)).length]).toEqual([route, 1]);
  }
  expect((document.tags ?? []).filter(({ description = '' }) => (description.match(/\./g) ?? []).length < 2)).toEqual(
    [],
  );
});

test('every answer says what it means and which header fields come with it', () => {
  const mute = describedRoutes(document).flatMap(({ route, operation }) =>
    Object.entries(operation.responses)
      .filter(([, response]) => !response.$ref)
      .filter(([, response]) => {
        const { description, headers } = response as { description?: string; headers?: object };
        return !description || !headers;
      })
      .map(([status]) => `${route} ${status}`),
  );
  expect(mute).toEqual([]);
});

test('what many operations take alike is described once', () => {
  const paths = JSON.stringify(document.paths);
  for (const name of ['Idempotency-Key', 'If-Match', 'limit', 'cursor', 'id'])
    expect([name, paths.includes(`"name":"${name}"`)]).toEqual([name, false]);
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as { version: string };
  expect(document.info.version).toBe(version);
});

test.each(readers)(
  'the part for a %s has what that role may call, and all that this refers to and nothing else',
  async (reader) => {
    const { body, headers } = await college.http.get(`/openapi.json?for=${reader}`).expect(200);
    const part = body as OpenAPIObject;
    const called = (whole: OpenAPIObject) => describedRoutes(whole).map(({ route }) => route);
    const access = new Map(
      declaredRoutes(college.app.get(ModulesContainer)).map(({ route, access: who }) => [route, who]),
    );
    const mayCall = (route: string) => {
      const who = access.get(route);
      return Array.isArray(who) ? who.includes(reader) : true;
    };
    expect(called(part)).toEqual(called(document).filter(mayCall));
    const text = JSON.stringify(part);
    const { securitySchemes: _, ...parts } = part.components ?? {};
    const held = Object.entries(parts).flatMap(([kind, all]) =>
      Object.keys(all ?? {}).map((name) => `#/components/${kind}/${name}`),
    );
    const named = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref));
    expect([...named].filter((ref) => !held.includes(ref ?? ''))).toEqual([]);
    expect(held.filter((ref) => !named.has(ref))).toEqual([]);
    await college.http
      .get(`/openapi.json?for=${reader}`)
      .set('if-none-match', headers['etag'] ?? '')
      .expect(304);
  },
);

test('a part for nobody is refused', async () => {
  const { body } = await college.http.get('/openapi.json?for=nobody').expect(400);
  expect(body).toMatchObject({ code: 'invalid_parameter', errors: [{ pointer: 'for', code: 'not_a_choice' }] });
});
