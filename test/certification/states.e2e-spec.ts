import {
  assessmentKinds,
  assessmentMoves,
  assessmentStates,
} from '../../src/certification/applications/assessment.rules.js';
import { applicationMoves, applicationStates } from '../../src/certification/applications/application.rules.js';
import { periodKinds, waysToVerify } from '../../src/certification/certifications/certification.rules.js';
import { actKinds, holdersActs } from '../../src/certification/due-process/due-process.rules.js';
import { appealOutcomes, panelOutcomes } from '../../src/certification/applications/panel.rules.js';
import { referenceMoves, referenceStates } from '../../src/certification/applications/reference.rules.js';
import {
  grades,
  issuers,
  practiceKinds,
  referenceKinds,
  tracks,
} from '../../src/certification/schemes/scheme.rules.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const allowedBy = async (name: string): Promise<string[]> => {
  const [found] = await college.sql.query(
    'select pg_get_constraintdef(oid) as words from pg_constraint where conname = $1',
    [name],
  );
  return [...String(found.words).matchAll(/'(\w+)'/g)].map(([, word]) => word ?? '').sort();
};

test.each<[string, readonly string[]]>([
  ['certification_scheme_issuer', issuers],
  ['certification_scheme_track', tracks],
  ['certification_period_grade', grades],
  ['certification_period_kind', periodKinds],
  ['certification_period_way', [...waysToVerify, 'decision']],
  ['certification_application_state', applicationStates],
  ['practice_log_kind', practiceKinds],
  ['certification_reference_kind', referenceKinds],
  ['certification_reference_state', referenceStates],
  ['certification_assessment_kind', assessmentKinds],
  ['certification_assessment_state', assessmentStates],
  ['panel_decision_outcome', [...panelOutcomes, ...appealOutcomes]],
  ['certification_act_kind', actKinds],
  ['certification_act_by_whom', holdersActs],
])('the database knows the same words for %s as the code', async (name, words) => {
  expect(await allowedBy(name)).toEqual([...words].sort());
});

test.each([
  ['certification_application_moves', applicationMoves],
  ['certification_reference_moves', referenceMoves],
  ['certification_assessment_moves', assessmentMoves],
])('the database allows the same moves for %s as the code', async (name, moves) => {
  const [trigger] = await college.sql.query(
    `select encode(tgargs, 'escape') as words from pg_trigger where tgname = $1`,
    [name],
  );
  expect(trigger.words.split('\\000').filter(Boolean).sort()).toEqual(movesOf(moves));
});

test('notes of supervision have no column that could point at a learner, an enrolment or a session', async () => {
  const references = await college.sql.query(
    `
      select distinct confrelid::regclass::text as points_at
      from pg_constraint
      where contype = 'f' and conrelid in ('supervision'::regclass, 'supervision_note'::regclass)
      order by 1`,
  );
  expect(references.map((row: { points_at: string }) => row.points_at)).toEqual(['person', 'supervision']);
  const columns = await college.sql.query(
    `
      select column_name
      from information_schema.columns
      where table_name in ('supervision', 'supervision_note') and data_type = 'uuid'
      order by 1`,
  );
  expect([...new Set(columns.map((row: { column_name: string }) => row.column_name))]).toEqual([
    'arranged_by',
    'id',
    'person_id',
    'supervision_id',
    'supervisor_id',
    'written_by',
  ]);
});
