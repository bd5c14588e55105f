import type { PersonalData } from '../platform/personal/personal-table.js';
import { type PersonalRecord, peopleThemselves } from '../platform/disclosure/personal-record.js';

export const rosterRecord: PersonalRecord = { kind: 'roster', reason: 'running_sessions', owners: peopleThemselves };

export const timetablePersonal: PersonalData = {
  tables: [
    {
      table: 'calendar_feed',
      rowsOf: 't.person_id = $1',
      exports: 't.titles, t.created_at, t.last_used_at, t.revoked_at',
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.revoked_at', time: '30 days' },
    },
  ],
  doneBy: { prospectus_edition: ['printed_by'] },
};
