import type { PersonalData } from '../platform/personal/personal-table.js';

export const certificatesPersonal: PersonalData = {
  tables: [
    {
      table: 'certificate_print',
      rowsOf: 't.certificate_id in (select id from certificate where person_id = $1)',
      exports: 't.certificate_id, t.content',
      whenErased: { fate: 'erased' },
    },
    {
      table: 'certificate_address',
      rowsOf: 't.certificate_id in (select id from certificate where person_id = $1)',
      exports: { nothing: 'It is printed on the certificate, which opens a page for whoever holds it' },
      whenErased: { fate: 'erased' },
    },
    {
      table: 'certificate',
      rowsOf: 't.person_id = $1',
      exports: `t.id, t.kind, t.number, t.state, t.issued_at, t.ended_at, t.subject_id, t.replaces_id`,
      whenErased: {
        fate: 'anonymised',
      },
    },
  ],
};
