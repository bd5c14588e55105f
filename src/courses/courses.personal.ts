import type { PersonalData } from '../platform/personal/personal-table.js';

export const coursesPersonal: PersonalData = {
  tables: [
    {
      table: 'coproduction_attendance',
      purpose: 'Which meetings of a co-production group you were at',
      rowsOf: 't.contributor_id in (select id from contributor where person_id = $1)',
      exports: 't.meeting_id',
      whenErased: {
        fate: 'anonymised',
        because: 'That lived and learned experience worked together has to stay provable.',
      },
    },
    {
      table: 'sign_off',
      purpose: 'That you signed the content of a course',
      rowsOf: 't.person_id = $1',
      exports: 't.version_id, t.as_role, t.content_hash, t.signed_at, t.withdrawn_at, t.voided_at',
      whenErased: {
        fate: 'anonymised',
        because: 'A course stays published on its two signatures; the names behind them are gone.',
      },
      namesStaff: ['contributor_id'],
    },
    {
      table: 'contributor',
      purpose: 'Your part in making a course, and how you want to be credited',
      rowsOf: 't.person_id = $1',
      exports: `
        t.version_id, t.contribution_role, t.state, t.work_minutes, t.remuneration, t.credit_kind, t.credit_alias,
        t.invited_at, t.joined_at, t.ended_at`,
      whenErased: {
        fate: 'anonymised',
        because: 'Which experience made a course has to stay provable; your credit becomes anonymous.',
        statements: [
          `
            update contributor
            set credit_kind = 'anonymous', credit_alias = null
            where person_id = $1 and credit_kind <> 'anonymous'`,
          `
            update contributor
            set state = 'stepped_back', ended_at = now()
            where person_id = $1 and state <> 'stepped_back'`,
        ],
      },
    },
    {
      table: 'course_proposal',
      purpose: 'Courses that you proposed',
      rowsOf: 't.proposed_by = $1',
      exports: 't.id, t.idea, t.proposed_at, t.contribution_role, t.decided_at, t.decline_reason, t.decline_note',
      whenErased: {
        fate: 'anonymised',
        because: 'That a course was proposed, and by which experience, is counted; your words are gone.',
        statements: [`update course_proposal set idea = '–', decline_note = null where proposed_by = $1`],
      },
      namesStaff: ['decided_by'],
    },
  ],
  doneBy: {
    course_version: ['lived_sign_off_id', 'lived_signer_id', 'learned_sign_off_id', 'learned_signer_id'],
    course_file: ['added_by'],
    coproduction_meeting: ['recorded_by'],
    periodic_review: ['recorded_by'],
    qa_review: ['recorded_by'],
    qa_reviewer: ['person_id'],
  },
};
