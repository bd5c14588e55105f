import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../../src/platform/actor.js';
import { boundCursor } from '../../src/platform/http/bound-cursor.js';
import { encodeCursor } from '../../src/platform/http/cursor.js';
import { newId } from '../../src/platform/ids.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { forgetLimits } from '../support/limits.js';
import { describedRoutes, type DescribedRoute, type Parameter, resolved, sample } from '../support/samples.js';

/** A parameter that takes several values, with how the document says that they are sent. */
type ListParameter = Parameter & { style?: string; explode?: boolean };

let college: TestCollege;
let document: OpenAPIObject;
beforeAll(async () => {
  college = await openTestCollege();
  document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
});
afterAll(() => college.close());

const people = new Map<string, TestPerson>();
async function somebody({ operation }: DescribedRoute): Promise<TestPerson> {
  const [role = 'learner'] = (operation as { 'x-roles'?: Role[] })['x-roles'] ?? [];
  const known =
    people.get(role) ?? (await aPerson(college, { roles: /^(?:learner|public)$/.test(role) ? [] : [role] }));
  people.set(role, known);
  return known;
}

/** As a client sends it that knows nothing but the document: `form` and exploded unless it says otherwise (OpenAPI 3.1). */
const sent = (
  { name, style = 'form', explode = style === 'form' }: ListParameter,
  values: unknown[],
): [string, string][] => {
  const texts = values.map(String);
  const separator = { spaceDelimited: ' ', pipeDelimited: '|' }[style] ?? ',';
  return explode ? texts.map((text) => [name, text]) : [[name, texts.join(separator)]];
};

const valuesOf = ({ schema = {} }: Parameter): unknown[] => {
  const item = resolved(document, schema.items ?? {});
  const most = Math.min(schema.maxItems ?? 2, 2);
  return (item.enum ?? (item.format === 'uuid' ? [newId(), newId()] : [sample(document, item)])).slice(0, most);
};

const lists = () =>
  describedRoutes(document).flatMap((described) =>
    (described.operation.parameters ?? [])
      .filter((each) => each.in === 'query' && resolved(document, each.schema ?? {}).type === 'array')
      .map((parameter) => ({ described, parameter: parameter as ListParameter })),
  );

async function answerTo(described: DescribedRoute, { name }: Parameter, own: [string, string][]) {
  const { method, path, operation } = described;
  const needed = (operation.parameters ?? [])
    .filter((each) => each.in === 'query' && each.required && each.name !== name)
    .map((each): [string, string] => [each.name, String(sample(document, each.schema ?? {}))]);
  const address = path.replace('/api/v1', '').replace(/\{(\w+)\}/g, (_, part: string) => {
    const { schema = {} } = operation.parameters?.find((each) => each.in === 'path' && each.name === part) ?? {};
    return schema.enum ? String(schema.enum[0]) : newId();
  });
  await forgetLimits(college);
  const person = await somebody(described);
  const { status, body } = await person[method as 'get'](
    `${address}?${new URLSearchParams([...needed, ...own]).toString()}`,
  );
  return {
    status,
    code: String(body?.code),
    pointers: (body?.errors ?? []).map(({ pointer }: { pointer: string }) => pointer),
  };
}

/** What is said of a query that is not built as it has to be, whatever it asks. */
const shape =
  /^(?:repeated_parameter|unknown_parameter|invalid_parameter|invalid_value|validation_failed|malformed_url)$/;

test('several values are sent as the document says, and taken', async () => {
  expect(lists().length).toBeGreaterThan(0);
  const refused: string[] = [];
  for (const { described, parameter } of lists()) {
    const { status, code } = await answerTo(described, parameter, sent(parameter, valuesOf(parameter)));
    if (status >= 500 || status === 401 || status === 403 || shape.test(code))
      refused.push(`${described.route} ${parameter.name}: ${status} ${code}`);
  }
  expect(refused).toEqual([]);
});

test('sent in the other way they are refused, and so is a value that is none of them, by the name of the parameter', async () => {
  const taken: string[] = [];
  for (const { described, parameter } of lists()) {
    const other = { ...parameter, explode: parameter.explode === false };
    const [first, second = first] = valuesOf(parameter);
    const exploded = await answerTo(described, parameter, sent(other, [first, second]));
    if (exploded.status !== 400) taken.push(`${described.route} ${parameter.name} the other way: ${exploded.status}`);
    const wrong = await answerTo(described, parameter, sent(parameter, [first, 'no such thing']));
    if (wrong.status !== 400 || !wrong.pointers.includes(parameter.name))
      taken.push(`${described.route} ${parameter.name}=no such thing: ${wrong.status} ${wrong.code}`);
  }
  expect(taken).toEqual([]);
});

test('a cursor that was made by hand, and holds what is no id, is refused as such a value', async () => {
  const reader = await aPerson(college);
  const url = '/api/v1/instruments';
  const request = { url, actor: { personId: reader.id } } as FastifyRequest;
  const cursor = boundCursor(encodeCursor(['no id'], { list: 'instruments' }), request);
  expect((await reader.get(`/instruments?cursor=${cursor}`)).body).toMatchObject({
    status: 400,
    code: 'invalid_value',
  });
});
