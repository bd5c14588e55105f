import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from '../../src/platform/limits/crowd.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { HttpClient } from '../support/http-client.js';
import { holdSlowRequests } from './edge/notes.controller.js';
import { startEdge } from './edge/edge.app.js';

/** A socket that has sent this and says no more; what it hears is kept. */
async function slow(url: string, text: string): Promise<Socket & { heard: string }> {
  const { hostname, port } = new URL(url);
  const socket = Object.assign(connect(Number(port), hostname), { heard: '' });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}
const heardBy = (socket: Socket & { heard: string }) =>
  socket.on('data', (part: Buffer) => (socket.heard += String(part)));
const unfinishedBody = (path: string) =>
  `POST ${path} HTTP/1.1\r\nhost: college\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{`;
const until = async (isSo: () => boolean) => {
  for (let tries = 0; !isSo() && tries < 400; tries++) await sleep(20);
  expect(isSo()).toBe(true);
};

describe('in a small college', () => {
  let college: TestCollege;
  let robin: TestPerson;
  let crowd: Crowd;
  const slowOnes: Socket[] = [];
  beforeAll(async () => {
    college = await openTestCollege({
      crowd: { inFlight: 6, ofNetwork: 5, ofStrangers: 4, ofToken: 3, waiting: 12, patience: 1_000 },
      unreadBodies: 80,
    });
    robin = await aLearner(college);
    crowd = college.app.get(Crowd);
  });
  afterEach(() => slowOnes.splice(0).forEach((socket) => socket.destroy()));
  afterAll(() => college.close());

  const figure = async (name: string) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec((await college.http.get('/metrics')).text)?.[1]);

  test('sixty bodies and headers that never end keep nobody out; the oldest give way to the others', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 60 }, () => slow(college.url, unfinishedBody('/api/v1/auth/sign-in'))),
    );
    const headers = await Promise.all(
      Array.from({ length: 30 }, () => slow(college.url, 'GET /api/v1/college HTTP/1.1\r\nhost: col')),
    );
    slowOnes.push(...sockets, ...headers);
    sockets.forEach(heardBy);
    // Half of the room is the most for one network; those beyond it were young and many, as a class may be.
    await until(() => crowd.counts.refused >= 20);
    expect(crowd.counts).toMatchObject({ running: 0, waiting: 0 });
    expect((await robin.get('/me')).status).toBe(200);
    expect((await college.http.get('/api/v1/college')).status).toBe(200);
    await sleep(1_100);
    const signIn = await college.http
      .post('/api/v1/auth/sign-in')
      .send({ email: 'nobody@example.org', password: 'not the password at all' });
    expect(signIn.status).toBe(401);
    await until(() => sockets.some(({ heard }) => heard.startsWith('HTTP/1.1 408')));
    expect(sockets.find(({ heard }) => heard.startsWith('HTTP/1.1 408'))?.heard).toContain('"code":"request_timeout"');
    expect(await figure('http_requests_turned_away_total')).toBe(crowd.counts.refused);
  });

  test('whoever takes their answer slowly, or never, holds no place', async () => {
    const ask = 'GET /api/v1/openapi.json HTTP/1.1\r\nhost: college\r\n\r\n';
    for (let n = 0; n < 6; n++) slowOnes.push((await slow(college.url, ask.repeat(4))).pause());
    await until(() => crowd.counts.running === 0);
    expect((await robin.get('/me')).status).toBe(200);
  });

  test('somebody who asks without pause does not keep a bystander of the same house out', async () => {
    const hammer = new HttpClient(college.url, 20_000, 40);
    const enough = new AbortController();
    const hammering = Array.from({ length: 40 }, async () => {
      while (!enough.signal.aborted) await hammer.call({ method: 'GET', path: '/api/v1/prospectus' });
    });
    await until(() => crowd.counts.waiting > 8);
    const statuses: number[] = [];
    for (let n = 0; n < 20; n++) statuses.push((await robin.get('/me')).status);
    const health = (await college.http.get('/health/ready')).status;
    enough.abort();
    await Promise.all(hammering);
    hammer.close();
    expect(statuses.filter((status) => status < 500).length).toBeGreaterThanOrEqual(18);
    expect(health).toBe(200);
    expect(crowd.counts).toMatchObject({ running: 0, waiting: 0 });
  });
});

