import type { Policy } from '../college/policy.dto.js';
import { columnsOf } from '../platform/database/tables.js';
import type { PersonalData } from '../platform/personal/personal-table.js';
import { type PersonalRecord, peopleThemselves } from '../platform/disclosure/personal-record.js';
import { Enrolment } from './enrolments/enrolment.entity.js';

const ofEnrolments = `select ${columnsOf(Enrolment, 'e', 'personId')} from enrolment e where e.id = any($1::uuid[])`;

export const enrolmentRecord: PersonalRecord = {
  kind: 'enrolment',
  reason: 'looking_after_places',
  owners: ofEnrolments,
};
export const adjustmentRecord: PersonalRecord = {
  kind: 'adjustment',
  reason: 'adjusting_to_needs',
  owners: 'select e.person_id from adjustment a join enrolment e on e.id = a.enrolment_id where a.id = any($1::uuid[])',
};
export const adjustmentsRecord: PersonalRecord = {
  ...adjustmentRecord,
  owners: ofEnrolments,
};
export const safetyPlanRecord: PersonalRecord = {
  kind: 'safety_plan',
  reason: 'shared_by_the_learner',
  owners: ofEnrolments,
};
/** That somebody has a place on a run, by their own id. */
export const enrolledRecord: PersonalRecord = { ...enrolmentRecord, owners: peopleThemselves };
export const eligibilityRecord: PersonalRecord = {
  kind: 'eligibility',
  reason: 'looking_after_places',
  owners: peopleThemselves,
};

export const enrolmentPersonal: PersonalData = {
  tables: [
    {
      table: 'adjustment',
      rowsOf: 't.enrolment_id in (select id from enrolment where person_id = $1)',
      exports: `t.id, t.enrolment_id, t.state, t.met, t.requested_at, t.key_id, t.wish, t.action, t.reason, t.alternative, t.support_need_id`,
      decrypts: {
        wish: 'adjustment wish {id}',
        action: 'adjustment action {id}',
        reason: 'adjustment reason {id}',
        alternative: 'adjustment alternative {id}',
      },
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased' },
      goesAfter: {
        column:
          '(select greatest(t.requested_at, e.ended_at) from enrolment e where e.id = t.enrolment_id and e.ended_at is not null)',
        time: { setting: 'confidedYears' satisfies keyof Policy },
      },
      namesStaff: ['owner_id'],
    },
    {
      table: 'safety_plan_share',
      rowsOf: 't.plan_id in (select id from safety_plan where person_id = $1)',
      exports: 't.plan_id, t.enrolment_id, t.shared_at',
      whenErased: { fate: 'erased' },
      // Nobody sees a roster later than that.
      goesAfter: {
        column: `(
          select max(s.ends_at)
          from session s
          join enrolment e on e.run_id = s.run_id
          where e.id = t.enrolment_id
        )`,
        time: '91 days',
      },
    },
    {
      table: 'safety_plan',
      rowsOf: 't.person_id = $1',
      exports: `
        t.id, t.state, t.made_at, t.key_id, t.early_signs, t.what_helps, t.what_does_not, t.what_to_do,
        t.whom_to_call`,
      decrypts: {
        early_signs: 'safety_plan earlySigns {id}',
        what_helps: 'safety_plan whatHelps {id}',
        what_does_not: 'safety_plan whatDoesNot {id}',
        what_to_do: 'safety_plan whatToDo {id}',
        whom_to_call: 'safety_plan whomToCall {id}',
      },
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'enrolment',
      rowsOf: 't.person_id = $1',
      exports: `
        t.id, t.run_id, t.state, t.source, t.joined_at, t.offered_at, t.offer_expires_at, t.confirmed_at, t.ended_at,
        t.late_notice, t.release_reason, t.transferred_to, t.priority_tier`,
      whenErased: {
        fate: 'anonymised',
      },
      namesStaff: ['booked_by'],
    },
    {
      table: 'run_notice',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.run_id, t.sent_at, t.key_id, t.text',
      decrypts: { text: 'run_notice text {id}' },
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.sent_at', time: '90 days' },
      namesStaff: ['sent_by'],
    },
    {
      // The program before this kept its batches here.
      table: 'enrolment_batch',
      rowsOf: 't.booked_by = $1',
      exports: { nothing: 'Which people of a list got a place, in ids, for one day' },
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.booked_at', time: '1 day' },
    },
  ],
  doneBy: { priority_tier: ['created_by'] },
};
