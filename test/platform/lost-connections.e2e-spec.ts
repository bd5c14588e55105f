import { setTimeout as wait } from 'node:timers/promises';
import { Database } from '../../src/platform/database/database.js';
import { Events } from '../../src/platform/events/events.js';
import { newId } from '../../src/platform/ids.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { LivingWorkers } from '../../src/platform/jobs/living-workers.js';
import { aPerson, somePeople, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { cloneDatabase, emptyDatabase } from '../support/database.js';
import { Line } from '../support/line.js';

let line: Line;
let keysLine: Line;
let keys: { url: string; drop(): Promise<void> };
let college: TestCollege;
let admin: TestPerson;
/** The database itself, whatever becomes of the line to it. */
let direct: string;

beforeAll(async () => {
  const database = await cloneDatabase();
  keys = await emptyDatabase();
  direct = database.url;
  line = await Line.to(Number(new URL(database.url).port));
  keysLine = await Line.to(Number(new URL(keys.url).port));
  college = await openTestCollege({
    database: { url: line.over(database.url), drop: () => database.drop() },
    settings: { POOL_SIZE: '10', KEYS_DATABASE_URL: keysLine.over(keys.url) },
  });
  admin = await aPerson(college, { roles: ['administrator'] });
});
afterAll(async () => {
  line.restore();
  keysLine.restore();
  await college.close();
  line.close();
  keysLine.close();
  await keys.drop();
});

const people = async (name: string): Promise<number> =>
  (await college.sql.query('select from person where chosen_name = $1', [name])).length;
const add = (chosenName: string, key: string) => admin.post('/people', { chosenName }, { 'idempotency-key': key });
const name = () => decodeURIComponent(new URL(direct).pathname.slice(1));

/** Ends every connection of the API, as a restart or an operator does. */
const terminateAll = () =>
  college.sql.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'recovery-college' and datname = $1`,
    [name()],
  );

/** Lets each command go wrong after its last statement and before its commit, until it is called again. */
function afterLastStatement(act: (pid: number) => Promise<void>): () => void {
  const events = college.app.get(Events);
  const record = events.record.bind(events);
  events.record = async (tx, ...rest) => {
    await record(tx, ...rest);
    const [{ pid }] = await tx.query('select pg_backend_pid() as pid');
    await act(pid);
  };
  return () => void (events.record = record);
}

test('a command whose connection dies before its commit is 503 and leaves nothing; a retry has one effect', async () => {
  const mend = afterLastStatement(async (pid) => {
    await college.sql.query('select pg_terminate_backend($1)', [pid]);
    await wait(100);
  });
  const answers = [];
  for (let n = 0; n < 5; n++) answers.push(await add('Between Two Statements', 'lost-1'));
  mend();
  expect(answers.map(({ status, body, headers }) => [status, body.code, headers['retry-after'] !== undefined])).toEqual(
    answers.map(() => [503, 'unavailable', true]),
  );
  expect(await people('Between Two Statements')).toBe(0);
  expect((await add('Between Two Statements', 'lost-1')).status).toBe(201);
  expect((await add('Between Two Statements', 'lost-1')).headers['idempotency-replayed']).toBe('true');
  expect(await people('Between Two Statements')).toBe(1);
});

test('while connections are terminated whatever is asked is answered well or 503', async () => {
  // So many that none of them meets a limit.
  const askers = await somePeople(college, 10, { roles: ['administrator'] });
  const asked = Array.from({ length: 50 }, async (_, n) => {
    const asker = askers[n % 10] ?? admin;
    await wait(n * 15);
    const answer = await (n % 3 ? asker.get('/me') : asker.post('/people', { chosenName: `In A Storm ${n}` }));
    return `${answer.status} ${answer.body.code}`;
  });
  for (let n = 0; n < 6; n++) {
    await wait(150);
    await terminateAll();
  }
  const other = (await Promise.all(asked)).filter(
    (answer) => !/^(20[01] undefined|503 (unavailable|busy))$/.test(answer),
  );
  expect(other).toEqual([]);
  // Who asks before the last of them was heard of is among those answered 503.
  await until(async () => (await admin.get('/me')).status === 200);
});

test('a server that may only read is 503, and its connections are let go', async () => {
  await college.sql.query(`alter database ${name()} set default_transaction_read_only = on`);
  await terminateAll();
  await wait(100);
  await admin.get('/me');
  for (let n = 0; n < 3; n++) {
    const command = await add('Only Reading', `read-${n}`);
    expect([command.status, command.body.code]).toEqual([503, 'unavailable']);
    const single = college.app.get(Database).rows(`update person set chosen_name = 'Nobody' where id = $1`, [admin.id]);
    await expect(single).rejects.toMatchObject({ code: '25006' });
  }
  await college.sql.query(`alter database ${name()} reset default_transaction_read_only`);
  // Each connection from before is let go by the first that writes on it; nobody has to cut them.
  let refused = 0;
  while ((await add('Writing Again', 'read-again')).status !== 201) expect(++refused).toBeLessThan(10);
  expect(await people('Writing Again')).toBe(1);
});

test('a database that falls silent is 503 in time, and all is well after', async () => {
  await Promise.all(Array.from({ length: 10 }, () => admin.get('/me')));
  const began = performance.now();
  line.silence();
  const answers = await Promise.all(Array.from({ length: 14 }, (_, n) => add(`Silent ${n}`, `silent-${n}`)));
  const seconds = (performance.now() - began) / 1000;
  line.restore();
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
  expect(seconds).toBeLessThan(20);
  await wait(100);
  for (let n = 0; n < 14; n++) expect((await add(`Silent ${n}`, `silent-${n}`)).status).toBe(201);
  for (let n = 0; n < 14; n++) expect(await people(`Silent ${n}`)).toBe(1);
});

test('a database of keys that is lost is 503 for what needs a key, and for nothing else', async () => {
  const write = () => admin.post('/journal-entries', { blocks: [{ text: 'quiet' }] });
  expect((await write()).status).toBe(201);
  await college.sql.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [
    decodeURIComponent(new URL(keys.url).pathname.slice(1)),
  ]);
  expect([201, 503]).toContain((await write()).status);
  expect((await write()).status).toBe(201);
  keysLine.silence();
  const other = await aPerson(college);
  const [answer, me] = await Promise.all([
    other.post('/journal-entries', { blocks: [{ text: 'quiet' }] }),
    other.get('/me'),
  ]);
  keysLine.restore();
  expect([answer.status, answer.headers['retry-after'] !== undefined, me.status]).toEqual([503, true, 200]);
  expect((await other.post('/journal-entries', { blocks: [{ text: 'quiet' }] })).status).toBe(201);
});

/** Asks until it is so, for at most half a minute. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1500; tries++) {
    if (await isSo()) return;
    await wait(20);
  }
  throw new Error('It did not come to be so within half a minute');
}

const addJob = async (): Promise<string> => {
  const [{ id }] = await college.sql.query(
    `select id from graphile_worker.add_job('send-message', json_build_object('messageId', $1::text))`,
    [newId()],
  );
  return id;
};

test('a runner that the job library gives up begins anew by itself, and delivers', async () => {
  const jobs = college.app.get(Jobs);
  const { exitCode } = process;
  await jobs.start(2);
  expect(jobs.state).toBe('running');
  await until(async () => {
    // The library leaves when it hears of tables that it would not understand.
    await college.sql.query(`select pg_notify('worker:migrate', '{"breaking": true}')`);
    return jobs.state === 'restarting';
  });
  process.exitCode = exitCode;
  await until(() => jobs.state === 'running');
  const id = await addJob();
  await until(
    async () => (await college.sql.query('select from graphile_worker.jobs where id = $1', [id])).length === 0,
  );
  await jobs.stop();
  expect(jobs.state).toBe('elsewhere');
});

test('a worker that holds a job of which it never heard is told, and of no other', async () => {
  const [known, unknown] = [await addJob(), await addJob()];
  await college.sql.query(
    `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-own', attempts = 1 where id = any ($1)`,
    [[known, unknown]],
  );
  let forgotten = 0;
  const living = new LivingWorkers(direct, () => void forgotten++, 0.2);
  living.begin('pool-own');
  living.took({ id: known, attempts: 1 });
  living.start();
  await until(() => forgotten > 0);
  living.took({ id: unknown, attempts: 1 });
  await wait(500);
  const told = forgotten;
  await wait(1_500);
  expect(forgotten).toBe(told);
  await living.stop();
  await college.sql.query(`select graphile_worker.force_unlock_workers('{pool-own}')`);
});
