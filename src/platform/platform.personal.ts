import type { PersonalData } from './personal/personal-table.js';

export const platformPersonal: PersonalData = {
  tables: [
    {
      table: 'idempotency_key',
      purpose: 'Makes it safe to send a request twice',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'Technical keys of the app that was used, for one day' },
      whenErased: { fate: 'erased' },
      goesAfter: { column: 't.created_at', time: '1 day' },
    },
    {
      table: 'certificate_print',
      purpose: 'What stands on a certificate, as it was issued',
      rowsOf: 't.certificate_id in (select id from certificate where person_id = $1)',
      exports: 't.certificate_id, t.content',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'certificate',
      purpose: 'Numbers and codes by which a certificate can be checked',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.kind, t.number, t.state, t.issued_at, t.ended_at',
      whenErased: {
        fate: 'anonymised',
        because: 'A printed code still says whether it is genuine; neither it nor the number says whose it is.',
      },
    },
    {
      table: 'record_read',
      purpose: 'Who read whose record',
      rowsOf: '$1 = any(t.subject_ids)',
      exports: 't.at, t.kind, t.reason, t.outcome, t.acting_roles',
      whenErased: { fate: 'anonymised', because: 'Readings stay provable for two years, by ids alone.' },
      goesAfter: { column: 't.at', time: '2 years' },
      namesStaff: ['reader_id'],
    },
    {
      table: 'erasure',
      purpose: 'What was promised when you were erased',
      rowsOf: 't.person_id = $1',
      exports: { nothing: 'It comes into being when there is nothing else any more' },
      whenErased: {
        fate: 'retained',
        rule: 'BR-161',
        because: 'The college has to be able to show what it erased and what it kept.',
        until: `(t.erased_at + interval '8 years')`,
      },
      goesAfter: { column: 't.erased_at', time: '8 years' },
    },
    {
      table: 'event',
      purpose: 'What happened when, so that it can be proved and checked',
      rowsOf: 't.person_id = $1',
      exports: 't.id, t.at, t.type, t.subject_id, t.from_state, t.to_state',
      whenErased: {
        fate: 'anonymised',
        because: 'The log holds ids, dates and states, and never a name or a word of anybody.',
      },
      namesStaff: ['actor_id'],
    },
  ],
};
