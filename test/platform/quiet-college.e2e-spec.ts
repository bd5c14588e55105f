import type { PoolClient } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { poolOf } from '../../src/platform/database/sql.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { statementsOf } from '../support/counted-statements.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test('whoever comes first after a quiet time asks what others ask, on a connection that is open', async () => {
  const pool = poolOf(college.app.get(DataSource));
  // A test does not wait for ten seconds.
  pool.options.idleTimeoutMillis = 50;
  const visit = () => college.http.get('/api/v1/prospectus').expect(200);
  const crowd = await Promise.all(Array.from({ length: 8 }, (): Promise<PoolClient> => pool.connect()));
  for (const client of crowd) client.release();
  await visit();
  const usual = await statementsOf(visit);
  for (let waited = 0; waited < 10_000 && pool.totalCount > 2; waited += 50) await sleep(50);
  expect(pool.totalCount).toBe(2);

  let begun = 0;
  pool.on('connect', () => void begun++);
  const first = await statementsOf(visit);
  expect(begun).toBe(0);
  expect(first).toBeLessThanOrEqual(usual);
});
