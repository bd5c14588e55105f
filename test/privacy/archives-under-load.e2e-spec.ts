import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { poolOf } from '../../src/platform/database/sql.js';
import { inTurn } from '../../src/platform/files/archive.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { fewestStatementsOf } from '../support/counted-statements.js';
import { expecting } from '../courses/co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const write = async (person: TestPerson, count: number, text: string): Promise<void> => {
  for (let n = 0; n < count; n++)
    await expecting(201, person.post('/journal-entries', { title: `Day ${n}`, blocks: [{ text }] }));
};

/** Asks for everything, and answers before a byte of it is read. */
async function begun(person: TestPerson): Promise<IncomingMessage> {
  const { port } = college.app.getHttpServer().address() as { port: number };
  const asked = request({
    port,
    host: '127.0.0.1',
    path: '/api/v1/me/data-export',
    method: 'POST',
    headers: { authorization: `Bearer ${await person.bearer()}` },
  });
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
  asked.end();
  return (await answered)[0];
}

async function read(answer: IncomingMessage): Promise<number> {
  let size = 0;
  for await (const part of answer) size += (part as Buffer).length;
  return size;
}

test('taking a journal home costs a few statements for each entry, in one transaction', async () => {
  const eve = await aLearner(college);
  const cost = () => fewestStatementsOf(async () => void (await read(await begun(eve))));
  await write(eve, 1, 'Seven herons');
  const one = await cost();
  await write(eve, 10, 'Seven herons');
  expect(((await cost()) - one) / 10).toBeLessThanOrEqual(8);
});

test('whoever reads an archive slowly holds no connection to the database and keeps nobody waiting', async () => {
  const slow = await Promise.all(Array.from({ length: 4 }, () => aLearner(college)));
  const noise = Array.from({ length: 18_000 }, () => String.fromCharCode(0x4e00 + Math.random() * 20_000)).join('');
  for (const person of slow) await write(person, 25, noise);
  const answers = [];
  for (const person of slow) answers.push(await begun(person));
  const pool = poolOf(college.app.get(DataSource));
  const held = () => pool.totalCount - pool.idleCount;
  // Each has filled what the network holds for it, and waits.
  for (let calm = 0; calm < 10; calm = held() === 0 ? calm + 1 : 0) await wait(50);
  expect(answers.map(({ complete }) => complete)).toEqual(slow.map(() => false));

  const other = await aLearner(college);
  const during = await Promise.all(Array.from({ length: 6 }, () => other.get('/me')));
  expect(during.map(({ status }) => status)).toEqual(during.map(() => 200));
  expect(await read(await begun(other))).toBeGreaterThan(1000);

  for (const answer of answers) answer.destroy();
  for (const answer of answers) if (!answer.closed) await once(answer, 'close');
});

test('archives take turns: two of them read at once, and one that fails gives its turn on', async () => {
  let working = 0;
  let most = 0;
  const turns = Array.from({ length: 7 }, (_, n) =>
    inTurn(async () => {
      most = Math.max(most, ++working);
      await wait(5);
      working--;
      if (n === 1) throw new Error('this one fails');
      return n;
    }).catch(() => 'failed'),
  );
  expect(await Promise.all(turns)).toEqual([0, 'failed', 2, 3, 4, 5, 6]);
  expect([most, working]).toEqual([2, 0]);
});
