import type { PersonalData } from '../platform/personal/personal-table.js';
import { type PersonalRecord, peopleThemselves } from '../platform/disclosure/personal-record.js';
import { columnsOf } from '../platform/database/tables.js';
import { ExternalCeClaim } from './claims/external-ce-claim.entity.js';
import { CeEntry } from './ledger/ce-entry.entity.js';
import { TranscriptRelease } from './transcripts/transcript-release.entity.js';

export const ledgerRecord: PersonalRecord = {
  kind: 'ce_ledger',
  reason: 'credit_records',
  owners: `select ${columnsOf(CeEntry, 't', 'personId')} from ce_entry t where t.id = any($1::uuid[])`,
};
export const shortfallRecord: PersonalRecord = {
  kind: 'ce_ledger',
  reason: 'credit_records',
  owners: peopleThemselves,
};
export const ceRosterRecord: PersonalRecord = {
  kind: 'ce_roster',
  reason: 'telling_accreditors',
  owners: peopleThemselves,
};
export const transcriptRecord: PersonalRecord = {
  kind: 'transcript',
  reason: 'credit_records',
  owners: peopleThemselves,
};
export const releaseRecord: PersonalRecord = {
  kind: 'transcript_release',
  reason: 'credit_records',
  owners: `
    select ${columnsOf(TranscriptRelease, 't', 'personId')}
    from transcript_release t
    where t.id = any($1::uuid[])`,
};
export const claimRecord: PersonalRecord = {
  kind: 'external_ce_claim',
  reason: 'credit_records',
  owners: `select ${columnsOf(ExternalCeClaim, 't', 'personId')} from external_ce_claim t where t.id = any($1::uuid[])`,
};

const credited = 'exists (select from ce_entry e where e.claim_id = t.id)';

export const ceuPersonal: PersonalData = {
  tables: [
    {
      table: 'ce_evidence_file',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.claim_id, t.media_type, t.size, t.added_at',
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'ce_requirement',
      rowsOf: 't.person_id = $1',
      exports: 't.run_id, t.requirement, t.met, t.recorded_at',
      whenErased: { fate: 'erased' },
      namesStaff: ['recorded_by'],
    },
    {
      table: 'ce_completion',
      rowsOf: 't.person_id = $1',
      exports: `t.run_id, t.role, t.completed, t.mode, t.completed_on, t.sessions, t.version_id, t.recorded_at`,
      whenErased: { fate: 'erased' },
    },
    {
      table: 'transcript_copy',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.from_on, t.to_on',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'transcript_release',
      rowsOf: 't.person_id = $1',
      exports:
        't.id, t.recipient, t.purpose, t.from_on, t.to_on, t.state, t.requested_at, t.answered_at, t.released_at',
      whenErased: { fate: 'erased' },
      namesStaff: ['requested_by', 'released_by'],
    },
    {
      table: 'ce_roster_name',
      rowsOf: `
        t.line_id in (select l.id from ce_roster_line l join ce_entry e on e.id = l.entry_id where e.person_id = $1)`,
      exports: 't.line_id, t.name',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'ce_roster_line',
      rowsOf: 't.entry_id in (select id from ce_entry where person_id = $1)',
      exports: `t.id, t.entry_id, t.roster_id, t.position`,
      whenErased: {
        fate: 'retained',
        rule: 'BR-117',
        until: '(select e.retained_until from ce_entry e where e.id = t.entry_id)',
      },
      goesAfter: {
        column: '(select e.retained_until from ce_entry e where e.id = t.entry_id)',
        time: '1 day',
        only: erasedHolder('(select e.person_id from ce_entry e where e.id = t.entry_id)'),
      },
    },
    {
      table: 'ce_entry',
      rowsOf: 't.person_id = $1',
      exports: `
        t.id, t.entry_type, t.run_id, t.claim_id, t.number, t.kind, t.role, t.minutes, t.categories, t.credits,
        t.title, t.mode, t.provider, t.starts_on, t.ends_on, t.completed_on, t.cause, t.reason, t.entered_at,
        t.retained_until, t.event_id, t.approval_id, t.cycle_year, t.rule, t.approval, t.evidence`,
      whenErased: { fate: 'retained', rule: 'BR-117', until: 't.retained_until' },
      goesAfter: { column: 't.retained_until', time: '1 day', only: erasedHolder('t.person_id') },
      namesStaff: ['entered_by'],
    },
    {
      table: 'external_ce_claim',
      rowsOf: 't.person_id = $1',
      exports: `
        t.id, t.provider, t.title, t.starts_on, t.ends_on, t.minutes, t.category, t.mode, t.kind, t.objectives,
        t.presenter, t.state, t.submitted_at, t.accepted_minutes, t.decided_at, t.reasons, t.appeal, t.monitored, t.appealed_at`,
      whenErased: {
        fate: 'retained',
        rule: 'BR-117',
        until: '(select max(e.retained_until) from ce_entry e where e.claim_id = t.id)',
        kept: credited,
        statements: [
          `delete from external_ce_claim t where t.person_id = $1 and not ${credited}`,
          `
            update external_ce_claim
            set objectives = null, presenter = null, appeal = null,
              reasons = case when reasons is null then null else '–' end
            where person_id = $1`,
        ],
      },
      goesAfter: {
        column: 't.submitted_at',
        time: '1 day',
        only: `${erasedHolder('t.person_id')} and not ${credited}`,
      },
      namesStaff: ['decided_by'],
    },
  ],
  doneBy: { ce_roster: ['created_by', 'posted_by'] },
};

/**
 * The ledger grows and never shrinks while its person is here; after an erasure its rows leave when their time is over.
 */
function erasedHolder(person: string): string {
  return `exists (select from person p where p.id = ${person} and p.erased_at is not null)`;
}
