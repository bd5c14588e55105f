import type { PersonalData } from '../platform/personal/personal-table.js';
import type { PersonalRecord } from '../platform/disclosure/personal-record.js';
import { columnsOf } from '../platform/database/tables.js';
import { CertificationApplication, CertificationAssessment } from './applications/certification-application.entity.js';
import { CertificationReference } from './applications/certification-reference.entity.js';
import { Certification } from './certifications/certification.entity.js';
import { PracticeLog } from './evidence/practice-log.entity.js';
import { practisedMinutesSql } from './evidence/practice.sql.js';
import { Supervision } from './supervision/supervision.entity.js';

export const applicationRecord: PersonalRecord = {
  kind: 'certification_application',
  reason: 'certification',
  owners: `
    select ${columnsOf(CertificationApplication, 't', 'personId')}
    from certification_application t
    where t.id = any($1::uuid[])`,
};
export const certificationRecord: PersonalRecord = {
  kind: 'certification',
  reason: 'certification',
  owners: `select ${columnsOf(Certification, 't', 'personId')} from certification t where t.id = any($1::uuid[])`,
};
export const assessmentRecord: PersonalRecord = {
  kind: 'certification_assessment',
  reason: 'certification',
  owners: `
    select ${columnsOf(CertificationAssessment, 't', 'personId')}
    from certification_assessment t
    where t.id = any($1::uuid[])`,
};
export const referenceRecord: PersonalRecord = {
  kind: 'certification_reference',
  reason: 'certification',
  owners: `
    select ${columnsOf(CertificationReference, 't', 'personId')}
    from certification_reference t
    where t.id = any($1::uuid[])`,
};
export const practiceRecord: PersonalRecord = {
  kind: 'practice_log',
  reason: 'certification',
  owners: `select ${columnsOf(PracticeLog, 't', 'personId')} from practice_log t where t.id = any($1::uuid[])`,
};
export const supervisionRecord: PersonalRecord = {
  kind: 'supervision',
  reason: 'supervision',
  owners: `select ${columnsOf(Supervision, 't', 'personId')} from supervision t where t.id = any($1::uuid[])`,
};

const ofApplication = 't.application_id in (select id from certification_application where person_id = $1)';
const ofCertification = 't.certification_id in (select id from certification where person_id = $1)';

