import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goesByItself, personalTables } from '../../src/privacy/personal-tables.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** Tables that a job of their own empties, by its name. */
const otherJobs: Readonly<Record<string, readonly string[]>> = {
  'forget-old-counts': ['rate_count'],
  'let-go-ended-log': ['ended_line'],
  'forget-unclaimed-evidence': ['ce_evidence_file'],
  'purge-beyond-recall': ['journal_entry', 'journal_export', 'journal_reader_code'],
};

/** Tables that no period empties, each reason with its tables. What is about people goes with an erasure, or says there what stays. */
const stays: Readonly<Record<string, readonly string[]>> = {
  'the account itself: nobody is erased for being away, and closing never means deleting': [
    'consent',
    'credential',
    'password_recovery_code',
    'person',
    'person_name',
    'registration',
    'second_factor',
  ],
  'who held which power, and who gave it': ['role_grant', 'role_request'],
  'their own work, which they come back to and take away themselves': [
    'learning_plan',
    'measurement',
    'progression_event',
    'safety_plan',
  ],
  'that they took part: their hours, certificates and credit rest on it, and so does what was published': [
    'attendance_mark',
    'completion_record',
    'drop_in',
    'enrolment',
    'presence',
  ],
  'the years in which somebody is counted by what they said of themselves before': ['earlier_basis'],
  'who taught: the rule of two kinds of experience, practice and clashes are judged by it': [
    'booking',
    'facilitator_assignment',
    'facilitator_presence',
  ],
  'who made a course and vouched for it': [
    'contributor',
    'coproduction_attendance',
    'course_proposal',
    'qa_reviewer',
    'sign_off',
  ],
  'a credit is judged by it while its holder is here; the ledger itself goes after an erasure': [
    'ce_completion',
    'ce_requirement',
    'ce_roster_name',
  ],
  'to whom their record of learning went is theirs to know': ['transcript_copy', 'transcript_release'],
  'a certification is judged by it, also when it is renewed, suspended or appealed against': [
    'certification',
    'certification_act',
    'certification_act_words',
    'certification_application',
    'certification_notice',
    'certification_period',
    'certification_renewal',
    'ethics_signature',
    'peer_meeting_attendance',
    'practice_log',
    'practice_verification',
    'renewal_credit',
    'renewal_decision',
    'supervision',
    'training_evidence',
  ],
  'whoever is shown a certificate may check it for ever': ['certificate', 'certificate_address', 'certificate_print'],
  'what happened, in ids: the chain that shows that nothing was changed': ['event', 'seal', 'sealed'],
  'about nobody: what the college offers, where and by which rules': [
    'ce_approval',
    'ce_attachment',
    'ce_configuration',
    'certification_scheme',
    'closure_day',
    'college',
    'college_history',
    'college_text',
    'coproduction_meeting',
    'course',
    'course_file',
    'course_peer_track',
    'course_version',
    'evaluation_form',
    'instrument',
    'journal_prompt_offer',
    'online_room',
    'peer_meeting',
    'periodic_review',
    'priority_tier',
    'prospectus_edition',
    'qa_review',
    'requirement_set',
    'run',
    'session',
    'session_rescheduling',
    'session_series',
    'session_waiver',
    'shown_stamp',
    'term',
    'venue',
  ],
  'about nobody: numbers, counted for good': ['ce_roster', 'evaluation_tally', 'leaver_count', 'report', 'report_part'],
  'about nobody: bytes, which whatever owns a file deletes with it': ['stored_file'],
  'about nobody: which migrations ran': ['migration'],
  'about nobody: when the database was brought back': ['restore'],
};

test('each table is emptied by a step of retention, goes with its parent, or says why its rows stay (BR-230)', async () => {
  const tables: { name: string; parents: string[] }[] = await college.sql.query(`
    select c.relname as name,
      array(
        select k.confrelid::regclass::text from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'f' and k.confdeltype = 'c'
      ) as parents
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by c.relname`);
  const declared = new Set(personalTables.filter(goesByItself).map(({ table }) => table));
  const [jobs, reasons] = [new Set(Object.values(otherJobs).flat()), Object.values(stays).flat()];
  const said = ({ name, parents }: (typeof tables)[number]): string[] => {
    const steps = [...(declared.has(name) ? ['let-go'] : []), ...(jobs.has(name) ? ['a job of its own'] : [])];
    const why = reasons.filter((table) => table === name).map(() => 'a reason');
    return steps.length + why.length > 0 ? [...steps, ...why] : parents.length > 0 ? ['its parent'] : [];
  };
  expect(tables.map((table) => [table.name, said(table).length]).filter(([, ways]) => ways !== 1)).toEqual([]);
  expect([...jobs, ...reasons].filter((name) => !tables.some((table) => table.name === name))).toEqual([]);
  const named = readFileSync(join(repository, 'test/snapshots/reactions.txt'), 'utf8');
  expect(['let-go', ...Object.keys(otherJobs)].filter((job) => !named.includes(`\n${job} → `))).toEqual([]);
});

test('what is said to be about nobody is', () => {
  const personal = new Set(personalTables.map(({ table }) => table));
  const nobody = Object.entries(stays).flatMap(([why, tables]) => (why.startsWith('about nobody') ? tables : []));
  expect(nobody.filter((table) => personal.has(table))).toEqual([]);
});
