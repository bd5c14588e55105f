import { join } from 'node:path';
import type { College } from './parts/college.js';
import { drill, timesOf } from './parts/drill.js';
import { newerBuild, type NewerMigration } from './parts/newer-build.js';
import { seconds } from './parts/report.js';

/** Places on runs that are long over, beside those of the drill. */
const oldRuns = 750;

// npm run drill:rolling: two API processes behind a balancer that asks who is ready, and a worker; a deploy asks one
// after the other to leave (SIGTERM) and starts the next version in its place, under load. Each version brings a column
// and an index on a table of 150,000 places, which the first of its processes makes while people enrol at the other. No
// request fails, and no line breaks.
await drill('rolling', async (scene) => {
  const { report } = scene;
  const college = await scene.open({
    servers: 2,
    pace: { balanced: true },
    settings: { DRAIN_SECONDS: '3' },
  });
  await fillWithOldPlaces(college);
  const [deploys, tookMs]: [number, number[]] = [timesOf(4), []];
  await scene.underLoad(college, {
    times: deploys,
    fault: async (nth) => {
      const build = await newerBuild(join(college.folder, `version-${nth + 1}`), migrationsUpTo(nth + 1));
      for (const server of college.servers) {
        server.build = build;
        await server.kill('SIGTERM');
        const from = performance.now();
        await server.untilReady();
        if (server === college.servers[0]) tookMs.push(performance.now() - from);
      }
      if (college.worker) college.worker.build = build;
      await college.worker?.kill('SIGTERM');
    },
  });
  const [made] = await college.postgres.ask<{ columns: number; indexes: number }>(`
    select
      (select count(*)::integer from pg_attribute where attrelid = 'enrolment'::regclass and attname like 'version\\_%') as columns,
      (
        select count(*)::integer
        from pg_index
        where indrelid = 'enrolment'::regclass and indisvalid and indexrelid::regclass::text like 'enrolment\\_version\\_%'
      ) as indexes`);
  report.promise(made?.columns === deploys && made.indexes === deploys, `the deploys made ${JSON.stringify(made)}`);
  report.promise(college.load.answers.busy === 0, `${college.load.answers.busy} requests were sent away (503)`);
  report.note(`the first process of a version was ready, with its migrations, after ${tookMs.map(seconds).join(', ')}`);
  await withoutTriggers(college, `delete from enrolment where ended_at < now() - interval '60 days'`);
  await scene.verdict(college, { unbroken: true, mostPauseMs: 2000 });
});

/** What the nth version has beyond the program as it is. */
function migrationsUpTo(version: number): NewerMigration[] {
  return Array.from({ length: version }, (_, nth) => nth + 1).flatMap((n): NewerMigration[] => [
    {
      name: `Column${stamp(2 * n)}`,
      sql: [`alter table enrolment add column version_${n} text not null default 'none'`],
    },
    {
      name: `Index${stamp(2 * n + 1)}`,
      transaction: false,
      sql: [
        `drop index concurrently if exists enrolment_version_${n}`,
        `create index concurrently enrolment_version_${n} on enrolment (version_${n}, person_id)`,
      ],
    },
  ]);
}

function stamp(nth: number): number {
  return 1_795_000_009_000 + nth;
}

/** They tell nothing of the people of the drill: what they lack, as their events, is why they go before the audit. */
async function fillWithOldPlaces(college: College): Promise<void> {
  await withoutTriggers(
    college,
    `
      with old as (
        insert into run (
          id, version_id, mode, capacity, cohort_minimum, waitlist_on, approval_needed, first_session_mandatory,
          time_zone, state, opened_at, created_at
        )
        select gen_random_uuid(), r.version_id, r.mode, r.capacity, 1, true, false, false, r.time_zone, 'finished',
          now() - interval '90 days', now() - interval '90 days'
        from (select * from run limit 1) r
        cross join generate_series(1, ${oldRuns})
        returning id
      )
      insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at, ended_at)
      select gen_random_uuid(), o.id, p.id, 'withdrawn', 'self', now() - interval '90 days',
        now() - interval '90 days', now() - interval '90 days'
      from old o
      cross join person p`,
  );
  await college.postgres.ask('analyze enrolment');
}

function withoutTriggers(college: College, statement: string): Promise<unknown> {
  return college.build(({ sql }) =>
    sql.transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      await tx.query(statement);
    }),
  );
}
