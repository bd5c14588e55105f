import type { PersonalData } from '../platform/personal/personal-table.js';
import type { PersonalRecord } from '../platform/disclosure/personal-record.js';

export const taskRecord: PersonalRecord = {
  kind: 'staff_task',
  reason: 'getting_in_touch',
  owners: 'select person_id from staff_task where id = any($1::uuid[])',
};

export const notificationsPersonal: PersonalData = {
  tables: [
    {
      table: 'message',
      rowsOf: 't.person_id = $1',
      exports: `
        t.kind, t.subject_id, t.planned_at, t.state, t.suppressed_because, t.channel, t.sent_at, t.in_inbox_at,
        t.read_at, t.occasion, t.requested, t.discreet, t.not_after, t.attempted_at, t.time_zone`,
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.not_after', time: '1 year' },
    },
    {
      table: 'staff_task',
      rowsOf: 't.person_id = $1',
      exports: `t.kind, t.about, t.reason, t.opened_at, t.due_at, t.taken_at, t.done_at, t.outcome, t.subject_id, t.occasion`,
      whenErased: { fate: 'erased' },
      goesAfter: {
        column: 'coalesce(t.done_at, t.due_at)',
        time: '1 year',
        // A task about a follow-up that is gone asks nobody any more.
        only: `
          (
            t.done_at is not null
              or t.kind = 'welfare_follow_up' and not exists (select from welfare_follow_up f where f.id = t.subject_id)
          )`,
      },
      namesStaff: ['done_by', 'taken_by'],
    },
  ],
};
