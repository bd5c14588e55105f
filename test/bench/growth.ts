import type { DataSource } from 'typeorm';
import { median } from './load.js';
import { type Bench, cpuIn, workTurn } from './rows.js';
import type { Figure } from './table.js';
import { at, named, read, type Work } from './work.js';

const times = 100;

/** What requests cost when there is more: after many years, for somebody who was here long, and in a busy term. */
export async function growth(bench: Bench): Promise<Figure[]> {
  const { site } = bench.college;
  const [eve, robin] = [at(bench.active, bench.active.length - 1), at(bench.active, bench.active.length - 2)];
  const [anew, today] = [named(bench.works, 'prospectus, just changed'), named(bench.works, 'Today')];
  const first = [
    anew,
    ...['my enrolments', 'my agenda', 'runs', 'people by name', 'people by role', 'staff tasks'].map((what) =>
      named(bench.works, what),
    ),
    today,
  ];
  const years = await ratios(bench, first, () => multiply(site.sql));
  await giveOldPlaces(site.sql, eve.id);
  const long: Figure[] = [];
  for (const path of ['/me/enrolments', '/me/agenda']) {
    const of = (person: typeof eve): Work => ({ what: path, count: 200, once: read(path, () => person) });
    const [old, fresh] = [of(eve), of(robin)];
    const found: number[] = [];
    for (let round = 0; round <= bench.rounds; round++) {
      const each = [cpuIn(await workTurn(bench, fresh)), cpuIn(await workTurn(bench, old))] as const;
      if (round > 0) found.push(each[1] / each[0]);
    }
    long.push({ what: `${path} with 300 old places, CPU`, found: median(found), unit: '×', most: 1.2 });
  }
  const busy = await ratios(bench, [anew, today], () => openMore(site.sql, 10));
  return [
    ...years.map(({ what, found }) => ({ what: `${what}, CPU with ${times} × the rows`, found, unit: '×', most: 1.2 })),
    ...long,
    ...busy.map(({ what, found }) => ({ what: `${what}, CPU with 10 × the open runs`, found, unit: '×', most: 1.2 })),
  ];
}

/** What each costs after something, by what it cost before. */
async function ratios(
  bench: Bench,
  works: readonly Work[],
  meanwhile: () => Promise<void>,
): Promise<{ what: string; found: number }[]> {
  const costs = async () => {
    const all: number[] = [];
    for (const work of works) {
      const samples: number[] = [];
      for (let round = 0; round <= bench.rounds; round++) {
        const cost = cpuIn(await workTurn(bench, work));
        if (round > 0) samples.push(cost);
      }
      all.push(median(samples));
    }
    return all;
  };
  const before = await costs();
  await meanwhile();
  await bench.tokens.renew(bench.server.api);
  const after = await costs();
  return works.map(({ what }, nth) => ({ what, found: (after[nth] ?? 0) / (before[nth] ?? 1) }));
}

/** As a college looks after many years: runs that are over, and people who were on them. */
async function multiply(sql: DataSource): Promise<void> {
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

/** Somebody who was on 300 runs that are over. */
async function giveOldPlaces(sql: DataSource, personId: string): Promise<void> {
  await sql.query(
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at, ended_at)
      select gen_random_uuid(), id, $1, 'completed', 'self', now() - interval '2 years', now() - interval '2 years',
        now() - interval '2 years'
      from run
      where state = 'finished' and capacity > 20
      limit 300`,
    [personId],
  );
  await sql.query('vacuum analyze enrolment');
}

/** As many times the open runs, each a few minutes beside one that there is. */
async function openMore(sql: DataSource, most: number): Promise<void> {
  await sql.query(
    `
      create temporary table more_run as
      select gen_random_uuid() as id, r.id as like_id, k
      from run r
      cross join generate_series(1, $1::integer - 1) k
      where r.state = 'open'`,
    [most],
  );
  await sql.query(`
    insert into run (
      id, version_id, mode, capacity, cohort_minimum, waitlist_on, approval_needed, first_session_mandatory,
      time_zone, state, opened_at, created_at
    )
    select m.id, r.version_id, r.mode, r.capacity, r.cohort_minimum, true, false, false, r.time_zone, 'open', now(),
      now()
    from more_run m
    join run r on r.id = m.like_id`);
  await sql.query(`
    insert into session (
      id, run_id, plan_order, local_start, local_end, time_zone, starts_at, ends_at, planned_contact_minutes, state,
      published_at
    )
    select gen_random_uuid(), m.id, s.plan_order, s.local_start + later, s.local_end + later, s.time_zone,
      s.starts_at + later, s.ends_at + later, s.planned_contact_minutes, 'published', now()
    from more_run m
    join session s on s.run_id = m.like_id
    cross join lateral (select m.k * interval '7 minutes' as later) l`);
  await sql.query('vacuum analyze');
  await sql.query('checkpoint');
}
