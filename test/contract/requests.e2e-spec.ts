import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsIn } from '../../src/platform/openapi/operation-problems.js';
import { type DemoCollege, openDemoCollege } from '../access/demo-college.js';
import { HttpClient } from '../support/http-client.js';

let college: DemoCollege;
let document: OpenAPIObject;
let requests: Map<string, Sendable>;
beforeAll(async () => {
  college = await openDemoCollege();
  document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  requests = requestsIn(await textOf('/openapi.http'));
});
afterAll(() => college.close());

const textOf = async (path: string): Promise<string> => (await college.http.get(path).expect(200)).text;

interface Sendable {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** A file of requests as an editor reads it: by name, with its variables put in. */
function requestsIn(text: string, values: Record<string, string> = {}): Map<string, Sendable> {
  const [head = '', ...parts] = text.split(/^###.*\n/m);
  const given = Object.fromEntries(
    [...head.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const filled = (part: string) =>
    part.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? given[name] ?? `no ${name}`);
  return new Map(
    parts.map((part) => {
      const [lines = '', body] = filled(part).trimEnd().split('\n\n');
      const [name = '', start = '', ...fields] = lines.split('\n');
      const [method = '', address = ''] = start.split(' ');
      const headers = fields.map((field) => field.split(': ') as [string, string]);
      const path = address.replace(/^https?:\/\/[^/]+/, '');
      const request = { method: method.toLowerCase(), path, headers: Object.fromEntries(headers), body };
      return [name.replace('# @name ', ''), request] as const;
    }),
  );
}

const refersTo = (part: unknown): string => (part as { $ref?: string }).$ref?.split('/').at(-1) ?? '';

test('every operation is in the file of requests, with its example as the body and nothing left open', () => {
  const wrong: string[] = [];
  let bodies = 0;
  for (const { method, path, operation } of operationsIn(document)) {
    const name = operation.operationId ?? '';
    const request = requests.get(name);
    const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/{}]+')}(?:\\?|$)`);
    if (request?.method !== method || !pattern.test(request.path)) wrong.push(`${name} is not there`);
    const parameters = (operation.parameters ?? []).map((each) =>
      '$ref' in each ? document.components?.parameters?.[refersTo(each)] : each,
    );
    for (const each of parameters) {
      if (!each || '$ref' in each || !each.required) continue;
      if (each.in === 'query' && !request?.path.match(`[?&]${each.name}=[^&]`))
        wrong.push(`${name} lacks ${each.name}`);
      if (each.in === 'header' && !request?.headers[each.name]) wrong.push(`${name} lacks ${each.name}`);
    }
    const isOpen = operation.security?.length === 0;
    if (isOpen === Boolean(request?.headers['Authorization'])) wrong.push(`${name} shows a token or not`);
    const body = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
    const { schema } = body['application/json'] ?? {};
    const named = schema && document.components?.schemas?.[refersTo(schema)];
    if (!named || '$ref' in named) continue;
    bodies += 1;
    if (request?.body !== JSON.stringify(Object.values(named.examples ?? {})[0], null, 2))
      wrong.push(`${name} has another body`);
  }
  expect(wrong).toEqual([]);
  expect(bodies).toBeGreaterThan(150);
  expect([...requests.keys()].length).toBe([...operationsIn(document)].length);
});

test('signing in works as it stands there, and the token that it answers opens what comes after', async () => {
  const client = new HttpClient(college.url, 20_000);
  try {
    const send = (all: typeof requests, name: string) => client.call(all.get(name) ?? { method: 'get', path: name });
    const { status, text } = await send(requests, 'signIn');
    expect([status, text]).toEqual([200, expect.any(String)]);
    const { accessToken: token = '' } = JSON.parse(text) as { accessToken?: string };
    const filled = requestsIn(await textOf('/openapi.http'), { token });
    expect((await send(filled, 'getMyAgenda')).status).toBe(200);
    expect((await send(requests, 'getMyAgenda')).status).toBe(401);
  } finally {
    client.close();
  }
});

test('a role gets its part of it, and it is compressed and not sent again while it is the same', async () => {
  const forLearners = requestsIn(await textOf('/openapi.http?for=learner'));
  const part = JSON.parse(await textOf('/openapi.json?for=learner')) as OpenAPIObject;
  expect([...forLearners.keys()].toSorted()).toEqual(
    [...operationsIn(part)].map(({ operation }) => operation.operationId).toSorted(),
  );
  const { headers } = await college.http.get('/openapi.http').set('accept-encoding', 'gzip').expect(200);
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'text/plain; charset=utf-8' });
  await college.http.get('/openapi.http').set('if-none-match', String(headers['etag'])).expect(304);
  await college.http.get('/openapi.http?for=nobody').expect(400);
});
