import { hash } from 'node:crypto';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let admin: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  admin = await aPerson(college, { roles: ['administrator'] });
});
afterAll(() => college.close());

const people = async (name: string): Promise<number> =>
  (await college.sql.query('select from person where chosen_name = $1', [name])).length;
const add = (chosenName: string, key: string, by = admin) =>
  by.post('/people', { chosenName }, { 'idempotency-key': key });

test('the same key and body act once and answer the same', async () => {
  const first = await add('Once Only', 'key-1');
  const again = await add('Once Only', 'key-1');
  expect(again.status).toBe(201);
  expect(again.body).toEqual(first.body);
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(await people('Once Only')).toBe(1);
});

test('a hundred calls at once with one key have one effect', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => add('One Of Many', 'key-2')));
  const turnedAway = answers.filter(({ status }) => status === 429 || status === 503);
  const done = answers.filter(({ status }) => status === 201);
  const running = answers.filter(({ status }) => status === 409);
  expect(done.length).toBeGreaterThan(0);
  expect(done.length + running.length + turnedAway.length).toBe(100);
  for (const answer of running) expect(answer.headers['retry-after']).toBe('1');
  expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
  expect(await people('One Of Many')).toBe(1);
});

test('the same key with another body is refused and changes nothing', async () => {
  await add('First Body', 'key-3');
  const other = await add('Second Body', 'key-3');
  expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  expect(await people('Second Body')).toBe(0);
});

test('a refusal is not remembered: the corrected request may use the key', async () => {
  const robin = await aPerson(college);
  expect(
    (await admin.post(`/people/${robin.id}/roles`, { role: 'learner' }, { 'idempotency-key': 'key-4' })).status,
  ).toBe(409);
  await college.sql.query(`update role_grant set ended_at = now() where person_id = $1`, [robin.id]);
  expect(
    (await admin.post(`/people/${robin.id}/roles`, { role: 'learner' }, { 'idempotency-key': 'key-4' })).status,
  ).toBe(201);
});

test('two people may use the same key', async () => {
  const other = await aPerson(college, { roles: ['coordinator'] });
  await add('Shared Key', 'key-5');
  await add('Shared Key', 'key-5', other);
  expect(await people('Shared Key')).toBe(2);
});

test('a key is forgotten after a day, and no body is ever kept', async () => {
  await add('Day After Day', 'key-6');
  await college.sql.query(`update idempotency_key set created_at = now() - interval '25 hours' where key = 'key-6'`);
  await add('Day After Day', 'key-6');
  expect(await people('Day After Day')).toBe(2);
  const kept = JSON.stringify(await college.sql.query('select * from idempotency_key'));
  expect(kept).not.toContain('Day After Day');
  // Nor anything against which a copy of the table lets guesses be tried.
  for (const encoding of ['hex', 'base64', 'base64url'] as const)
    expect(kept).not.toContain(hash('sha256', JSON.stringify({ chosenName: 'Day After Day' }), encoding));
});

test('a key with odd characters, or too many, is refused in words that say how many', async () => {
  expect((await add('Odd', 'a b')).body).toMatchObject({ status: 400, code: 'idempotency_key_invalid' });
  expect((await add('As long as it may be', 'k'.repeat(128))).status).toBe(201);
  const { body } = await add('Longer', 'k'.repeat(129));
  expect(body).toMatchObject({ code: 'idempotency_key_invalid', detail: expect.stringContaining('1 to 128 ') });
});
