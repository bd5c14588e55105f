import { Client, Pool } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { anEntry } from '../journals/journal.js';
import { anAccount } from '../people/account.js';
import { aLearner, aRun, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, testsOwn, type TestCollege } from '../support/college.js';
import { cloneDatabase } from '../support/database.js';
import { requirePromises } from '../support/invariants.js';
import { forgetLimits } from '../support/limits.js';
import { ofItsOwn } from '../support/logins.js';
import { type Pooler, startPooler } from '../support/pooler.js';
import { RunningServer } from '../support/server.js';

describe.each([
  ['keeps prepared statements', 'kept', 'on'],
  ['refuses prepared statements', 'refused', 'off'],
] as const)('two processes behind one pooler that %s', (_, prepared, PREPARED) => {
  let pooler: Pooler;
  let [here, there]: TestCollege[] = [];
  const [first, second] = [() => here as TestCollege, () => there as TestCollege];

  beforeAll(async () => {
    const database = await cloneDatabase();
    pooler = await startPooler(await ofItsOwn(database.url), { prepared });
    here = await openTestCollege({ database, pooler, settings: { PREPARED } });
    there = await openTestCollege({
      database: { url: database.url, drop: () => first().close() },
      pooler,
      settings: { PREPARED, DATA_FOLDER: first().dataFolder },
    });
  });
  beforeEach(() => forgetLimits(first()));
  afterEach(() => requirePromises(first()));
  afterAll(() => second().close());

  test('a person signs in at one, and is known at the other', async () => {
    const { signIn } = await anAccount(first());
    const { status, body } = await signIn();
    expect(status).toBe(200);
    const me = await second().http.get('/api/v1/me').set('authorization', `Bearer ${body['accessToken']}`);
    expect(me.status).toBe(200);
  });

  test('a place is never sold twice, wherever people ask', async () => {
    const run = await aRun(first(), { capacity: 5 });
    const people = await someLearners(first(), 12);
    const ask = async (person: TestPerson): Promise<string> => {
      const { status, body } = await person.post(`/runs/${run.id}/enrolments`, {});
      if (status === 503) return ask(person);
      return `${status} ${body.code ?? body.state}`;
    };
    const answers = await Promise.all(people.map((person, n) => ask(n % 2 ? person : person.at(second()))));
    expect(answers.sort()).toEqual(people.map((_person, n) => `201 ${n < 5 ? 'confirmed' : 'waitlisted'}`));
    await first().deliver();
  });

  test('a journal is read by its author and by nobody else while the connections go round', async () => {
    const authors = await Promise.all([1, 2, 3, 4].map(() => aLearner(first())));
    const write = async (author: TestPerson, n: number) => {
      const { id } = await anEntry(n % 2 ? author : author.at(second()), `words ${n} of ${author.id}`);
      const others = authors.filter((each) => each !== author);
      const found = await Promise.all(others.map((other) => other.get(`/journal-entries/${id}`)));
      expect(found.map(({ status }) => status)).toEqual(others.map(() => 404));
      return id;
    };
    const written = await Promise.all(
      authors.map((author) => Promise.all([1, 2, 3, 4, 5].map((n) => write(author, n)))),
    );
    for (const [index, author] of authors.entries()) {
      const { body } = await author.at(second()).get('/journal-entries?limit=50');
      expect(body.items.map(({ id }: { id: string }) => id).sort()).toEqual([...(written[index] ?? [])].sort());
    }
    expect(pooler.seen.changes).toBeGreaterThan(20);
  });

  test('what a transaction says of itself is gone with it, on every connection', async () => {
    const [eve, fay] = [await aLearner(first()), await aLearner(first())];
    const entry = await anEntry(eve);
    const pool = new Pool({ connectionString: pooler.url, max: 8 });
    const seenBy = async (person: TestPerson) => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query(`select set_config('journal.person', $1, true), set_config('journal.now', $2, true)`, [
          person.id,
          first().clock.now(),
        ]);
        const { rows } = await client.query<{ id: string }>('select id from journal_entry');
        await client.query('commit');
        return rows.map(({ id }) => id);
      } finally {
        client.release();
      }
    };
    const seenByNobody = async () => (await pool.query<{ id: string }>('select id from journal_entry')).rows;
    const rounds = await Promise.all(
      Array.from({ length: 40 }, () => Promise.all([seenBy(eve), seenBy(fay), seenByNobody()])),
    );
    await pool.end();
    for (const round of rounds) expect(round).toEqual([[entry.id], [], []]);
  });

  test(`statements have ${PREPARED === 'on' ? 'names, and are found again' : 'no names on the wire'}, and nothing is asked at the beginning of a connection`, () => {
    if (PREPARED === 'on') expect(pooler.seen.named).toBeGreaterThan(20);
    else expect(pooler.seen.named).toBe(0);
    expect([...pooler.seen.startup].sort()).toEqual(['application_name', 'client_encoding', 'database', 'user']);
  });
});

