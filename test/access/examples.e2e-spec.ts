import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exampleId } from '../../src/platform/ids.js';
import { HttpClient } from '../support/http-client.js';
import { forgetLimits } from '../support/limits.js';
import { repository } from '../support/repository.js';
import { describedRoutes, type DescribedRoute, type Parameter } from '../support/samples.js';
import { type DemoCollege, openDemoCollege } from './demo-college.js';
import { Rehearsal } from './rehearsal.js';

let college: DemoCollege;
let document: OpenAPIObject;
let routes: DescribedRoute[];
beforeAll(async () => {
  college = await openDemoCollege();
  document = (await college.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  routes = describedRoutes(document);
});
afterAll(() => college.close());

type Part = { $ref?: string; examples?: unknown[]; example?: unknown; schema?: Part };
const partAt = ($ref = ''): Part & { value?: unknown } =>
  $ref
    .split('/')
    .slice(1)
    .reduce<object>((part, name) => Reflect.get(part, name) as object, document);
/** The example of a body or an answer: at its schema, or beside it. */
const exampleOf = ({ schema = {}, examples, example }: Part): unknown => {
  if (example !== undefined) return example;
  const [beside] = Object.values(examples ?? {}) as Part[];
  if (beside) return partAt(beside.$ref).value;
  return partAt(schema.$ref).examples?.[0];
};

test('every body and every answer has an example, and each is of its schema', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, 'doc');
  const compiled = new Map<string, ValidateFunction>();
  const wrong: string[] = [];
  const check = (where: string, type: string, content: Part) => {
    if (!/json/.test(type)) return;
    const example = exampleOf(content);
    if (example === undefined) return wrong.push(`${where} has no example`);
    const text = JSON.stringify(content.schema).replaceAll('"#/', '"doc#/');
    const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object);
    compiled.set(text, validate);
    if (!validate(example)) wrong.push(`${where}: ${ajv.errorsText(validate.errors)}`);
  };
  for (const { route, operation } of routes) {
    for (const [type, content] of Object.entries(operation.requestBody?.content ?? {}))
      check(`the body of ${route}`, type, content);
    for (const [status, given] of Object.entries(operation.responses)) {
      const response = given.$ref ? (partAt(given.$ref) as typeof given) : given;
      for (const [type, content] of Object.entries(response.content ?? {})) check(`${route} ${status}`, type, content);
    }
  }
  expect(wrong).toEqual([]);
});

const casts: readonly [string, string][] = [
  ['administrator', 'admin'],
  ['coordinator', 'coordinator'],
  ['facilitator', 'ada'],
  ['panel_member', 'dee'],
  ['analyst', 'analyst'],
];
/** Somebody whom the route lets in. */
const whoFor = ({ operation }: DescribedRoute): string => {
  const roles = (operation as { 'x-roles'?: string[] })['x-roles'] ?? [];
  return roles.includes('learner') ? 'joss' : (casts.find(([role]) => roles.includes(role))?.[1] ?? 'joss');
};

/** The call that a page makes of an operation when nothing is filled in but what it shows. */
function shown({ path, method, operation }: DescribedRoute, ids: Record<string, string> = {}) {
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const named = (name: string): string => {
    const parameter: (Parameter & { example?: unknown }) | undefined = operation.parameters?.find(
      (each) => each.name === name && each.in === 'path',
    );
    const { example, schema } = parameter ?? {};
    return (
      ids[name] ?? ([example, schema?.example, schema?.enum?.[0]].find((each) => typeof each === 'string') as string)
    );
  };
  return {
    method,
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => named(name)),
    headers: {
      ...(type && { 'content-type': type }),
      ...(operation.parameters?.some(({ name }) => name === 'If-Match') && { 'if-match': '"1"' }),
    },
    body: content && JSON.stringify(exampleOf(content)),
  };
}

const ofShape =
  /^(?:validation_failed|invalid_\w+|bad_request|malformed_\w+|forbidden_field|duplicate_field|too_deep)$/;