describe('at the edge', () => {
  test('who is turned away gets the answer that a refusal has everywhere, and the connection stays', async () => {
    const edge = await startEdge({}, { crowd: { inFlight: 1, waiting: 0 } });
    const client = new HttpClient(edge.url, 20_000);
    const headers = { origin: 'https://college.example', 'x-request-id': 'mine' };
    const usual = await client.call({ method: 'GET', path: '/api/v1/notes/faults?kind=busy', headers });
    const { arrived, release } = holdSlowRequests(1);
    const other = new HttpClient(edge.url, 20_000);
    const working = other.call({ method: 'GET', path: '/api/v1/notes/slow' });
    await arrived;
    const lines = edge.lines.length;
    const refused = await client.call({ method: 'GET', path: '/api/v1/notes', headers });
    const refusedBody = await client.call({
      method: 'POST',
      path: '/api/v1/notes',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"title": "a"}',
    });
    for (const answer of [refused, refusedBody]) {
      expect(answer.status).toBe(503);
      expect(JSON.parse(answer.text)).toEqual({ ...JSON.parse(usual.text), requestId: 'mine' });
      const seen = (all: typeof answer.headers) => ({ ...all, date: '', 'retry-after': '' });
      expect(seen(answer.headers)).toEqual(seen(usual.headers));
      expect(answer.headers['retry-after']).toBe('1');
    }
    expect(edge.lines).toHaveLength(lines);
    expect((await client.call({ method: 'OPTIONS', path: '/api/v1/notes', headers })).status).toBe(405);
    release();
    expect((await working).status).toBe(200);
    expect((await client.call({ method: 'GET', path: '/api/v1/notes' })).status).toBe(200);
    client.close();
    other.close();
    await edge.app.close();
  });

  test('whoever hangs up keeps their place until the work for them is done', async () => {
    const edge = await startEdge({}, { crowd: { inFlight: 1, waiting: 0 } });
    const crowd = edge.app.get(Crowd, { strict: false });
    const { arrived, release } = holdSlowRequests(1);
    const gone = await slow(edge.url, 'GET /api/v1/notes/slow HTTP/1.1\r\nhost: college\r\n\r\n');
    await arrived;
    gone.destroy();
    await sleep(100);
    expect(crowd.counts.running).toBe(1);
    release();
    await until(() => crowd.counts.running === 0);
    await edge.app.close();
  });

  test('a body that takes too long ends with 408, also on a connection that was answered before', async () => {
    const edge = await startEdge();
    edge.app.getHttpServer().requestTimeout = 500;
    const fresh = await slow(edge.url, unfinishedBody('/api/v1/notes'));
    const kept = await slow(edge.url, 'GET /api/v1/notes HTTP/1.1\r\nhost: college\r\n\r\n');
    [fresh, kept].forEach(heardBy);
    await until(() => kept.heard.includes('\r\n\r\n'));
    kept.heard = '';
    kept.write(unfinishedBody('/api/v1/notes'));
    await Promise.all([fresh, kept].map((socket) => once(socket, 'close')));
    for (const { heard } of [fresh, kept])
      expect([heard.slice(0, 12), heard.includes('"code":"request_timeout"')]).toEqual(['HTTP/1.1 408', true]);
    await edge.app.close();
  });

  test('a file counts from its end: sent slowly it holds no place, and once it is there it is taken in', async () => {
    const edge = await startEdge({}, { crowd: { inFlight: 1, waiting: 0 } });
    const file = await slow(
      edge.url,
      'POST /api/v1/notes/files HTTP/1.1\r\nhost: college\r\ncontent-type: image/png\r\ncontent-length: 6\r\n\r\nabc',
    );
    heardBy(file);
    await sleep(100);
    const client = new HttpClient(edge.url, 20_000);
    expect((await client.call({ method: 'GET', path: '/api/v1/notes' })).status).toBe(200);
    file.write('def');
    await until(() => file.heard.includes('{"size":6}'));
    expect(edge.app.get(Crowd, { strict: false }).counts).toEqual({ running: 0, waiting: 0, refused: 0 });
    file.destroy();
    client.close();
    await edge.app.close();
  });
});
