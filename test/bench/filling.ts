import {
  aPublishedVersion,
  aRun,
  fromNow,
  type Site,
  someLearners,
  type TestPerson,
  type TestRun,
} from '../support/builders.js';

export interface Sizes {
  courses: number;
  runsPerCourse: number;
  learners: number;
}

/** A college with learners, courses and open runs, in which everybody has been on three runs before. */
export async function fill(
  site: Site,
  { courses, runsPerCourse, learners }: Sizes,
): Promise<{ people: TestPerson[]; runs: TestRun[] }> {
  const people = await someLearners(site, learners);
  const runs: TestRun[] = [];
  for (let course = 0; course < courses; course++) {
    const versionId = (await aPublishedVersion(site, { title: `Course ${course}` })).id;
    for (let nth = 0; nth < runsPerCourse; nth++) {
      runs.push(
        await aRun(site, {
          versionId,
          capacity: 10_000,
          starts: [fromNow(site, { days: 10 + runs.length }), fromNow(site, { days: 11 + runs.length, hours: 5 })],
        }),
      );
    }
  }
  await site.sql.query(
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at, ended_at)
      select gen_random_uuid(), ($2::uuid[])[1 + (p.nth * 7 + k) % cardinality($2::uuid[])], p.id, 'withdrawn',
        'self', now(), now(), now()
      from unnest($1::uuid[]) with ordinality p (id, nth)
      cross join generate_series(1, 3) k`,
    [people.map(({ id }) => id), runs.map(({ id }) => id)],
  );
  return { people, runs };
}

/** Somebody who facilitates the run. */
export async function facilitates(site: Site, { id: personId }: TestPerson, run: TestRun): Promise<void> {
  await site.sql.query(
    `
      insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at, answered_at)
      values (gen_random_uuid(), $1, $2, 'learned', 'accepted', now(), now())`,
    [run.id, personId],
  );
}