/** What is made and does not come to be by its example alone: what it hangs on is not in the demo college. */
const madeElsewhere: Readonly<Record<string, string>> = {
  'POST /ce-ledger/:id/reversal': 'credit comes of what people attended, so its ids are made anew in each demo college',
  'POST /certification-applications': 'the one scheme of the demo college is of another body',
  'POST /certification-applications/:id/assessments': 'there is no application',
  'POST /certification-schemes/:id/requirement-sets': 'the one scheme of the demo college is of another body',
  'POST /course-versions/:id/contributors': 'its courses are published, and take no more contributors',
  'POST /external-ce-claims': 'a claim names a file that was uploaded before',
  'POST /journal-entries/:id/grants': 'nobody has written an entry yet',
  'POST /learning-plans/:id/goals': 'nobody has written a plan yet',
  'POST /runs/:id/ce-awards': 'its run is still to come',
  'POST /sessions/:id/apology': 'the session that was held is over',
  'POST /sessions/:id/check-in': 'the session that was held is over',
};

test('no example of a body is refused for its shape, and what one makes opens at its Location for whoever made it', async () => {
  const client = new HttpClient(college.url, 20_000);
  const refused: string[] = [];
  const opened = new Map<string, string>();
  const rehearsal = await Rehearsal.start(college);
  try {
    for (const route of routes) {
      const makes = 'Location' in ((route.operation.responses['201'] as { headers?: object })?.headers ?? {});
      if (!route.operation.requestBody?.content['application/json'] && !makes) continue;
      await forgetLimits(college);
      const authorization = `Bearer ${await (await college.as(whoFor(route))).bearer()}`;
      const { headers, ...call } = shown(route);
      const { answer, read } = await rehearsal.once(async () => {
        const sent = await client.call({ ...call, headers: { ...headers, authorization } });
        const { location } = sent.headers;
        return {
          answer: sent,
          read: location && (await client.call({ method: 'get', path: location, headers: { authorization } })),
        };
      });
      const { code = '' } = JSON.parse(answer.text || '{}') as { code?: string };
      if (makes) opened.set(route.route, read ? `opens: ${read.status}` : `was not made: ${answer.status} ${code}`);
      if (answer.status >= 500 || ofShape.test(code)) refused.push(`${route.route}: ${answer.text}, sent ${call.body}`);
    }
  } finally {
    client.close();
    await rehearsal.end();
  }
  expect(refused).toEqual([]);
  expect([...opened].filter(([route, how]) => how !== 'opens: 200' && !(route in madeElsewhere))).toEqual([]);
}, 300_000);

/** What a newcomer tries first, in this order: each works as it stands, with the ids that the document shows. */
const core: readonly { who: string; call: string; answers: number; at?: Record<string, string> }[] = [
  { who: 'nobody', call: 'POST /auth/sign-in', answers: 200 },
  { who: 'learner', call: 'PUT /me/safe-contact', answers: 200 },
  { who: 'learner', call: 'PUT /me/registration', answers: 200 },
  { who: 'learner', call: 'POST /runs/:id/enrolments', answers: 201 },
  { who: 'learner', call: 'POST /journal-entries', answers: 201 },
  { who: 'learner', call: 'POST /journal-searches', answers: 200 },
  { who: 'learner', call: 'POST /learning-plans', answers: 201 },
  { who: 'learner', call: 'POST /me/support-needs', answers: 201 },
  { who: 'learner', call: 'POST /me/data-requests', answers: 201 },
  { who: 'learner', call: 'POST /course-proposals', answers: 201 },
  { who: 'joss', call: 'POST /enrolments/:id/adjustments', answers: 201 },
  { who: 'joss', call: 'POST /sessions/:id/evaluations', answers: 204 },
  { who: 'joss', call: 'POST /measurements', answers: 201 },
  { who: 'ada', call: 'PUT /sessions/:id/register', answers: 200 },
  { who: 'ada', call: 'PUT /sessions/:id/debrief', answers: 200 },
  { who: 'ada', call: 'POST /runs/:id/sessions', answers: 201 },
  { who: 'coordinator', call: 'POST /runs', answers: 201 },
  { who: 'coordinator', call: 'POST /runs/:id/facilitators', answers: 201 },
  { who: 'coordinator', call: 'POST /runs/:id/session-series', answers: 201 },
  { who: 'coordinator', call: 'POST /runs/:id/enrolments/batch', answers: 200 },
  { who: 'coordinator', call: 'POST /terms', answers: 201 },
  { who: 'coordinator', call: 'POST /venues', answers: 201 },
  { who: 'coordinator', call: 'POST /online-rooms', answers: 201 },
  { who: 'coordinator', call: 'POST /people', answers: 201 },
  { who: 'coordinator', call: 'POST /courses', answers: 201 },
  { who: 'coordinator', call: 'POST /courses/:id/versions', answers: 201 },
  { who: 'coordinator', call: 'POST /course-versions/:id/periodic-reviews', answers: 201 },
  { who: 'coordinator', call: 'POST /supervisions', answers: 201 },
  { who: 'coordinator', call: 'POST /closure-days', answers: 201 },
  { who: 'admin', call: 'POST /evaluation-forms', answers: 201 },
  { who: 'admin', call: 'POST /instruments', answers: 201 },
  { who: 'admin', call: 'POST /ce-approvals', answers: 201 },
  { who: 'admin', call: 'POST /college/charter-versions', answers: 201 },
];

