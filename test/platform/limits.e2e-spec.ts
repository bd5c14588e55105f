import { ModulesContainer } from '@nestjs/core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaredRoutes, routesWhere } from '../../src/platform/access/declared-access.js';
import { limitedBy } from '../../src/platform/limits/rate-limits.js';
import { atOnce } from '../../src/platform/limits/in-flight.js';
import { SharedCounts } from '../../src/platform/limits/shared-counts.js';
import { aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { cloneDatabase } from '../support/database.js';
import { HttpClient } from '../support/http-client.js';
import { RunningServer } from '../support/server.js';

const json = { 'content-type': 'application/json' };
const signIn = (email: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  path: '/api/v1/auth/sign-in',
  headers: { ...json, ...headers },
  body: JSON.stringify({ email, password: 'not the password at all' }),
});

test('all processes of a college count together, exactly, however many ask at once (BR-187)', async () => {
  const database = await cloneDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'limits-'));
  const settings = {
    DATABASE_URL: database.url,
    DATA_FOLDER: folder,
    TRUSTED_PROXY_HOPS: '1',
    SECOND_FACTOR: 'optional',
  };
  const servers = [await RunningServer.start(settings), await RunningServer.start(settings)];
  const clients = servers.map(({ url }) => new HttpClient(url, 20_000, 8));
  const statuses = await Promise.all(
    Array.from({ length: 24 }, async (_, n) => {
      const client = clients[n % 2];
      return (await client?.call(signIn('robin@example.org', { 'x-forwarded-for': `198.51.100.${n}` })))?.status;
    }),
  );
  clients.forEach((client) => client.close());
  for (const server of servers) await server.end('SIGTERM');
  await database.drop();
  await rm(folder, { recursive: true, force: true });
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(14);
});

test('what one person asks at the same time is served in turns, also by two tokens; of more the rest is 429', async () => {
  // A busy machine may take its time.
  const { patience } = atOnce;
  atOnce.patience = 20_000;
  const college = await openTestCollege({ crowd: { patience: 20_000 } });
  const client = new HttpClient(college.url, 20_000, 100);
  const person = await aPerson(college);
  const tokens = [await person.bearer(), await person.at(college).bearer()];
  const ask = (times: number) =>
    Promise.all(
      Array.from({ length: times }, async (_, n) => {
        const headers = { authorization: `Bearer ${tokens[n % 2]}` };
        return client.call({ method: 'GET', path: '/api/v1/me/agenda', headers });
      }),
    );
  expect(tokens[0]).not.toBe(tokens[1]);
  await ask(2);
  expect((await ask(40)).filter(({ status }) => status !== 200)).toEqual([]);
  const refused = (await ask(100)).filter(({ status }) => status !== 200);
  for (const { status, headers } of refused)
    expect([status, headers['ratelimit'], headers['ratelimit-policy']]).toEqual([
      429,
      '"at-once";r=0;t=1',
      '"at-once";q=16;w=1',
    ]);
  atOnce.patience = patience;
  client.close();
  await college.close();
});

