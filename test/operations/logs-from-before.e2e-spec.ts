import { createHash } from 'node:crypto';
import { runMigrations as installJobTables } from 'graphile-worker';
import { DataSource } from 'typeorm';
import { SealedReadings1795000000199 } from '../../migrations/0199-sealed-readings.js';
import { migrations } from '../../migrations/list.js';
import { migrationDataSource } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrate.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { newId } from '../../src/platform/ids.js';
import { SealChainService } from '../../src/platform/audit/seal-chain.service.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { runCommand } from '../support/command.js';
import { emptyDatabase } from '../support/database.js';

let college: TestCollege;
afterAll(() => college.close());

test('what was logged before readings were sealed gets the names of that day, and both chains hold (BR-217, BR-218)', async () => {
  const database = await emptyDatabase();
  await installJobTables({ connectionString: database.url });
  const earlier = await new DataSource({
    ...migrationDataSource(database.url).options,
    migrations: migrations.slice(0, migrations.indexOf(SealedReadings1795000000199)),
  }).initialize();
  await earlier.runMigrations();
  const [casey, eve, mallory] = [newId(), newId(), newId()];
  await earlier.query(
    `insert into person (id, chosen_name, created_at) values ($1, 'Casey', now()), ($2, 'Eve', now()), ($3, 'Mal', now())`,
    [casey, eve, mallory],
  );
  await earlier.query(
    `
      insert into record_read (id, at, reader_id, acting_roles, kind, reason, outcome, subject_ids, request_id)
      select gen_random_uuid(), now() - interval '3 days', r.id, r.roles, 'profile', 'x', 'read', array[$1::uuid], 'x'
      from (values ($2::uuid, '{coordinator}'::text[]), ($3::uuid, '{learner}'::text[])) r (id, roles)`,
    [eve, casey, mallory],
  );
  await earlier.query(
    `
      insert into emergency_contact_use (id, person_id, used_by, reason, used_at)
      values (gen_random_uuid(), $1, $2, 'child', now())`,
    [eve, casey],
  );
  const [event] = await earlier.query(
    `
      insert into event (id, at, request_id, type, subject_id)
      values (gen_random_uuid(), now(), 'request', 'enrolment.withdrawn', gen_random_uuid())
      returning id, json_build_array(
        id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor_id, request_id, type, subject_id,
        person_id, from_state, to_state, refs
      )::text as form`,
  );
  const at = new Date().toISOString();
  const previous = '0'.repeat(64);
  const hash = createHash('sha256')
    .update(`${JSON.stringify([1, previous, 1, at, at])}\n${event.form}`)
    .digest('hex');
  await earlier.query('insert into event_seal values (1, $1, $2, 1, $3, $3)', [previous, hash, at]);
  await earlier.query('insert into event_sealed values ($1, 1)', [event.id]);
  await earlier.destroy();

  await migrate(new DatabaseUrls(database.url, database.url));
  college = await openTestCollege({ database });
  expect(await college.sql.query('select reader_name from record_read order by reader_name')).toEqual([
    { reader_name: 'Casey' },
    { reader_name: null },
  ]);
  expect(await college.sql.query('select used_by_name from emergency_contact_use')).toEqual([
    { used_by_name: 'Casey' },
  ]);
  await college.app.get(SealChainService).extendChains();
  expect(await runCommand(college, 'commands/audit-events')).toEqual({
    code: 0,
    words: expect.stringMatching(/^ok {6}1 seals over 1 events; 0 wait.*\nok {6}1 seals over 2 readings; 0 wait/),
  });
});
