import type { PersonalData } from './personal/personal-table.js';

export const platformPersonal: PersonalData = {
  tables: [
    {
      table: 'idempotency_key',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'Technical keys of the app that was used, for one day' },
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.created_at', time: '1 day' },
    },
    {
      table: 'batch',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'Which rows of a list were done, in ids, for one day' },
      whenErased: {
        fate: 'erased',
        statements: [
          'delete from batch t where t.person_id = $1',
          // Others' batches say no more that this person was in them.
          `
            update batch t
            set rows = jsonb_path_query_array(t.rows, '$[*] ? (@.id != $who)', jsonb_build_object('who', $1::uuid))
            where t.rows @> jsonb_build_array(jsonb_build_object('id', $1::uuid))`,
        ],
      },
      goesAfter: { column: 't.at', time: '1 day' },
    },
    {
      table: 'record_read',
      rowsOf: '$1 = any(t.subject_ids)',
      exports: 't.at, t.kind, t.reason, t.outcome, t.acting_roles',
      whenErased: { fate: 'anonymised' },
      goesAfter: { column: 't.at', time: '2 years' },
      namesStaff: ['reader_id'],
    },
    {
      table: 'reading_by_name',
      rowsOf: 't.person_id = $1',
      exports: 't.at, t.kind, t.reason, t.outcome, t.acting_roles, t.called',
      whenErased: { fate: 'retained', rule: 'BR-217', until: `(t.at + interval '2 years')` },
    },
    {
      table: 'erasure',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'It comes into being when there is nothing else any more' },
      whenErased: {
        fate: 'retained',
        rule: 'BR-161',
        until: `(t.erased_at + interval '8 years')`,
      },
      goesAfter: { column: 't.erased_at', time: '8 years' },
    },
    {
      table: 'event',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.at, t.type, t.subject_id, t.from_state, t.to_state',
      whenErased: {
        fate: 'anonymised',
      },
      namesStaff: ['actor_id'],
    },
  ],
  doneBy: { restore: ['released_by'] },
};