describe('what is open to everybody', () => {
  let college: TestCollege;
  let client: HttpClient;
  beforeAll(async () => {
    college = await openTestCollege({ settings: { TRUSTED_PROXY_HOPS: '1', PUBLIC_READS_PER_MINUTE: '2' } });
    client = new HttpClient(college.url, 20_000);
  });
  afterAll(() => {
    client.close();
    return college.close();
  });

  /** Whether it runs and how it does must be told even to a crowd; the figures are for this machine or a token. */
  const unlimited = ['GET /health/live', 'GET /health/ready', 'GET /metrics'];
  const open = () =>
    declaredRoutes(college.app.get(ModulesContainer))
      .filter(({ access }) => access === 'public')
      .map(({ route }) => route);

  test('has a limit on every route', () => {
    const limited = routesWhere(college.app.get(ModulesContainer), (handler) =>
      Reflect.hasMetadata(limitedBy, handler),
    );
    expect(open().filter((route) => !limited.includes(route))).toEqual(unlimited);
  });

  test('is read so often a minute by one address, whatever the route', async () => {
    const reads = open().filter((route) => route.startsWith('GET ') && !unlimited.includes(route));
    expect(reads.length).toBeGreaterThan(5);
    for (const [n, route] of reads.entries()) {
      const rooted = route.slice(4).replace(/:\w+/g, 'x'.repeat(43));
      const path = rooted.startsWith('/.well-known') ? rooted : `/api/v1${rooted}`;
      const read = async () =>
        (await client.call({ method: 'GET', path, headers: { 'x-forwarded-for': `203.0.113.${n}` } })).status;
      const [first, second, third] = [await read(), await read(), await read()];
      expect([route, first, second, third]).toEqual([route, first, first, 429]);
      expect(first).not.toBe(429);
    }
  });

  test('is read by this very machine as often as it wants, unless it forwards', async () => {
    const read = async (headers: Record<string, string> = {}) =>
      (await client.call({ method: 'GET', path: '/api/v1/college', headers })).status;
    for (let n = 0; n < 4; n++) expect(await read()).toBe(200);
    for (const name of ['forwarded', 'x-real-ip', 'via'])
      expect([await read({ [name]: 'for=a' }), name]).toEqual([expect.any(Number), name]);
    expect(await read({ via: '1.1 proxy' })).toBe(429);
  });

  test('counters go once their window is over', async () => {
    const count = async () => Number((await college.sql.query('select count(*) from rate_count'))[0].count);
    await client.call(signIn('robin@example.org'));
    await college.app.get(SharedCounts).forgetOld();
    expect(await count()).toBe(1);
    college.clock.forward({ minutes: 1 });
    await college.app.get(SharedCounts).forgetOld();
    expect(await count()).toBe(0);
  });
});

describe('whose address counts', () => {
  /** Reads with each header until one is turned away, after one read each is allowed. */
  async function turnedAway(hops: string, chains: string[]): Promise<boolean[]> {
    const college = await openTestCollege({ settings: { TRUSTED_PROXY_HOPS: hops, PUBLIC_READS_PER_MINUTE: '1' } });
    const client = new HttpClient(college.url, 20_000);
    const answers = [];
    for (const chain of chains) {
      const headers = { 'x-forwarded-for': chain };
      answers.push((await client.call({ method: 'GET', path: '/api/v1/college', headers })).status === 429);
    }
    client.close();
    await college.close();
    return answers;
  }

  test('without a proxy in front that is believed, whoever is forwarded counts as one', async () => {
    expect(await turnedAway('0', ['192.0.2.1', '192.0.2.2', '192.0.2.3, 192.0.2.4'])).toEqual([false, true, true]);
  });

  test('behind one, the address that it saw; what its caller made up does not count', async () => {
    expect(
      await turnedAway('1', ['192.0.2.1', '198.51.100.9, 192.0.2.1', '192.0.2.1, 192.0.2.2', '203.0.113.1, 192.0.2.2']),
    ).toEqual([false, true, false, true]);
  });

  test('behind two, the address that the outer one saw', async () => {
    expect(
      await turnedAway('2', [
        '192.0.2.1, 10.0.0.1',
        '198.51.100.9, 192.0.2.1, 10.0.0.1',
        '192.0.2.1, 192.0.2.2, 10.0.0.2',
        '203.0.113.5, 192.0.2.2, 10.0.0.1',
      ]),
    ).toEqual([false, true, false, true]);
  });

  test('a port that a proxy writes makes no new address', async () => {
    expect(
      await turnedAway('1', ['192.0.2.1:4711', '192.0.2.1:4712', '[2001:db8::1]:4711', '[2001:db8::2]:80']),
    ).toEqual([false, true, false, true]);
  });
});
