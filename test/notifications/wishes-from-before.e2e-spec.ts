import { runMigrations as installJobTables } from 'graphile-worker';
import { DataSource } from 'typeorm';
import { Wishes1795000000221 } from '../../migrations/0221-wishes.js';
import { migrations } from '../../migrations/list.js';
import { migrationDataSource } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrate.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { newId } from '../../src/platform/ids.js';
import { WishesAreTasks } from '../../src/reactions/wishes-are-tasks.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { emptyDatabase } from '../support/database.js';
import { brokenPromises } from '../support/invariants.js';

let college: TestCollege;
afterAll(() => college.close());

test('what was asked before it had a reader is a task from that day on, unless it is over (BR-184)', async () => {
  const database = await emptyDatabase();
  await installJobTables({ connectionString: database.url });
  const earlier = await new DataSource({
    ...migrationDataSource(database.url).options,
    migrations: migrations.slice(0, migrations.indexOf(Wishes1795000000221)),
  }).initialize();
  await earlier.runMigrations();
  const [robin, gone, ben] = [newId(), newId(), newId()];
  const [run, over, place, asking, late, session, held] = Array.from({ length: 7 }, () => newId());
  await earlier.transaction(async (tx) => {
    const put = async (table: string, ...rows: object[]) => {
      await tx.query(
        `insert into ${table} select (jsonb_populate_record(null::${table}, r)).* from jsonb_array_elements($1) r`,
        [JSON.stringify(rows)],
      );
    };
    await tx.query(`set local session_replication_role = replica`);
    const [{ at, soon }] = await tx.query(`select now() - interval '30 days' as at, now() + interval '1 hour' as soon`);
    await tx.query(`insert into person (id, chosen_name, created_at) select unnest($1::uuid[]), 'Robin', $2`, [
      [robin, gone, ben],
      at,
    ]);
    await put(
      'registration',
      { person_id: robin, state: 'draft', welcome_conversation_wanted: true, version: 1 },
      { person_id: gone, state: 'left', welcome_conversation_wanted: true, version: 1 },
      { person_id: ben, state: 'draft', welcome_conversation_wanted: false, version: 1 },
    );
    for (const [id, state] of [
      [run, 'open'],
      [over, 'finished'],
    ])
      await tx.query(
        `
          insert into run (id, version_id, mode, capacity, cohort_minimum, time_zone, state, created_at)
          values ($1, gen_random_uuid(), 'online', 12, 1, 'UTC', $2, $3)`,
        [id, state, at],
      );
    await tx.query(
      `
        insert into session (
          id, run_id, local_start, local_end, time_zone, starts_at, ends_at, planned_contact_minutes, state
        )
        select id, $3, at, at + interval '2 hours', 'UTC', at, at + interval '2 hours', 100, state
        from (
          values ($1::uuid, $4::timestamptz, 'draft'), ($2::uuid, $5::timestamptz, 'draft')
        ) each (id, at, state)`,
      [held, session, run, at, soon],
    );
    await tx.query(
      `
        insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at)
        select id, run_id, person_id, state, 'self', $1::timestamptz, case when state = 'confirmed' then $1::timestamptz end
        from (
          values ($2::uuid, $5::uuid, $7::uuid, 'confirmed'), ($3::uuid, $5::uuid, $8::uuid, 'requested'),
            ($4::uuid, $6::uuid, $7::uuid, 'requested')
        ) each (id, run_id, person_id, state)`,
      [at, place, asking, late, run, over, robin, ben],
    );
    await tx.query(
      `
        insert into adjustment (id, enrolment_id, state, key_id, wish, requested_at)
        select gen_random_uuid(), $1, state, gen_random_uuid(), decode(repeat('00', 40), 'hex'), $2
        from unnest(array['requested', 'ended']) state`,
      [place, at],
    );
    await tx.query(
      `
        insert into session_debrief (session_id, person_id, supervision_wanted, written_at)
        values ($1, $2, true, $3), ($1, $4, false, $3)`,
      [held, ben, at, robin],
    );
  });
  await earlier.destroy();
  await migrate(new DatabaseUrls(database.url, database.url));

  college = await openTestCollege({ database });
  college.clock.moveTo(new Date(Date.now()).toISOString());
  const tasks = () =>
    college.sql.query(
      `
        select kind, person_id, due_at > $1 as "ahead", due_at <= $1::timestamptz + interval '1 hour' as "soon"
        from staff_task
        order by kind`,
      [college.clock.now()],
    );
  const expected = [
    { kind: 'adjustment', person_id: robin, ahead: true, soon: true },
    { kind: 'approval', person_id: ben, ahead: true, soon: false },
    { kind: 'supervision', person_id: ben, ahead: true, soon: false },
    { kind: 'welcome_conversation', person_id: robin, ahead: true, soon: false },
  ];
  expect(await tasks()).toEqual(expected);
  expect((await brokenPromises(college)).filter((each) => each.includes('wish.'))).toEqual([]);

  // The tasks are those that the college would open itself.
  await college.app.get(WishesAreTasks).followAll();
  expect(await tasks()).toEqual(expected);
  const [{ open }] = await college.sql.query('select count(*)::integer as open from staff_task where done_at is null');
  expect(open).toBe(4);
});
