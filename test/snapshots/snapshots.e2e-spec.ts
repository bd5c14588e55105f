import { ModulesContainer } from '@nestjs/core';
import { heldRights } from '../../src/database/api-rights.js';
import { declaredRoutes } from '../../src/platform/access/declared-access.js';
import { writtenOn } from '../../src/platform/openapi/example-values.js';
import { describedRoutes } from '../support/samples.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { reactionsPage } from '../support/reactions-page.js';
import { schemaPage } from '../support/schema-page.js';
import { expectCommitted } from '../support/snapshot-file.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege({ startsAt: new Date(`${writtenOn}T12:00:00Z`) })));
afterAll(() => college.close());

test('who may call which route is what was reviewed', async () => {
  const routes = declaredRoutes(college.app.get(ModulesContainer));
  expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
  const lines = routes.map(({ route, access }) => `${route} → ${typeof access === 'string' ? access : (access ?? []).join(', ')}`);
  await expectCommitted('test/snapshots/routes.txt', `${lines.join('\n')}\n`);
});

test('the OpenAPI document is what was published', async () => {
  const { body } = await college.http.get('/openapi.json').expect(200);
  await expectCommitted('src/openapi.json', `${JSON.stringify({ ...body, servers: undefined }, null, 1)}\n`);
});

test('the database is what the page beside the migrations says', async () => {
  await expectCommitted('migrations/schema.txt', await schemaPage(college.sql));
});

test('the rights of the API are those that the migrations gave', async () => {
  const rights = await heldRights((text) => college.sql.query(text));
  await expectCommitted('src/database/api-rights.json', `${JSON.stringify(rights, null, 2)}\n`);
});

test('what follows from what, and who answers whom, is what was reviewed', async () => {
  await expectCommitted('test/snapshots/reactions.txt', reactionsPage(college.app));
});

test('every field, parameter and route of the document is described', async () => {
  const { body } = await college.http.get('/openapi.json').expect(200);
  const missing: string[] = [];
  for (const [name, schema] of Object.entries<Described>(body.components.schemas)) {
    for (const [field, property] of Object.entries(schema.properties ?? {})) {
      if (!property.description && !property.$ref && !property.allOf) missing.push(`${name}.${field}`);
      if (typeof property.items?.required === 'boolean') missing.push(`${name}.${field} is no schema`);
    }
  }
  for (const { route, operation } of describedRoutes(body)) {
    if (!operation.summary) missing.push(route);
    for (const { name, description } of operation.parameters ?? []) if (!description) missing.push(`${route} ${name}`);
  }
  expect(missing).toEqual([]);
});

interface Described {
  description?: string;
  $ref?: string;
  allOf?: unknown;
  items?: { required?: unknown };
  properties?: Record<string, Described>;
}
