import {
  enrolmentsPage,
  learnerFacts,
  offerFirstInQueue,
  oneEnrolment,
  queueOfRun,
  whichEnrolments,
} from '../../src/enrolment/enrolments/enrolment.queries.js';
import { aPublishedVersion, aRun, someLearners, type TestPerson, type TestRun } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let people: TestPerson[];
let runs: TestRun[];

/** Many people on many runs, most of it long past, as after some years. */
beforeAll(async () => {
  college = await openTestCollege();
  people = await someLearners(college, 400);
  const versionId = (await aPublishedVersion(college)).id;
  runs = [];
  for (let count = 0; count < 20; count++) runs.push(await aRun(college, { versionId, capacity: 1000 }));
  await college.sql.query(
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at, ended_at)
      select gen_random_uuid(), r.id, p.id,
        case when r.nth = 1 then 'waitlisted' when r.nth < 4 then 'confirmed' else 'withdrawn' end, 'self', now(),
        case when r.nth in (2, 3) then now() end, case when r.nth >= 4 then now() end
      from unnest($1::uuid[]) with ordinality r (id, nth)
      cross join unnest($2::uuid[]) p (id)`,
    [runs.map(({ id }) => id), people.map(({ id }) => id)],
  );
  await college.sql.query('analyze');
});
afterAll(() => college.close());

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: Plan[];
}

/** How Postgres reaches the enrolments: the indexes, or `Seq Scan`. */
async function waysToEnrolments(text: string, values: unknown[]): Promise<string[]> {
  const [row] = await college.sql.query(`explain (format json) ${text}`, values);
  const walk = (plan: Plan): string[] => [
    ...(plan['Relation Name'] === 'enrolment' &&
    plan['Node Type'] !== 'ModifyTable' &&
    !plan['Node Type'].startsWith('Bitmap')
      ? [plan['Index Name'] ?? plan['Node Type']]
      : []),
    ...(plan['Node Type'] === 'Bitmap Index Scan' && plan['Index Name']?.startsWith('enrolment')
      ? [plan['Index Name']]
      : []),
    ...(plan.Plans ?? []).flatMap(walk),
  ];
  return [...new Set(walk(row['QUERY PLAN'][0].Plan))].sort();
}

test.each<[string, () => [string, unknown[]], string[]]>([
  [
    'my enrolments',
    () => [
      enrolmentsPage(whichEnrolments({}), 'newest'),
      [people[0]?.id, new Date(), null, null, people[0]?.id, false, null, null, 51],
    ],
    ['enrolment_by_person', 'enrolment_queue'],
  ],
  [
    'one enrolment',
    () => [oneEnrolment, ['0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f', new Date(), people[0]?.id, true]],
    ['enrolment_pk', 'enrolment_queue'],
  ],
  [
    'settling a run',
    () => [`select ${queueOfRun('run_now')} from run run_now where run_now.id = $1`, [runs[0]?.id]],
    ['enrolment_offers', 'enrolment_queue'],
  ],
  [
    'offering places in order',
    () => [offerFirstInQueue, [runs[0]?.id, 3, new Date(), new Date()]],
    ['enrolment_pk', 'enrolment_queue'],
  ],
  [
    'what the rules need of one person',
    () => [learnerFacts, [runs[0]?.id, [people[0]?.id], null, new Date(), null]],
    ['enrolment_one_live'],
  ],
])('%s reads by index, whatever lies in the table', async (_, statement, indexes) => {
  expect(await waysToEnrolments(...statement())).toEqual(indexes);
});
