import type { PersonalData } from '../platform/personal/personal-table.js';

export const outcomesPersonal: PersonalData = {
  tables: [
    {
      table: 'evaluation_receipt',
      purpose: 'That you evaluated a run, so that nobody does twice; nothing leads from it to what you wrote',
      mine: 't.person_id = $1',
      takes: 't.run_id, t.session_id',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'measurement_grant',
      purpose: 'With whom you share what you measured of yourself',
      mine: 't.measurement_id in (select id from measurement where person_id = $1)',
      takes: 't.measurement_id, t.granted_at, t.until, t.ended_at',
      whenErased: { fate: 'erased' },
      doers: ['reader_id'],
    },
    {
      table: 'measurement_response',
      purpose: 'What you answered, sealed',
      mine: 't.measurement_id in (select id from measurement where person_id = $1)',
      takes: 't.measurement_id, t.item',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'measurement',
      purpose: 'What you measured of yourself, and what you would rather not',
      mine: 't.person_id = $1',
      takes: 't.id, t.instrument_id, t.occasion, t.run_id, t.offered_at, t.state, t.mode, t.raw, t.metric, t.answered_at',
      whenErased: { fate: 'erased' },
    },
  ],
};
