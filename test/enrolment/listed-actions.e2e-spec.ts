import type { OpenAPIObject } from '@nestjs/swagger';
import { aCast, anOpenRun, type Cast } from '../sessions/a-run.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { describedRoutes, resolved, type Schema } from '../support/samples.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
});
afterAll(() => college.close());

interface Listed {
  id: string;
  can: string[];
}
const listOf = async (reader: TestPerson, path: string): Promise<Listed[]> => (await reader.get(path)).body.items;

test('a list of enrolments says of each what the enrolment itself does, whoever reads', async () => {
  const run = await anOpenRun(cast, ['2027-02-09T10:00'], { capacity: { kind: 'limited', places: 1 } });
  const asking = await anOpenRun(cast, ['2027-02-19T10:00'], { approvalNeeded: true });
  const both = await aLearner(college, { roles: ['coordinator'] });
  const [eve, dee] = [await aLearner(college, { name: 'Eve' }), await aLearner(college, { name: 'Dee' })];
  for (const person of [eve, dee, both]) {
    await person.post(`/runs/${run.id}/enrolments`, {});
    await person.post(`/runs/${asking.id}/enrolments`, {});
  }
  const seen = new Set<string>();
  const compare = async (reader: TestPerson, path: string) => {
    for (const { id, can } of await listOf(reader, path)) {
      expect(can).toEqual((await reader.get(`/enrolments/${id}`)).body.can);
      for (const action of can) seen.add(action);
    }
  };
  const everywhere = async () => {
    for (const person of [eve, dee, both]) await compare(person, '/me/enrolments');
    for (const reader of [both, cast.casey])
      for (const { id } of [run, asking]) await compare(reader, `/runs/${id}/enrolments`);
  };
  await everywhere();
  await eve.post(`/enrolments/${(await listOf(eve, '/me/enrolments')).at(-1)!.id}/withdrawal`);
  await everywhere();
  expect([...seen].sort()).toEqual([
    'accept_offer',
    'change_priority',
    'decide_request',
    'decline_offer',
    'release',
    'transfer',
    'withdraw',
  ]);
  await cast.casey.post(`/runs/${run.id}/cancellation`, { reason: 'Closed.' });
  await everywhere();
});

/** Lists to find one in: what may be done with it is said where it is read whole. */
const toFindOne = ['GET /certification-applications', 'GET /instruments', 'GET /learning-plans', 'GET /measurements'];

test('no other list of the document leaves out what may be done with its items', async () => {
  const document = (await college.http.get('/openapi.json')).body as OpenAPIObject;
  const fieldsOf = (schema: Schema | undefined) => schema && resolved(document, schema).properties;
  const without = describedRoutes(document).flatMap(({ route, operation }) => {
    const items = fieldsOf(operation.responses['200']?.content?.['application/json']?.schema)?.['items']?.items;
    const name = /(\w+)SummaryDto$/.exec(items?.$ref ?? '')?.[1];
    const single = document.components?.schemas?.[`${name}Dto`];
    const has = (schema: Schema | undefined) => fieldsOf(schema)?.['can'] !== undefined;
    return name !== undefined && has(single) && !has(items) ? [route] : [];
  });
  expect(without).toEqual(toFindOne);
});
