import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Mailer } from '../../src/platform/mail/mailer.js';
import { statementName, traced, untracedJobs } from '../../src/platform/tracing/tracing.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';

interface Sent {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  status: { code?: number; message?: string };
  attributes: { key: string; value: Record<string, unknown> }[];
  events?: unknown[];
}

/** What a collector of traces gets: each body as it came, and the spans in them. */
class Sink {
  readonly bodies: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      this.bodies.push(`${request.url} ${body}`);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  get spans(): Sent[] {
    return this.bodies.flatMap((body) => {
      const { resourceSpans } = JSON.parse(body.slice(body.indexOf(' '))) as {
        resourceSpans: { scopeSpans: { spans: Sent[] }[] }[];
      };
      return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
    });
  }
}

const sink = new Sink();
let college: TestCollege;
let robin: TestPerson;
let token: string;

const caller = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const journalCaller = '11111111111111111111111111111111';
const words = 'a quiet sentence';

beforeAll(async () => {
  college = await openTestCollege({ settings: { OTEL_EXPORTER_OTLP_ENDPOINT: await sink.open() } });
  robin = await aLearner(college);
  await robin.get('/me', { traceparent: `00-${caller.traceId}-${caller.spanId}-01` });
  await robin.get(`/enrolments/${robin.id}?secret=${encodeURIComponent(words)}`);
  await robin.get(`/nowhere/${robin.id}`);
  await college.http.post('/api/v1/auth/sign-up').send({ email: 'canary@college.test', chosenName: 'Canary' });
  await college.deliver();
  await college.app.get(Mailer).send({ to: 'x@college.test', subject: 'a', text: 'b', confidential: true });
  const quietly = { traceparent: `00-${journalCaller}-${caller.spanId}-01` };
  await robin.post('/journal-entries', { blocks: [{ text: words }] }, quietly);
  await robin.post('/journal-searches', { words }, quietly);
  await robin.get('/shared-with-me', quietly);
  token = await robin.bearer();
  // What is left is sent as the process ends.
  await college.close();
});
afterAll(() => sink.close());

const named = (name: string) => sink.spans.filter((span) => span.name === name);

test('a request is a span under that of its caller, with its statements beneath', () => {
  const [request] = named('GET /api/v1/me').filter(({ traceId }) => traceId === caller.traceId);
  expect(request?.parentSpanId).toBe(caller.spanId);
  const said = Object.fromEntries(request?.attributes.map(({ key, value }) => [key, Object.values(value)[0]]) ?? []);
  expect(said).toEqual({
    'http.request.method': 'GET',
    'http.route': '/api/v1/me',
    'http.response.status_code': 200,
  });
  const within = sink.spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
  expect(within.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^sql select \w+$/));
});

test('jobs and letters are spans too', () => {
  const [job] = named('job one-time-link');
  expect(job?.parentSpanId).toBeFalsy();
  const [letter, ...others] = named('letter');
  expect([letter?.traceId, others]).toEqual([job?.traceId, []]);
});

test('an address that does not exist is no span', () => {
  expect(named('GET none')).toEqual([]);
});

test('no span says an id, an address, a value, a text or what an error said', () => {
  expect(sink.spans.length).toBeGreaterThan(10);
  const all = sink.bodies.join('\n');
  for (const secret of [robin.id, token, words, 'canary', 'Canary', 'secret', '$1', 'nowhere/'])
    expect([secret, all.includes(secret)]).toEqual([secret, false]);
  expect(all).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/);
  const said = new Set(sink.spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)));
  expect([...said].sort()).toEqual(['http.request.method', 'http.response.status_code', 'http.route']);
  expect(sink.spans.filter(({ status, events }) => status.message || events?.length)).toEqual([]);
  for (const { name } of sink.spans)
    expect(name).toMatch(/^(sql [a-z]+( \w+)?|transaction|letter|job [\w-]+|[A-Z]+ (none|\/[\w/.:*-]*))$/);
});

test('of journals there is no span, not even that something was asked (BR-128)', () => {
  const all = sink.bodies.join('\n');
  expect(all).not.toMatch(/journal|shared-with-me/);
  expect(all).not.toContain(journalCaller);
});

test('jobs that work on journals are none either', () => {
  const page = readFileSync(join(repository, 'test/snapshots/reactions.txt'), 'utf8');
  const jobs = [...page.matchAll(/^ *([\w-]+) → [^:]*: (Journal\w*)\./gm)].map(([, task]) => task);
  expect(jobs).toEqual([...untracedJobs]);
});

test.each([
  ['select p.id from person p where p.id = $1', 'sql select person'],
  ['  insert into event (id) values ($1)', 'sql insert event'],
  ['with a as (select 1 from run) update run set x = $1', 'sql select run'],
  ['select 1 as one', 'sql select'],
  ['select from journal_entry', undefined],
])('%s is called %s', (text, name) => expect(statementName(text)).toBe(name));

// The names of the API come with prom-client.
test('without the setting nothing of it is loaded, and work is only done', async () => {
  await pause(1);
  await expect(traced('x', () => Promise.resolve(1))).resolves.toBe(1);
  const entry = join(repository, 'dist/src/app/app.module.js');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `await import(${JSON.stringify(entry)});
       const { createRequire } = await import('node:module');
       const loaded = Object.keys(createRequire(${JSON.stringify(entry)}).cache).filter((path) => /@opentelemetry.(?!api.)/.test(path));
       console.log(loaded.length);`,
    ],
    { encoding: 'utf8' },
  );
  expect([stdout.trim(), stderr]).toEqual(['0', '']);
});
