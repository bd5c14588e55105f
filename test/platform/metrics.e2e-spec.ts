import { mayReadMetrics } from '../../src/platform/metrics/metrics.rules.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let robin: TestPerson;

beforeAll(async () => {
  college = await openTestCollege();
  robin = await aLearner(college);
});
afterAll(() => college.close());

const figures = async (): Promise<string> => {
  const answer = await college.http.get('/metrics');
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  return answer.text;
};
const figure = (text: string, name: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1] ?? 0,
  );

test('operators see requests by route pattern and status, the pool, the event loop and memory', async () => {
  const counted = 'http_requests_total{method="GET",route="/api/v1/me",status="200"}';
  const before = figure(await figures(), counted);
  await robin.get('/me');
  await robin.get('/me');
  const text = await figures();
  expect(figure(text, counted)).toBe(before + 2);
  expect(figure(text, 'http_request_duration_seconds_count{method="GET",route="/api/v1/me"}')).toBe(before + 2);
  expect(figure(text, 'database_connections{state="idle"}')).toBeGreaterThan(0);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  expect(figure(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e7);
});

test('an address that does not exist is one line, however many are tried, and no figure names a person or an id', async () => {
  for (const path of ['/nowhere/1', '/nowhere/2', `/people/${robin.id}/nowhere`]) await robin.get(path);
  await robin.get(`/enrolments/${robin.id}`);
  const text = await figures();
  expect(text.match(/^http_requests_total\{method="GET",route="none",status="404"\} \d+$/gm)).toHaveLength(1);
  expect(text).toContain('route="/api/v1/enrolments/:id"');
  expect(text).not.toContain(robin.id);
  expect(text).not.toContain('nowhere/');
});

test('writing, reading and sharing journals moves no figure of requests (BR-128)', async () => {
  const requests = async () =>
    (await figures()).split('\n').filter((line) => line.startsWith('http_') && !line.includes('route="/metrics"'));
  const before = await requests();
  const entry = (await robin.post('/journal-entries', { blocks: [{ text: 'quiet' }] })).body;
  await robin.get(`/journal-entries/${entry.id}`);
  await robin.post('/journal-entries', { nonsense: true });
  await robin.post('/journal-searches', { words: 'quiet' });
  await robin.get('/shared-with-me');
  await robin.get('/journal-prompts');
  expect(await requests()).toEqual(before);
});

test('for whom a proxy asks, there is nothing here', async () => {
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
    const answer = await college.http.get('/metrics').set(header, '203.0.113.9');
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  }
});

const token = 'a-long-token-for-the-watcher';
test.each([
  [undefined, '127.0.0.1', undefined, false, true],
  [undefined, '::1', undefined, false, true],
  [undefined, '::ffff:127.0.0.1', undefined, false, true],
  [undefined, '127.0.0.1', undefined, true, false],
  [undefined, '203.0.113.9', undefined, false, false],
  [undefined, '::12', undefined, false, false],
  [undefined, undefined, undefined, false, false],
  [token, '203.0.113.9', `Bearer ${token}`, true, true],
  [token, '127.0.0.1', undefined, false, false],
  [token, '127.0.0.1', `Bearer ${token}x`, false, false],
  [token, '127.0.0.1', token, false, false],
])(
  'with the token %p set, %p showing %p (through a proxy: %p) may read figures: %p',
  (set, peer, authorization, isForwarded, may) => {
    expect(mayReadMetrics(set, { peer, authorization, isForwarded })).toBe(may);
  },
);
