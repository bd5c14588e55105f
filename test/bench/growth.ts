import type { TestPerson } from '../support/builders.js';
import type { Bench } from './figures.js';
import { call, median, perSecond } from './load.js';

const times = 100;

/**
 * What a request costs when there is a hundred times as much of everything, beside before; a route that reads nothing
 * says how fast the machine is meanwhile.
 */
export async function growth(bench: Bench, paths: Record<string, string>): Promise<void> {
  const before = await costs(bench, paths);
  await multiply(bench);
  const after = await costs(bench, paths);
  for (const what of Object.keys(paths)) {
    console.log(
      `with ${times} times the rows, ${what} costs ${((after[what] ?? 0) / (before[what] ?? 1)).toFixed(2)} times as much`,
    );
  }
}

/** The cost of each in requests that read nothing. */
async function costs(
  { api, people, rounds, tokenOf }: Bench,
  paths: Record<string, string>,
): Promise<Record<string, number>> {
  const samples: Record<string, number[]> = {};
  const token = await tokenOf(people[1] as TestPerson);
  for (let round = 0; round <= rounds; round++) {
    for (const [what, path] of Object.entries(paths)) {
      const idle = await perSecond(300, 16, () => call({ url: new URL('/health/live', api).href }));
      const real = await perSecond(300, 16, () => call({ url: api + path, token }));
      if (round > 0) (samples[what] ??= []).push(idle / real);
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([what, all]) => [what, median(all)]));
}

/** As a college looks after many years: runs that are over, and people who were on them. */
async function multiply({ site: { sql } }: Bench): Promise<void> {
  const more = times - 1;
  await sql.query(
    `create temporary table old_run as select gen_random_uuid() as id, r.id as like_id, k from run r cross join generate_series(1, ${more}) k where r.state = 'open'`,
  );
  await sql.query(
    `
      insert into run (
        id, version_id, mode, capacity, cohort_minimum, waitlist_on, approval_needed, first_session_mandatory,
        time_zone, state, opened_at, created_at
      )
      select o.id, r.version_id, r.mode, r.capacity, 1, true, false, false, r.time_zone, 'finished',
        now() - interval '2 years', now() - interval '2 years'
      from old_run o
      join run r on r.id = o.like_id`,
  );
  await sql.query(
    `
      insert into session (
        id, run_id, plan_order, local_start, local_end, time_zone, starts_at, ends_at, planned_contact_minutes, state,
        published_at
      )
      select gen_random_uuid(), o.id, s.plan_order, s.local_start - back, s.local_end - back, s.time_zone,
        s.starts_at - back, s.ends_at - back, s.planned_contact_minutes, 'published', now() - back
      from old_run o
      join session s on s.run_id = o.like_id
      cross join lateral (select (1000 + o.k) * interval '1 day' as back) b`,
  );
  await sql.query(
    `create temporary table old_person as select gen_random_uuid() as id, row_number() over () as nth from person cross join generate_series(1, ${more})`,
  );
  await sql.query(
    `
      insert into person (id, chosen_name, email, email_canonical, created_at)
      select id, 'Somebody', id || '@example.org', id || '@example.org', now()
      from old_person`,
  );
  await sql.query(
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at, ended_at)
      select gen_random_uuid(), o.id, p.id, 'withdrawn', 'self', now() - interval '2 years',
        now() - interval '2 years', now() - interval '2 years'
      from old_person p
      cross join generate_series(0, 2) k
      join (select id, row_number() over () - 1 as nth from old_run) o on o.nth = (p.nth * 7 + k) % (
        select count(*)
        from old_run
      )`,
  );
  await sql.query('vacuum analyze');
  // or what was written is still on its way to the disk while the second half is measured
  await sql.query('checkpoint');
}
