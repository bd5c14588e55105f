import type { Policy } from '../college/policy.dto.js';
import { enrolmentRecord } from '../enrolment/enrolment.personal.js';
import { columnsOf } from '../platform/database/tables.js';
import type { PersonalData } from '../platform/personal/personal-table.js';
import type { PersonalRecord } from '../platform/disclosure/personal-record.js';
import { DropIn } from './register/attendance-mark.entity.js';

export const registerRecord: PersonalRecord = {
  kind: 'attendance',
  reason: 'running_sessions',
  owners: enrolmentRecord.owners,
};
export const attendanceRecord: PersonalRecord = {
  kind: 'attendance',
  reason: 'running_sessions',
  owners: `
    select e.person_id
    from attendance_mark m
    join enrolment e on e.id = m.enrolment_id
    where m.attendance_id = any($1::uuid[])`,
};
export const dropInRecord: PersonalRecord = {
  kind: 'drop_in',
  reason: 'running_sessions',
  owners: `select ${columnsOf(DropIn, 'd', 'personId')} from drop_in d where d.id = any($1::uuid[])`,
};
export const followUpRecord: PersonalRecord = {
  kind: 'welfare_follow_up',
  reason: 'welfare',
  owners: `
    select e.person_id
    from welfare_follow_up f
    join enrolment e on e.id = f.enrolment_id
    where f.id = any($1::uuid[])`,
};

const mine = 't.enrolment_id in (select id from enrolment where person_id = $1)';

export const attendancePersonal: PersonalData = {
  tables: [
    {
      table: 'presence',
      rowsOf: `
        t.mark_id in (
          select m.id
          from attendance_mark m
          join enrolment e on e.id = m.enrolment_id
          where e.person_id = $1
        )`,
      exports: `t.session_id, t.minutes, t.mark_id`,
      whenErased: { fate: 'anonymised' },
    },
    {
      table: 'attendance_mark',
      rowsOf: mine,
      exports: `
        t.attendance_id, t.session_id, t.sequence, t.state, t.arrived_min, t.left_min,
        (select attended_minutes(t.id, t.minutes_present, s) from session s where s.id = t.session_id) as minutes_present,
        t.mode, t.source, t.note_code, t.occurred_at, t.recorded_at, t.reason, t.enrolment_id`,
      whenErased: {
        fate: 'anonymised',
        statements: [
          `
            update attendance_mark
            set reason = '–'
            where reason <> '–' and enrolment_id in (select id from enrolment where person_id = $1)`,
        ],
      },
      namesStaff: ['recorded_by'],
    },
    {
      table: 'completion_record',
      rowsOf: mine,
      exports: `t.enrolment_id, t.outcome, t.sessions_attended, t.sessions_delivered, t.minutes, t.decided_at, t.sequence`,
      whenErased: { fate: 'anonymised' },
    },
    {
      table: 'welfare_attempt',
      rowsOf: `
        t.follow_up_id in (
          select f.id
          from welfare_follow_up f
          join enrolment e on e.id = f.enrolment_id
          where e.person_id = $1
        )`,
      exports: 't.follow_up_id, t.at, t.channel, t.outcome',
      whenErased: { fate: 'anonymised' },
      namesStaff: ['by'],
    },
    {
      table: 'welfare_follow_up',
      rowsOf: mine,
      exports: `
        t.id, t.session_id, t.trigger, t.state, t.conversation_offered, t.first_session_missed, t.opened_at, t.due_at,
        t.closed_at, t.enrolment_id`,
      whenErased: {
        fate: 'anonymised',
        statements: [
          `
            update welfare_follow_up
            set state = 'not_needed'
            where state in ('open', 'no_safe_channel', 'not_contactable')
              and enrolment_id in (select id from enrolment where person_id = $1)`,
        ],
      },
      goesAfter: {
        column: `
          (
            select greatest(
              t.due_at, t.closed_at, e.ended_at,
              (select max(a.at) from welfare_attempt a where a.follow_up_id = t.id)
            )
            from enrolment e
            where e.id = t.enrolment_id and e.ended_at is not null
          )`,
        time: { setting: 'followUpYears' satisfies keyof Policy },
      },
      namesStaff: ['opened_by', 'closed_by'],
    },
    {
      table: 'drop_in',
      rowsOf: 't.person_id = $1',
      exports: 't.session_id, t.recorded_at, t.taken_back_at',
      whenErased: { fate: 'anonymised' },
      namesStaff: ['recorded_by'],
    },
  ],
};
