import type { PersonalData } from '../platform/personal/personal-table.js';

export const coursesPersonal: PersonalData = {
  tables: [
    {
      table: 'coproduction_attendance',
      rowsOf: 't.contributor_id in (select id from contributor where person_id = $1)',
      exports: `t.meeting_id, t.contributor_id, t.version_id`,
      whenErased: {
        fate: 'anonymised',
      },
    },
    {
      table: 'qa_reviewer',
      rowsOf: 't.person_id = $1',
      exports: 't.review_id, t.lived_experience',
      whenErased: {
        fate: 'anonymised',
        statements: ['update qa_reviewer set lived_experience = null where person_id = $1'],
      },
    },
    {
      table: 'sign_off',
      rowsOf: 't.person_id = $1',
      exports: `t.version_id, t.as_role, t.content_hash, t.signed_at, t.withdrawn_at, t.voided_at, t.standing`,
      whenErased: {
        fate: 'anonymised',
      },
      namesStaff: ['contributor_id'],
    },
    {
      table: 'contributor',
      rowsOf: 't.person_id = $1',
      exports: `
        t.version_id, t.contribution_role, t.state, t.work_minutes, t.remuneration, t.credit_kind, t.credit_alias,
        t.invited_at, t.joined_at, t.ended_at, t.credit_changed_at`,
      whenErased: {
        fate: 'anonymised',
        statements: [
          `
            update contributor
            set credit_kind = 'anonymous', credit_alias = null
            where person_id = $1 and credit_kind <> 'anonymous'`,
          `
            update contributor
            set state = 'stepped_back', ended_at = $2
            where person_id = $1 and state <> 'stepped_back'`,
        ],
      },
    },
    {
      table: 'course_proposal',
      rowsOf: 't.proposed_by = $1',
      exports: 't.id, t.idea, t.proposed_at, t.contribution_role, t.decided_at, t.decline_reason, t.decline_note',
      whenErased: {
        fate: 'anonymised',
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
  },
};