test('with PREPARED=off nothing of the process sends a name: neither the API nor its jobs nor what has its own way', async () => {
  const keys = await cloneDatabase();
  const client = Client.prototype as { query: (this: Client, ...args: unknown[]) => unknown };
  const { query: send } = client;
  const names: unknown[] = [];
  client.query = function (...args) {
    const { name } = Object(args[0]) as { name?: unknown };
    const { connectionParameters: from } = this as unknown as { connectionParameters: { application_name?: string } };
    if (name !== undefined && from.application_name !== testsOwn) names.push(name);
    return send.apply(this, args);
  };
  const college = await openTestCollege({ settings: { PREPARED: 'off', KEYS_DATABASE_URL: keys.url } });
  try {
    const [person] = (await someLearners(college, 1)) as [TestPerson];
    await anEntry(person);
    await person.post(`/runs/${(await aRun(college)).id}/enrolments`, {});
    await college.deliver();
    expect(names).toEqual([]);
  } finally {
    client.query = send;
    await college.close();
    await keys.drop();
  }
});

describe('where the settings of the login are lost', () => {
  let database: Awaited<ReturnType<typeof cloneDatabase>>;
  let pooler: Pooler;
  let sql: Client;
  let server: RunningServer;
  let college: TestCollege;
  beforeAll(async () => {
    database = await cloneDatabase();
    // Only for its folder of keys.
    college = await openTestCollege({ database });
    pooler = await startPooler(await ofItsOwn(database.url), { size: 2 });
    sql = new Client(database.url);
    await sql.connect();
    server = await RunningServer.start({
      DATABASE_URL: pooler.url,
      DIRECT_DATABASE_URL: database.url,
      DATA_FOLDER: college.dataFolder,
      LOG_LEVEL: 'warn',
    });
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await sql.end();
    pooler.stop();
    await college.close();
  });

  const ready = async () => {
    const answer = await fetch(`${server.url}/health/ready`);
    const { errors = [] } = (await answer.json()) as { errors?: { code: string }[] };
    return [answer.status, errors.map(({ code }) => code)];
  };
  const settled = async (wanted: unknown) => {
    for (let more = 20; more > 0 && JSON.stringify(await ready()) !== JSON.stringify(wanted); more--) await pause(100);
    return ready();
  };
  const login = () => `role rc_test_api in database ${new URL(database.url).pathname.slice(1)}`;

  test('it is not ready and says so, and what was kept open meanwhile is given up once they are there again', async () => {
    const well = [200, []];
    const lost = [503, ['settings']];
    expect(await ready()).toEqual(well);
    const { rows } = await sql.query<{ setting: string }>(
      `select unnest(setconfig) as setting from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
       where d.datname = current_database()`,
    );
    for (const one of ['lock_timeout', 'role']) {
      await sql.query(`alter ${login()} reset ${one}`);
      pooler.renew();
      expect(await settled(lost)).toEqual(lost);
      expect(await ready()).toEqual(lost);
      const value = rows.find(({ setting }) => setting.startsWith(`${one}=`))?.setting.split('=')[1];
      await sql.query(`alter ${login()} set ${one} = '${value}'`);
      // The pooler has kept its connections.
      expect(await settled(well)).toEqual(well);
      for (let n = 0; n < 8; n++) expect(await ready()).toEqual(well);
    }
    expect(server.said()).toMatch(/not ready \(settings\): .*lock_timeout is 0, not 2s/);
    expect(server.said()).toContain('all is well again (settings)');
  });

  test('a start gives them anew, and others beside it come right', async () => {
    await sql.query(`alter ${login()} reset all`);
    pooler.renew();
    const other = await RunningServer.start({
      DATABASE_URL: pooler.url,
      DIRECT_DATABASE_URL: database.url,
      DATA_FOLDER: college.dataFolder,
      WORKER: 'separate',
    });
    expect(await settled([200, []])).toEqual([200, []]);
    expect((await fetch(`${other.url}/health/ready`)).status).toBe(200);
    await other.end('SIGTERM');
  });
});
