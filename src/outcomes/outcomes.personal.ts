import type { PersonalData } from '../platform/personal/personal-table.js';

export const outcomesPersonal: PersonalData = {
  tables: [
    {
      table: 'evaluation_receipt',
      purpose: 'That you evaluated a run, so that nobody does twice; nothing leads from it to what you wrote',
      mine: 't.person_id = $1',
      takes: 't.run_id',
      whenErased: { fate: 'erased' },
    },
  ],
};
