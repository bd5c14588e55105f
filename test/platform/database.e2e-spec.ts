import { Injectable } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { automatic } from '../../src/platform/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { On } from '../../src/platform/events/event.decorators.js';
import { Events, type RecordedEvent } from '../../src/platform/events/events.js';
import { newId } from '../../src/platform/ids.js';
import { aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

@Injectable()
class TestReactions {
  readonly seen: string[] = [];
  private failures = 1;

  @On('test.reacted', 'steady')
  steady({ subjectId }: RecordedEvent): Promise<void> {
    return Promise.resolve(void this.seen.push(`steady ${subjectId}`));
  }

  @On('test.reacted', 'shaky')
  shaky({ subjectId }: RecordedEvent): Promise<void> {
    return this.failures-- > 0
      ? Promise.reject(new Error('not yet'))
      : Promise.resolve(void this.seen.push(`shaky ${subjectId}`));
  }
}

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege({ providers: [TestReactions] })));
afterAll(() => college.close());

const doer = automatic('test');

test('the pool runs as a role that owns nothing and cannot change tables', async () => {
  const pool = college.app.get(DataSource);
  expect(await pool.query('select current_user as who')).toEqual([{ who: 'rc_api' }]);
  expect(await college.sql.query(`select from pg_class where relowner = 'rc_api'::regrole`)).toEqual([]);
  for (const statement of [
    'drop table event',
    'truncate event',
    'alter table person add column x int',
    'create table x ()',
    'delete from event',
    'update event set type = $$x$$',
  ]) {
    await expect(pool.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  }
});

test('no connection waits for ever', async () => {
  const [settings] = await college.app.get(DataSource).query(
    `
      select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle`,
  );
  expect(settings).toEqual({ lock: '2s', statement: '5s', idle: '10s' });
});

test('even the owner of the tables cannot rewrite what happened', async () => {
  await college.app
    .get(Database)
    .transaction((tx) => college.app.get(Events).record(tx, doer, { type: 'test.happened', subjectId: newId() }));
  await expect(college.sql.query(`update event set type = 'x'`)).rejects.toThrow('only grows');
  await expect(college.sql.query('delete from event')).rejects.toThrow('only grows');
  await expect(college.sql.query('truncate event')).rejects.toThrow('only grows');
});

test('a reaction runs after the commit, is tried again alone, and never for a rolled-back event', async () => {
  const events = college.app.get(Events);
  const { seen } = college.app.get(TestReactions);
  const subjectId = newId();
  await college.app.get(Database).transaction((tx) => events.record(tx, doer, { type: 'test.reacted', subjectId }));
  await expect(
    college.app.get(Database).transaction(async (tx) => {
      await events.record(tx, doer, { type: 'test.reacted', subjectId: newId() });
      throw new Error('half-way');
    }),
  ).rejects.toThrow('half-way');
  await college.deliver({ mayFail: true });
  expect(seen).toEqual([`steady ${subjectId}`]);
  // The library notes a failure a moment after the job ended, and only then puts it back for another try.
  for (let tries = 0; seen.length < 2 && tries < 100; tries++) {
    await college.sql.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null');
    await college.deliver({ mayFail: true });
    await wait(20);
  }
  expect(seen).toEqual([`steady ${subjectId}`, `shaky ${subjectId}`]);
});

test('a command that fails half-way leaves nothing', async () => {
  const before = await college.sql.query('select count(*)::int as n from person');
  await expect(
    college.app.get(Database).command(doer, async (tx) => {
      await tx.query(`insert into person (id, chosen_name, created_at) values (gen_random_uuid(), 'Half', now())`);
      throw new Error('half-way');
    }),
  ).rejects.toThrow('half-way');
  expect(await college.sql.query('select count(*)::int as n from person')).toEqual(before);
});

test('someone who waits too long for a lock is asked to try again, not left waiting', async () => {
  const robin = await aPerson(college);
  const blocker = college.sql.createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('select from person where id = $1 for update', [robin.id]);
  const answer = await robin.patch('/me', { chosenName: 'Later' });
  await blocker.rollbackTransaction();
  await blocker.release();
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBeDefined();
  expect((await robin.patch('/me', { chosenName: 'Now' })).body.chosenName).toBe('Now');
});

test('state sets in the code are the sets of the database', async () => {
  const { registrationMoves, registrationStates, eligibilityBases } =
    await import('../../src/people/registration/registration.rules.js');
  const { movesOf } = await import('../../src/platform/states/state-table.js');
  const { roles } = await import('../../src/platform/actor.js');
  const { checkedValues, triggerMoves } = await import('../support/catalog.js');
  expect(await checkedValues(college.sql, 'registration_state')).toEqual([...registrationStates].sort());
  expect(await checkedValues(college.sql, 'registration_basis')).toEqual([...eligibilityBases].sort());
  expect(await checkedValues(college.sql, 'role_grant_role')).toEqual([...roles].sort());
  expect(await triggerMoves(college.sql, 'registration_moves')).toEqual(movesOf(registrationMoves));
});
