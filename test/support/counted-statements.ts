import driver from 'pg';
import { DataSource } from 'typeorm';
import { poolOf } from '../../src/platform/database/sql.js';
import type { TestCollege } from './college.js';
import { forgetLimits } from './limits.js';

/** How many statements this process sends to Postgres while something is done. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = driver.Client;
  const send = Object.getOwnPropertyDescriptor(prototype, 'query');
  if (!send) throw new Error('The driver sends in another way');
  let count = 0;
  Object.defineProperty(prototype, 'query', {
    ...send,
    value(this: unknown, ...args: unknown[]): unknown {
      count++;
      return Reflect.apply(send.value as (...args: unknown[]) => unknown, this, args);
    },
  });
  try {
    await work();
    return count;
  } finally {
    Object.defineProperty(prototype, 'query', send);
  }
}

/**
 * The same of a reading that can be done again, when everything that is remembered is remembered: on a busy machine a
 * token is looked up anew in between, or a connection begins.
 */
export async function fewestStatementsOf(reading: () => Promise<unknown>): Promise<number> {
  await reading();
  return Math.min(await statementsOf(reading), await statementsOf(reading), await statementsOf(reading));
}

/** The statements that PostgreSQL plans anew each time, on a connection that has seen them often. */
export async function plannedAnew(college: TestCollege, work: () => Promise<unknown>): Promise<string[]> {
  const pool = poolOf(college.app.get(DataSource));
  const planned = async () => {
    const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
    const found = await Promise.all(
      clients.map((client) => client.query('select statement, custom_plans as times from pg_prepared_statements')),
    );
    for (const client of clients) client.release();
    const times = new Map<string, number>();
    for (const { statement, times: more } of found.flatMap(
      ({ rows }) => rows as { statement: string; times: string }[],
    ))
      times.set(statement, (times.get(statement) ?? 0) + Number(more));
    return times;
  };
  const often = async (times: number) => {
    for (let each = 0; each < times; each++) {
      await forgetLimits(college);
      await work();
    }
  };
  await often(15);
  const before = await planned();
  await often(5);
  return [...(await planned())].flatMap(([text, times]) => (times - (before.get(text) ?? 0) === 5 ? [text] : []));
}
