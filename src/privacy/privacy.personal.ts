import type { PersonalData } from '../platform/personal/personal-table.js';
import type { PersonalRecord } from '../platform/disclosure/personal-record.js';

export const dataRequestRecord: PersonalRecord = {
  kind: 'data_request',
  reason: 'answering_data_requests',
  owners: 'select person_id from data_request where id = any($1::uuid[])',
};

export const privacyPersonal: PersonalData = {
  tables: [
    {
      table: 'data_request',
      rowsOf: 't.person_id = $1',
      exports: `
        t.id, t.kind, t.wish, t.state, t.received_at, t.due_at, t.extension_days, t.extension_reason,
        t.identity_checked_at, t.answered_at, t.reason, t.complaint_route`,
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.answered_at', time: '2 years' },
      namesStaff: ['handled_by'],
    },
  ],
};