describe('what people do here first', () => {
  const call = async (who: string, called: string, ids: Record<string, string> = {}) => {
    const route = routes.find((each) => each.route === called);
    if (!route) throw new Error(`${called} is no route`);
    await forgetLimits(college);
    const client = new HttpClient(college.url, 20_000);
    const { headers, ...shownCall } = shown(route, ids);
    const bearer = who === 'nobody' ? undefined : await (await college.as(who)).bearer();
    try {
      return await client.call({
        ...shownCall,
        headers: { ...headers, ...(bearer && { authorization: `Bearer ${bearer}` }) },
      });
    } finally {
      client.close();
    }
  };

  test('works with the examples as they stand', async () => {
    const failed: string[] = [];
    for (const { who, call: called, answers } of core) {
      const { status, text } = await call(who, called);
      if (status !== answers) failed.push(`${called}: ${status} ${text}`);
    }
    expect(failed).toEqual([]);
  });

  test('publishing a session that is a draft', async () => {
    const ada = await college.as('ada');
    const runId = exampleId('run');
    const { body } = await ada.get(`/runs/${runId}/sessions`);
    const draft = (body.items as { id: string; state: string }[]).find(({ state }) => state === 'draft');
    expect((await call('ada', 'POST /sessions/:id/publication', { id: String(draft?.id) })).status).toBe(201);
  });

  test('deciding a claim of credit, once its evidence is there', async () => {
    const joss = await college.as('joss');
    const file = await college.http
      .post('/api/v1/ce-evidence-files')
      .auth(await joss.bearer(), { type: 'bearer' })
      .set('content-type', 'application/pdf')
      .send(Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'));
    const { examples } = partAt('#/components/schemas/ExternalCeClaimBody');
    const claimed = await joss.post('/external-ce-claims', {
      ...(examples?.[0] as object),
      evidenceIds: [file.body.id],
    });
    expect(claimed.status).toBe(201);
    const ids = { id: String(claimed.body.id) };
    const admin = await college.as('admin');
    expect((await admin.post(`/external-ce-claims/${ids.id}/review`)).status).toBe(201);
    expect((await call('admin', 'POST /external-ce-claims/:id/decision', ids)).status).toBe(201);
  });
});

test('the document is one and the same for a day; on the next its examples have other days, and its tag changes', async () => {
  const asked = (tag = '') =>
    college.http.get('/openapi.json').set('accept-encoding', 'identity').set('if-none-match', tag);
  const startOf = ({ body }: { body: OpenAPIObject }) => {
    const { TermBody } = body.components?.schemas ?? {};
    return TermBody && 'examples' in TermBody ? (TermBody.examples as { startsOn: string }[])[0]?.startsOn : '';
  };
  college.clock.moveTo('2027-03-01T08:00:00Z');
  const first = await asked().expect(200);
  college.clock.moveTo('2027-03-01T23:59:00Z');
  await asked(String(first.headers['etag'])).expect(304);
  college.clock.moveTo('2027-03-02T00:01:00Z');
  const next = await asked(String(first.headers['etag'])).expect(200);
  expect([startOf(first), startOf(next)]).toEqual(['2027-03-08', '2027-03-09']);
});

test('a docstring says an example of several words in quotes, without which the build drops it', async () => {
  const files = (await readdir(join(repository, 'src'), { recursive: true })).filter((file) =>
    file.endsWith('.dto.ts'),
  );
  const dropped: string[] = [];
  for (const file of files)
    for (const [line] of (await readFile(join(repository, 'src', file), 'utf8')).matchAll(
      /@example [^"[{\n][^\n*]* [^\n*]*\w/g,
    ))
      dropped.push(`${file}: ${line}`);
  expect(dropped).toEqual([]);
});
