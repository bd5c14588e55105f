import { aPerson, aRun, fromNow, type Site, type TestPerson } from '../support/builders.js';
import { givePasswords } from './sign-ins.js';
import { at, type Filled, read, type Work } from './work.js';

const page = 'limit=20';

/** What the desk of a college looks at all day, and who does; more is put in than fits on a page. */
export async function deskWork(
  site: Site,
  { active, others, runs }: Filled,
  reads: number,
): Promise<{ works: Work[]; desk: TestPerson }> {
  const desk = await aPerson(site, { name: 'Casey', roles: ['coordinator', 'administrator'] });
  await givePasswords(site, [desk]);
  const crowded = await aRun(site, { capacity: 10_000, starts: [fromNow(site, { days: 903 })] });
  const learners = others.map(({ id }) => id);
  await site.sql.query(
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at)
      select gen_random_uuid(), $1, id, 'confirmed', 'self', now(), now()
      from unnest($2::uuid[]) as id`,
    [crowded.id, learners],
  );
  await site.sql.query(
    `
      insert into staff_task (id, kind, subject_id, person_id, about, reason, occasion, opened_at, due_at)
      select gen_random_uuid(), 'message_not_sent', id, id, 'place_offered', 'no_safe_channel', 'once', now(),
        now() + n * interval '1 hour'
      from unnest($1::uuid[]) with ordinality as each (id, n)`,
    [learners],
  );
  await giveCredit(site, learners, crowded.id);
  const works: Work[] = [
    { what: 'Today', count: Math.ceil(reads / 8), once: read('/reports/today', () => desk) },
    { what: 'runs', count: reads, once: read(`/runs?${page}`, () => desk) },
    {
      what: 'people by name',
      count: reads,
      once: (served, nth) =>
        read(`/people?${page}&name=${encodeURIComponent(`rob ${nth % 100}`)}`, () => desk)(served, nth),
    },
    { what: 'people by role', count: reads, once: read(`/people?${page}&role=facilitator`, () => desk) },
    { what: 'staff tasks', count: reads, once: read(`/staff-tasks?${page}`, () => desk) },
    { what: "a run's enrolments", count: reads, once: read(`/runs/${crowded.id}/enrolments?${page}`, () => desk) },
    { what: 'CE ledger', count: reads, once: read(`/ce-ledger?${page}`, () => desk) },
    {
      what: 'eligibility',
      count: reads,
      once: (served, nth) => read(`/runs/${at(runs, nth).id}/eligibility`, () => at(active, nth))(served, nth),
    },
  ];
  return { works, desk };
}

/** An award for each, without what would have led to it. */
async function giveCredit({ sql }: Site, people: readonly string[], runId: string): Promise<void> {
  await sql.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query(
      `
        insert into ce_entry (
          id, person_id, entry_type, run_id, approval_id, number, kind, role, minutes, categories, credits, title,
          mode, provider, starts_on, ends_on, completed_on, cycle_year, rule, approval, evidence, entered_at,
          retained_until
        )
        select gen_random_uuid(), id, 'award', $2, gen_random_uuid(), 0, 'ce_hours', 'learner', 60, '{"ethics": 60}', 1,
          'Quiet Mornings', 'online', 'A college', now(), now(), now(), 2026, '{"rounding": "down", "retentionYears": 7}',
          '{"name": "An approval", "approver": "nbcc", "approvalNumber": "1"}', '[]', now() - n * interval '1 minute',
          now()
        from unnest($1::uuid[]) with ordinality as each (id, n)`,
      [people, runId],
    );
  });
}