export const certificationPersonal: PersonalData = {
  tables: [
    {
      table: 'certification_act_words',
      rowsOf: 't.act_id in (select id from certification_act where holder_id = $1)',
      exports: 't.act_id, t.words',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'certification_act',
      rowsOf: 't.holder_id = $1',
      exports: `t.id, t.certification_id, t.kind, t.taken_on, t.from_on, t.until_on, t.answer_by, t.about_id, t.taken_at`,
      whenErased: { fate: 'anonymised' },
      namesStaff: ['taken_by'],
    },
    {
      table: 'renewal_decision',
      rowsOf: 't.holder_id = $1',
      exports: `t.renewal_id, t.outcome, t.reasons, t.decided_on, t.decided_at`,
      whenErased: {
        fate: 'anonymised',
        statements: [
          `update renewal_decision set reasons = case when outcome = 'returned' then '–' end where holder_id = $1`,
        ],
      },
      namesStaff: ['decided_by'],
    },
    {
      table: 'renewal_credit',
      rowsOf: 't.renewal_id in (select id from certification_renewal where holder_id = $1)',
      exports: `t.renewal_id, t.award_id, t.minutes, t.event_key, t.category, t.credited_on`,
      whenErased: { fate: 'anonymised' },
    },
    {
      table: 'certification_renewal',
      rowsOf: 't.holder_id = $1',
      exports: `t.id, t.certification_id, t.kind, t.cycle_start, t.code_version, t.late, t.submitted_at, t.set_id, t.submitted_on`,
      whenErased: { fate: 'anonymised' },
    },
    {
      table: 'application_appeal',
      rowsOf: ofApplication,
      exports: 't.application_id, t.grounds, t.appealed_at',
      whenErased: { fate: 'erased', with: 'certification_application' },
    },
    {
      table: 'panel_member',
      rowsOf: 't.applicant_id = $1',
      exports: { nothing: 'It names other people; what they decided is in panel_decision' },
      whenErased: { fate: 'erased', with: 'certification_application' },
      namesStaff: ['person_id'],
    },
    {
      table: 'panel_seat',
      rowsOf: 't.person_id = $1',
      exports: 't.decision_id, t.lived_experience',
      whenErased: {
        fate: 'erased',
        statements: ['update panel_member set lived_experience = null where person_id = $1'],
      },
    },
    {
      table: 'panel_decision',
      rowsOf: 't.person_id = $1',
      exports: `t.id, t.application_id, t.about, t.outcome, t.grade, t.reasons, t.appeal_until, t.decided_on, t.recorded_at`,
      whenErased: { fate: 'erased', with: 'certification_application' },
      namesStaff: ['recorded_by'],
    },
    {
      table: 'certification_assessment',
      rowsOf: 't.person_id = $1',
      exports: `t.application_id, t.kind, t.starts_at, t.ends_at, t.state, t.competencies, t.mark, t.passed, t.note, t.assessed_at`,
      whenErased: { fate: 'erased', with: 'certification_application' },
      namesStaff: ['assessor_id', 'booked_by'],
    },
    {
      table: 'certification_reference',
      rowsOf: 't.person_id = $1',
      exports: `
        t.application_id, t.kind, t.state, t.asked_at, t.received_at, t.worked_together_until, t.recommends,
        t.statement, t.expires_at, t.decided_at`,
      whenErased: { fate: 'erased', with: 'certification_application' },
      namesStaff: ['decided_by'],
    },
    {
      table: 'certification_application',
      rowsOf: 't.person_id = $1',
      exports: `t.id, t.scheme_id, t.state, t.missing, t.started_at, t.submitted_at, t.certification_id, t.set_id, t.touched_at`,
      whenErased: { fate: 'erased' },
    },
    {
      table: 'practice_verification',
      rowsOf: 't.person_id = $1',
      exports: 't.log_id, t.verified_at',
      whenErased: { fate: 'erased' },
      namesStaff: ['verified_by'],
    },
    {
      table: 'practice_log',
      rowsOf: 't.person_id = $1',
      exports: `t.id, t.practised_on, ${practisedMinutesSql('t')} as minutes, t.kind, t.note, t.session_id,
        t.recorded_at`,
      whenErased: { fate: 'erased' },
      namesStaff: ['supervisor_id', 'recorded_by'],
    },
    {
      table: 'training_evidence',
      rowsOf: 't.person_id = $1',
      exports: 't.title, t.provider, t.completed_on, t.minutes, t.live_minutes, t.ethics_minutes, t.recorded_at',
      whenErased: { fate: 'erased' },
      namesStaff: ['recorded_by'],
    },
    {
      table: 'ethics_signature',
      rowsOf: 't.person_id = $1',
      exports: 't.code_version, t.lived_experience, t.signed_at',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'supervision_note',
      rowsOf: 't.supervision_id in (select id from supervision where person_id = $1)',
      exports: 't.supervision_id, t.held_on, t.minutes, t.practice, t.agreed, t.written_at',
      whenErased: { fate: 'erased', with: 'supervision' },
      namesStaff: ['written_by'],
    },
    {
      table: 'supervision',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.focus, t.began_on, t.ended_on',
      whenErased: { fate: 'erased' },
      namesStaff: ['supervisor_id', 'arranged_by'],
    },
    {
      table: 'peer_meeting_attendance',
      rowsOf: 't.person_id = $1',
      exports: 't.meeting_id, t.recorded_at',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'certification_notice',
      rowsOf: `
        t.period_id in (
          select p.id
          from certification_period p
          join certification c on c.id = p.certification_id
          where c.person_id = $1
        )`,
      exports: `t.occasion, t.raised_at, t.period_id`,
      whenErased: { fate: 'anonymised' },
    },
    {
      table: 'certification_period',
      rowsOf: ofCertification,
      exports: `t.certification_id, t.kind, t.grade, t.valid_from, t.valid_through, t.verified_at, t.verified_how, t.recorded_at, t.set_id, t.cycle_start, t.late`,
      whenErased: { fate: 'anonymised' },
      namesStaff: ['recorded_by', 'verified_by'],
    },
    {
      table: 'certification',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.scheme_id, t.number, t.register_link, t.recorded_at',
      whenErased: {
        fate: 'anonymised',
        statements: [
          'update certification set register_link = null where person_id = $1 and register_link is not null',
          `
            update certification c
            set number = c.id::text
            from certification_scheme s
            where s.id = c.scheme_id and s.issuer = 'external' and c.person_id = $1`,
        ],
      },
      namesStaff: ['recorded_by'],
    },
    {
      table: 'certification_register',
      rowsOf: ofCertification,
      exports: { nothing: 'It comes into being when there is nothing else any more' },
      whenErased: {
        fate: 'retained',
        rule: 'BR-105',
        until: 't.keep_until',
      },
      goesAfter: { column: 't.keep_until', time: '1 day' },
    },
  ],
  doneBy: { requirement_set: ['added_by'], peer_meeting: ['arranged_by'] },
};
