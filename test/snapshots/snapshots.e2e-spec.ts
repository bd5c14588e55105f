import { ModulesContainer } from '@nestjs/core';
import { declaredRoutes } from '../../src/platform/access/declared-access.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { schemaPage } from '../support/schema-page.js';
import { expectCommitted } from '../support/snapshot-file.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
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
