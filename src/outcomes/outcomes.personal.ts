import { columnsOf } from '../platform/database/tables.js';
import type { PersonalData } from '../platform/personal/personal-table.js';
import type { PersonalRecord } from '../platform/disclosure/personal-record.js';
import { Measurement } from './measures/measurement.entity.js';
import { LearningGoal } from './plans/learning-goal.entity.js';
import { LearningPlan } from './plans/learning-plan.entity.js';
import { ProgressionEvent } from './plans/progression-event.entity.js';

export const planRecord: PersonalRecord = {
  kind: 'learning_plan',
  reason: 'advising_learners',
  owners: `select ${columnsOf(LearningPlan, 'p', 'personId')} from learning_plan p where p.id = any($1::uuid[])`,
};
export const goalRecord: PersonalRecord = {
  kind: 'learning_plan',
  reason: 'advising_learners',
  owners: `select ${columnsOf(LearningGoal, 'g', 'personId')} from learning_goal g where g.id = any($1::uuid[])`,
};
export const measurementRecord: PersonalRecord = {
  kind: 'measurement',
  reason: 'shared_by_the_learner',
  owners: `select ${columnsOf(Measurement, 'm', 'personId')} from measurement m where m.id = any($1::uuid[])`,
};
export const progressionRecord: PersonalRecord = {
  kind: 'progression_event',
  reason: 'verifying_progress',
  owners: `select ${columnsOf(ProgressionEvent, 'e', 'personId')} from progression_event e where e.id = any($1::uuid[])`,
};

export const outcomesPersonal: PersonalData = {
  tables: [
    {
      table: 'evaluation_receipt',
      rowsOf: 't.person_id = $1',
      exports: 't.run_id, t.session_id',
      whenErased: { fate: 'erased' },
      // Nothing can be evaluated later than that.
      goesAfter: { column: '(select max(s.ends_at) from session s where s.run_id = t.run_id)', time: '366 days' },
    },
    {
      table: 'learning_plan_share',
      rowsOf: 't.plan_id in (select id from learning_plan where person_id = $1)',
      exports: 't.plan_id, t.parts, t.shared_at',
      whenErased: { fate: 'erased' },
      namesStaff: ['reader_id'],
    },
    {
      table: 'learning_plan_review',
      rowsOf: 't.plan_id in (select id from learning_plan where person_id = $1)',
      exports: 't.id, t.plan_id, t.held_on, t.mode, t.learner_signed_at, t.advisor_signed_at, t.key_id, t.note',
      decrypts: { note: ['learning plan 1', 'review', '{id}'] },
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased', with: 'learning_plan' },
      namesStaff: ['recorded_by', 'advisor_signed_by'],
    },
    {
      table: 'learning_goal',
      rowsOf: 't.person_id = $1',
      exports: `
        t.id, t.plan_id, t.state, t.weight, t.baseline_level, t.current_level, t.proposed_at, t.accepted_at,
        t.ended_at, t.key_id, t.words`,
      decrypts: { words: ['learning plan 1', 'goal', '{id}'] },
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased', with: 'learning_plan' },
      namesStaff: ['proposed_by', 'accepted_by'],
    },
    {
      table: 'learning_plan',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.state, t.advisor_state, t.made_at, t.agreed_at, t.closed_at, t.key_id, t.aims',
      decrypts: { aims: ['learning plan 1', 'aims', '{id}'] },
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased' },
      namesStaff: ['advisor_id'],
    },
    {
      table: 'progression_event',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.kind, t.happened_on, t.reported_at, t.verified_at',
      whenErased: { fate: 'erased' },
      namesStaff: ['verified_by'],
    },
    {
      table: 'measurement_grant',
      rowsOf: 't.measurement_id in (select id from measurement where person_id = $1)',
      exports: 't.measurement_id, t.granted_at, t.until, t.ended_at',
      whenErased: { fate: 'erased', with: 'measurement' },
      namesStaff: ['reader_id'],
    },
    {
      table: 'measurement_response',
      rowsOf: 't.measurement_id in (select id from measurement where person_id = $1)',
      exports: `
        t.measurement_id, t.item, (select m.key_id from measurement m where m.id = t.measurement_id) as key_id,
        t.sealed as value`,
      decrypts: { value: ['measurement 1', '{measurement_id}', '{item}'] },
      whenErased: { fate: 'erased', with: 'measurement' },
    },
    {
      table: 'measurement',
      rowsOf: 't.person_id = $1',
      exports:
        't.id, t.instrument_id, t.occasion, t.run_id, t.offered_at, t.state, t.mode, t.raw, t.metric, t.answered_at',
      sealedUnder: 't.key_id',
      whenErased: { fate: 'erased' },
    },
  ],
};
