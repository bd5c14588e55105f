import { jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { Doer } from '../../src/platform/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { Events } from '../../src/platform/events/events.js';
import { Mailer } from '../../src/platform/mail/mailer.js';
import { inFives } from '../../src/platform/metrics/hourly-events.rules.js';
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
  expect(figure(text, 'http_request_duration_seconds_count{method="GET",route="/api/v1/me",class="2xx"}')).toBe(
    before + 2,
  );
  expect(figure(text, 'database_connections{state="idle"}')).toBeGreaterThan(0);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  expect(text).toMatch(/^nodejs_gc_duration_seconds_count/m);
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

test('operators see letters by what came of them, but none about an export', async () => {
  const taken = 'letters_total{fate="taken"}';
  const before = figure(await figures(), taken);
  const mailer = college.app.get(Mailer);
  const letter = { to: 'robin@college.test', subject: 'A message', text: 'Hello' };
  await mailer.send(letter);
  await mailer.send({ ...letter, confidential: true });
  expect(figure(await figures(), taken)).toBe(before + 1);
});

test('operators see what limits refuse, by their names', async () => {
  const body = { email: 'nobody@college.test', password: 'not a password of anybody' };
  for (let tries = 0; tries < 11; tries++) await college.http.post('/api/v1/auth/sign-in').send(body);
  const text = await figures();
  expect(figure(text, 'limit_refusals_total{limit="sign-in",by="account"}')).toBe(1);
  expect(text).not.toContain('nobody');
});

test('what a limit refuses of journals moves no figure (BR-128)', async () => {
  for (let tries = 0; tries < 31; tries++) await robin.post('/journal-searches', { words: 'quiet' });
  expect((await robin.post('/journal-searches', { words: 'quiet' })).status).toBe(429);
  expect(await figures()).not.toContain('limit="journal');
});

test('who waits for a lock is counted, and named nowhere', async () => {
  const waiting = async () => figure(await figures(), 'database_waiting_for_locks');
  expect(await waiting()).toBe(0);
  const lock = 'select from person where id = $1 for update';
  let second: Promise<unknown> | undefined;
  await college.sql.transaction(async (tx) => {
    await tx.query(lock, [robin.id]);
    second = college.sql.query(lock, [robin.id]);
    for (let tries = 0; tries < 50 && (await waiting()) === 0; tries++) await pause(20);
    expect(await waiting()).toBe(1);
  });
  await second;
});

test('of what happens in the college the last full hour is told, in fives (BR-211)', async () => {
  const published = async () => figure(await figures(), 'college_events_last_hour{type="session.published"}');
  const happen = (times: number) =>
    college.app.get(Database).transaction(async (tx) => {
      const doer = { personId: robin.id, call: { requestId: 'a-request' } } as Doer;
      const happenings = Array.from({ length: times }, () => ({ type: 'session.published', subjectId: robin.id }));
      await college.app.get(Events).record(tx, doer, ...happenings);
    });
  college.clock.moveTo('2031-03-03T10:20:00Z');
  await happen(9);
  expect(await published()).toBe(0);
  college.clock.moveTo('2031-03-03T11:00:01Z');
  expect(await published()).toBe(5);
  await happen(1);
  expect(await published()).toBe(5);
  college.clock.moveTo('2031-03-03T12:00:01Z');
  expect(await published()).toBe(0);
});

test.each([
  [0, 0],
  [4, 0],
  [5, 5],
  [9, 5],
  [14, 10],
])('%i events are told as %i', (count, told) => expect(inFives(count)).toBe(told));

test('a database that is away takes away its own figures, not the others', async () => {
  const database = college.app.get(Database);
  const row = jest.spyOn(database, 'row').mockRejectedValue(new Error('away'));
  const text = await figures();
  row.mockRestore();
  expect(text).not.toMatch(/^database_waiting_for_locks \d/m);
  expect(text).toMatch(/^http_requests_total/m);
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
