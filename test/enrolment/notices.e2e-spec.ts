import { setTimeout as pause } from 'node:timers/promises';
import { PersonalKeys } from '../../src/platform/keys/personal-keys.js';
import { saysContact, aFacilitator } from '../attendance/a-course.js';
import { allRows } from '../support/all-rows.js';
import { RetentionService } from '../../src/privacy/retention.service.js';
import { unzip } from '../journals/unzip.js';
import { aCoordinator, aLearner, aPerson, aRun, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { requirePromises } from '../support/invariants.js';
import { letters } from '../support/outbox.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterAll(() => college.close());

const text = 'Please bring a pen.\nWe meet by the side door.';
const send = (person: TestPerson, runId: string, body: object = {}, headers = {}) =>
  person.post(`/runs/${runId}/notices`, { text, ...body }, headers);
const noticesOf = async (person: TestPerson): Promise<{ id: string; title: string; text: string; notice: null }[]> =>
  (await person.get('/me/messages?limit=100')).body.items.filter(({ kind }: { kind: string }) => kind === 'run_notice');

async function aRunWithPeople() {
  const run = await aRun(college, { capacity: 2 });
  const ada = await aFacilitator(college, run.id);
  const [eve, fay, gil] = [await aLearner(college), await aLearner(college), await aLearner(college)];
  for (const person of [eve, fay, gil]) {
    await saysContact(college, person, { inApp: { allowed: true }, email: { allowed: true } });
    expect((await person.post(`/runs/${run.id}/enrolments`, {})).status).toBe(201);
  }
  await college.deliver();
  return { run, ada, eve, fay, gil };
}

test('those with a place read a notice signed in; outside is only something new (BR-206, BR-241)', async () => {
  const { run, ada, eve, fay, gil } = await aRunWithPeople();
  const before = await allRows(college);
  const trial = await send(ada, run.id, { dryRun: true });
  expect(trial.status).toBe(200);
  expect(trial.body).toMatchObject({ id: null, dryRun: true, done: 2, refused: 0 });
  expect(await allRows(college)).toEqual(before);

  const sent = await send(ada, run.id, {}, { 'idempotency-key': 'pen' });
  expect(sent.body).toMatchObject({ dryRun: false, done: 2, refused: 0 });
  // Names stand where people are opened by name: for the coordinator.
  const rowsFor = (named: boolean) =>
    [eve, fay].map(({ id, chosenName }) => ({
      personId: id,
      person: named ? { id, chosenName } : null,
      status: 201,
      problem: null,
    }));
  expect(sent.body.rows).toEqual(rowsFor(false));
  expect((await send(casey, run.id, { dryRun: true })).body.rows).toEqual(rowsFor(true));
  expect((await send(ada, run.id, {}, { 'idempotency-key': 'pen' })).body).toEqual(sent.body);
  await college.deliver();
  for (const person of [eve, fay]) {
    const [message, ...others] = await noticesOf(person);
    expect(others).toEqual([]);
    expect(message).toMatchObject({ notice: null, text: expect.not.stringContaining('pen') });
    expect((await person.get(`/me/messages/${message?.id}`)).body.notice).toBe(text);
  }
  expect(await noticesOf(gil)).toEqual([]);
  const [mine] = await noticesOf(eve);
  expect((await fay.get(`/me/messages/${mine?.id}`)).status).toBe(404);
  for (const letter of await letters(college.dataFolder)) expect(letter).not.toMatch(/pen|side door/);

  const [kept] = await college.sql.query(
    `select count(*)::integer as copies, bool_or(position('side door'::bytea in text) > 0) as readable from run_notice`,
  );
  expect(kept).toEqual({ copies: 2, readable: false });
  expect(
    await college.sql.query(`select person_id as id from event where type = 'run_notice.sent' order by id`),
  ).toEqual([{ id: eve.id }, { id: fay.id }]);
  const readings = (await eve.get('/me/reads')).body.items;
  expect(readings.filter(({ kind }: { kind: string }) => kind === 'enrolment').length).toBeGreaterThan(0);
  await requirePromises(college);
});

test('who may not be written to is not, which nobody is told, and who left reads nothing (BR-206)', async () => {
  const { run, ada, eve, fay } = await aRunWithPeople();
  await saysContact(college, eve, {});
  const sent = await send(ada, run.id);
  expect(
    sent.body.rows.map(({ personId, status }: { personId: string; status: number }) => [personId, status]),
  ).toEqual([eve, fay].map(({ id }) => [id, 201]));
  const [enrolment] = (await fay.get('/me/enrolments')).body.items;
  expect((await fay.post(`/enrolments/${enrolment.id}/withdrawal`)).status).toBe(201);
  await college.deliver();
  expect(await noticesOf(eve)).toEqual([]);
  expect(await noticesOf(fay)).toEqual([]);
});

test('only a coordinator and those who facilitate the run write, and only while it goes on', async () => {
  const { run, eve } = await aRunWithPeople();
  const stranger = await aPerson(college, { roles: ['facilitator'] });
  const watching = await aFacilitator(college, run.id, { part: 'observer' });
  expect((await send(stranger, run.id)).status).toBe(403);
  expect((await send(watching, run.id)).status).toBe(403);
  expect((await send(eve, run.id)).status).toBe(403);
  const hidden = await aRun(college, { state: 'draft' });
  expect((await send(stranger, hidden.id)).status).toBe(404);
  expect((await send(casey, run.id, { text: 'x'.repeat(1001) })).status).toBe(400);
  expect((await send(casey, run.id)).body).toMatchObject({ done: 2 });
  for (const [state, code] of [
    ['finished', 'run_over'],
    ['cancelled', 'run_cancelled'],
  ] as const)
    expect((await send(casey, (await aRun(college, { state })).id)).body).toMatchObject({ status: 409, code });
});

test('somebody who writes very often waits; neither a dry run nor a retry counts', async () => {
  const { run } = await aRunWithPeople();
  const often = await aCoordinator(college);
  const once = { 'idempotency-key': 'often' };
  for (let times = 0; times < 11; times++) expect((await send(often, run.id, { dryRun: true })).status).toBe(200);
  const first = await send(often, run.id, {}, once);
  expect(first.headers['ratelimit-policy']).toContain('notice');
  for (let times = 1; times < 10; times++) expect((await send(often, run.id)).status).toBe(200);
  expect((await send(often, run.id)).status).toBe(429);
  expect((await send(often, run.id, {}, once)).body).toEqual(first.body);
  expect((await send(often, run.id, { dryRun: true })).status).toBe(200);
});

test('whose place ends while a notice waits for the run is not written to (BR-206)', async () => {
  const { run, eve, fay } = await aRunWithPeople();
  const [enrolment] = (await eve.get('/me/enrolments')).body.items;
  const other = college.sql.createQueryRunner();
  await other.query('begin');
  await other.query('select from run where id = $1 for no key update', [run.id]);
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const untilSoManyWait = async (many: number) => {
    for (let tries = 0; tries < 100 && (await college.sql.query(waits)).length < many; tries++) await pause(10);
  };
  // A request is sent when somebody asks for its answer.
  const leaving = Promise.resolve().then(() => eve.post(`/enrolments/${enrolment.id}/withdrawal`));
  await untilSoManyWait(1);
  const waiting = Promise.resolve().then(() => send(casey, run.id));
  await untilSoManyWait(2);
  await other.query('commit');
  await other.release();
  expect((await leaving).status).toBe(201);
  expect((await waiting).body.rows.map(({ personId }: { personId: string }) => personId)).toEqual([fay.id]);
  expect(await college.sql.query('select from run_notice where person_id = $1', [eve.id])).toEqual([]);
  await requirePromises(college);
});

const mine = async (person: TestPerson) => (await person.get('/me/notices')).body.items as { text: string }[];
const tasksOf = async (person: TestPerson, state = 'open') =>
  (await casey.get(`/staff-tasks?personId=${person.id}&state=${state}`)).body.items as { about: string }[];

test('my notices are there whatever I said of ways; staff are asked only where they can tell me (BR-206)', async () => {
  const { run, ada, eve, fay } = await aRunWithPeople();
  await saysContact(college, eve, { phone: { allowed: true, value: '+1 555 0100' } });
  await saysContact(college, fay, {});
  await send(ada, run.id);
  await college.deliver();
  for (const person of [eve, fay]) {
    expect(await noticesOf(person)).toEqual([]);
    expect(await mine(person)).toMatchObject([
      { runId: run.id, run: { courseTitle: expect.any(String) }, sentAt: expect.any(String), text },
    ]);
  }
  expect(await tasksOf(eve)).toMatchObject([{ about: 'run_notice', reason: 'no_safe_channel', subjectId: run.id }]);
  expect(await tasksOf(fay)).toEqual([]);
  const [enrolment] = (await eve.get('/me/enrolments')).body.items;
  expect((await eve.post(`/enrolments/${enrolment.id}/withdrawal`)).status).toBe(201);
  await college.deliver();
  expect(await mine(eve)).toEqual([]);
  expect(await tasksOf(eve)).toEqual([]);
  expect(await tasksOf(eve, 'done')).toMatchObject([{ about: 'run_notice', outcome: 'no_longer_needed' }]);
});

test('once somebody allows a way of messages, nobody is asked to tell them; lists go on page by page', async () => {
  const { run, fay } = await aRunWithPeople();
  await saysContact(college, fay, { phone: { allowed: true, value: '+1 555 0100' } });
  await send(casey, run.id, { text: 'First.' });
  college.clock.forward({ minutes: 1 });
  await send(casey, run.id, { text: 'Second.' });
  await college.deliver();
  expect(await tasksOf(fay)).toHaveLength(2);
  expect((await fay.put('/me/safe-contact', { channels: { inApp: { allowed: true } } })).status).toBe(200);
  await college.deliver();
  expect(await tasksOf(fay)).toEqual([]);
  const page = (await fay.get('/me/notices?limit=1')).body;
  expect(page.items).toMatchObject([{ text: 'Second.' }]);
  expect((await fay.get(`/me/notices?limit=1&cursor=${page.next}`)).body).toMatchObject({
    items: [{ text: 'First.' }],
    next: null,
  });
});

test('an erasure takes a person out of the batches of others, and they get no key any more (BR-161, 227)', async () => {
  const { run, eve, fay } = await aRunWithPeople();
  const once = { 'idempotency-key': 'before-erasure' };
  await send(casey, run.id, {}, once);
  expect((await eve.post('/me/erasure')).status).toBe(200);
  await college.deliver();
  expect(await college.sql.query('select from batch where rows::text like $1', [`%${eve.id}%`])).toEqual([]);
  const { body } = await send(casey, run.id, {}, once);
  expect(body.rows.map(({ personId }: { personId: string }) => personId)).toEqual([fay.id]);
  const keys = college.app.get(PersonalKeys);
  await expect(keys.writing(eve.id)).rejects.toMatchObject({ code: 'changed_meanwhile' });
  expect(await keys.findAfresh(eve.id)).toBeUndefined();
  await requirePromises(college);
});

test('whom it is for takes the text home, and after 90 days it is gone (BR-206)', async () => {
  const { run, eve } = await aRunWithPeople();
  await send(casey, run.id);
  await college.deliver();
  const archive = await college.http
    .post('/api/v1/me/data-export')
    .auth(await eve.bearer(), { type: 'bearer' })
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });
  const home =
    unzip(archive.body as Buffer)
      .get('records/run_notice.json')
      ?.toString() ?? 'null';
  expect(JSON.parse(home).records).toMatchObject([{ text }]);

  college.clock.moveTo(fromNow(college, { days: 91 }).toISOString());
  await college.app.get(RetentionService).tidy();
  const left =
    'select (select count(*) from run_notice)::integer as notices, (select count(*) from batch)::integer as batches';
  expect(await college.sql.query(left)).toEqual([{ notices: 0, batches: 0 }]);
});
