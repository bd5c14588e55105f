import { aPublishedVersion, type Site } from './builders.js';

const [runs, people, perRun, sessions] = [4000, 20_000, 25, 2];

export const largeYear = { year: 2024, enrolments: runs * perRun };

/** The year 2024 with 100,000 enrolments: 4,000 runs of 25 learners, two sessions each, all of them in the register. */
export async function aLargeYear(college: Site): Promise<void> {
  const versions: string[] = [];
  for (let n = 0; n < 12; n++) {
    const { id, courseId } = await aPublishedVersion(college, { title: `Course ${n}` });
    await college.sql.query('update course set strand = $2 where id = $1', [courseId, `Strand ${n % 6}`]);
    versions.push(id);
  }
  await college.sql.transaction(async (tx) => {
    for (const table of ['run', 'session', 'enrolment', 'attendance_mark'])
      await tx.query(`alter table ${table} disable trigger user`);
    await tx.query(
      `
        insert into person (id, chosen_name, created_at)
        select md5('person' || n)::uuid, 'Robin', now()
        from generate_series(1, $1) n`,
      [people],
    );
    await tx.query(
      `
        insert into registration (person_id, state, eligibility_basis, activated_at)
        select md5('person' || n)::uuid, 'paused',
          (array['lived_experience', 'supporter', 'staff', 'volunteer', 'public'])[1 + n % 5],
          timestamptz '2024-01-01' + n % 360 * interval '1 day'
        from generate_series(1, $1) n`,
      [people],
    );
    await tx.query(
      `
        insert into run (id, version_id, mode, capacity, cohort_minimum, time_zone, state, created_at)
        select md5('run' || n)::uuid, ($2::uuid[])[1 + n % 12], (array['in_person', 'online', 'hybrid'])[1 + n % 3],
          30, 4, 'UTC', 'finished', timestamptz '2023-12-01'
        from generate_series(1, $1) n`,
      [runs, versions],
    );
    await tx.query(
      `
        insert into session (
          id, run_id, local_start, local_end, time_zone, starts_at, ends_at, planned_contact_minutes, state,
          published_at, shown_at, delivered_at, delivered_contact_minutes, co_delivered
        )
        select md5('session' || n || '-' || k)::uuid, md5('run' || n)::uuid, at, at + interval '2 hours', 'UTC',
          at at time zone 'UTC', (at + interval '2 hours') at time zone 'UTC', 105, 'delivered',
          timestamptz '2023-12-01', timestamptz '2023-12-01', (at + interval '2 hours') at time zone 'UTC', 105, n % 4 > 0
        from generate_series(1, $1) n
        cross join generate_series(1, $2) k
        cross join lateral (select timestamp '2024-01-08 10:00' + (n % 340 + k * 7) * interval '1 day' as at) t`,
      [runs, sessions],
    );
    await tx.query(
      `
        insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at, ended_at)
        select md5('enrolment' || n || '-' || k)::uuid, md5('run' || n)::uuid,
          md5('person' || 1 + (n * 25 + k) % $3)::uuid, case when k % 5 = 0 then 'not_completed' else 'completed' end,
          'self', timestamptz '2023-12-15', timestamptz '2023-12-15', timestamptz '2024-12-31'
        from generate_series(1, $1) n
        cross join generate_series(1, $2) k`,
      [runs, perRun, people],
    );
    await tx.query(
      `
        insert into attendance_mark (
          id, attendance_id, enrolment_id, session_id, sequence, state, minutes_present, source, occurred_at,
          recorded_at
        )
        select gen_random_uuid(), gen_random_uuid(), md5('enrolment' || n || '-' || k)::uuid,
          md5('session' || n || '-' || s)::uuid, 1,
          case (n + k * s) % 9 when 0 then 'dna' when 1 then 'apology' else 'present' end,
          case when (n + k * s) % 9 > 1 then 105 else 0 end, 'register', timestamptz '2024-06-01',
          timestamptz '2024-06-01'
        from generate_series(1, $1) n
        cross join generate_series(1, $2) k
        cross join generate_series(1, $3) s`,
      [runs, perRun, sessions],
    );
    await tx.query(`
      insert into presence (mark_id, session_id, minutes)
      select id, session_id, '(,)' from attendance_mark where state = 'present'`);
    for (const table of ['run', 'session', 'enrolment', 'attendance_mark'])
      await tx.query(`alter table ${table} enable trigger user`);
  });
  await college.sql.query('analyze');
}
