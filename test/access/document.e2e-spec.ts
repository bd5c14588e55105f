import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { declaredRoutes } from '../../src/platform/access/declared-access.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { describedRoutes, resolved } from '../support/samples.js';
import { unmatchedLines } from './matrix.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test('every route has its line in the matrix of access', () => {
  expect(unmatchedLines(college)).toEqual([]);
});

test('every operation says what it answers, how it refuses and whether one must be signed in (I-58)', async () => {
  const document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  const access = new Map(
    declaredRoutes(college.app.get(ModulesContainer)).map(({ route, access: who }) => [route, who]),
  );
  const incomplete: string[] = [];
  for (const { route, method, operation } of describedRoutes(document)) {
    const answers = Object.entries(operation.responses).filter(([status]) => /^[23]/.test(status));
    const whole =
      answers.length > 0 &&
      answers.every(
        ([status, { content }]) =>
          /^(?:204|304|302)$/.test(status) || Object.values(content ?? {}).every(({ schema }) => schema !== undefined),
      );
    if (!whole) incomplete.push(`${route} says nothing about what it answers`);
    if (answers.some(([status, { content }]) => (status === '200' || status === '201') && !content))
      incomplete.push(`${route} answers something that is not described`);
    if (!Object.keys(operation.responses).some((status) => /^4/.test(status)))
      incomplete.push(`${route} does not say how it refuses`);
    if ((operation.security?.length === 0) !== (access.get(route) === 'public'))
      incomplete.push(`${route} is public or not, and the document says otherwise`);
    if (!['get', 'delete', 'post', 'put', 'patch'].includes(method)) incomplete.push(`${route} has an unusual method`);
  }
  expect(incomplete).toEqual([]);
});

test('every parameter says of which kind it is, and which values there are', async () => {
  const document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  const parameters = describedRoutes(document).flatMap(({ route, operation }) =>
    (operation.parameters ?? []).map(({ name, schema = {} }) => ({ name: `${route} ${name}`, schema })),
  );
  const kinds = parameters.map(({ name, schema }) => {
    const { type, enum: values } = resolved(document, schema);
    return { name, isKind: values !== undefined || (type !== undefined && type !== 'object') };
  });
  expect(kinds.length).toBeGreaterThan(200);
  expect(kinds.filter(({ isKind }) => !isKind)).toEqual([]);
});

test('days and instants by which a list is narrowed have one name everywhere: from and to', async () => {
  const document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  const named = describedRoutes(document).flatMap(({ route, operation }) =>
    (operation.parameters ?? [])
      .filter((each) => each.in === 'query' && /^date/.test(each.schema?.format ?? ''))
      .filter(({ name }) => !['from', 'to', 'asOf'].includes(name))
      .map(({ name }) => `${route} ${name}`),
  );
  expect(named).toEqual([]);
});
