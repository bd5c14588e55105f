import { prospectus } from '../../src/timetable/prospectus/prospectus.queries.js';
import { aPublishedVersion, aRun, fromNow } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

interface PlanNode {
  'Index Name'?: string;
  'Actual Rows': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** How many runs a first page looks at by the index, and pages in all, planned with its values or once for all. */
async function touched(mode: 'force_custom_plan' | 'force_generic_plan'): Promise<{ runs?: number; pages: number }> {
  const runner = college.sql.createQueryRunner();
  try {
    await runner.query(`set plan_cache_mode = ${mode}`);
    const { text, values } = prospectus(college.clock.now(), { limit: 20 }, undefined);
    await runner.query(`prepare page as ${text}`);
    const [now, ...others] = values;
    const explain = `explain (analyze, buffers, format json) execute page ('${(now as Date).toISOString()}', ${others.join()})`;
    await runner.query(explain);
    const [{ 'QUERY PLAN': found }] = await runner.query(explain);
    const plan = found[0].Plan as PlanNode;
    await runner.query('deallocate page');
    const byIndex = nodesOf(plan).find((node) => node['Index Name'] === 'run_on_show');
    return { runs: byIndex?.['Actual Rows'], pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] };
  } finally {
    await runner.query('reset plan_cache_mode');
    await runner.release();
  }
}

/** More open runs, each with two sessions, on other days. */
async function tenfold(): Promise<void> {
  await college.sql.query(`
    drop table if exists more;
    create table more as
      select gen_random_uuid() as id, r.id as like_id, n from run r cross join generate_series(1, 9) n`);
  await college.sql.query(`
    insert into run (
      id, version_id, mode, capacity, cohort_minimum, waitlist_on, approval_needed, first_session_mandatory, time_zone,
      state, opened_at, created_at
    )
    select m.id, r.version_id, r.mode, r.capacity, 1, true, false, false, r.time_zone, 'open', r.opened_at, r.created_at
    from more m join run r on r.id = m.like_id`);
  await college.sql.query(`
    insert into session (
      id, run_id, local_start, local_end, time_zone, starts_at, ends_at, planned_contact_minutes, state,
      published_at, shown_at
    )
    select gen_random_uuid(), m.id, s.local_start + later, s.local_end + later, s.time_zone, s.starts_at + later,
      s.ends_at + later, s.planned_contact_minutes, 'published', s.published_at, s.shown_at
    from more m
    join session s on s.run_id = m.like_id
    cross join lateral (select m.n * interval '3 days' as later) l`);
  await college.sql.query('vacuum analyze');
}

test('a page of the prospectus touches no more with ten times the open runs', async () => {
  for (let nth = 0; nth < 10; nth++) {
    const { id: versionId } = await aPublishedVersion(college);
    for (let each = 0; each < 4; each++)
      await aRun(college, {
        versionId,
        starts: [fromNow(college, { days: 2 + nth + each }), fromNow(college, { days: 20 + nth })],
      });
  }
  await tenfold();
  const modes = ['force_custom_plan', 'force_generic_plan'] as const;
  const before = [];
  for (const mode of modes) before.push(await touched(mode));
  await tenfold();
  for (const [nth, mode] of modes.entries()) {
    const after = await touched(mode);
    const few = before[nth] ?? after;
    // An index of ten times the rows is a page deeper in places.
    expect({ mode, ...after, most: few.pages * 1.5 > after.pages }).toEqual({ mode, ...after, runs: 21, most: true });
  }
});
