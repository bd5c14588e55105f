import type { Invariant } from './invariant.js';

/** What holds of messages, anonymous answers and the walls around journals. */
export const discretion: readonly Invariant[] = [
  {
    code: 'message.once',
    says: 'Nobody is told the same thing twice (I-26).',
    broken: `
      select min(id::text)::uuid as id
      from message
      group by subject_id, person_id, kind, occasion
      having count(*) > 1`,
  },
  {
    code: 'message.in_time',
    says: 'No letter went out after it had become useless (I-25, I-26).',
    broken: `select id from message where state = 'sent' and channel = 'email' and attempted_at >= not_after`,
  },
  {
    code: 'evaluation.counts_add_up',
    says: 'Answers are counted for everybody who gave one, and the counts name nobody (I-50).',
    broken: `
      select t.id
      from evaluation_tally t
      where t.respondents < (
        select count(*)
        from evaluation_receipt r
        where r.run_id = t.run_id and r.session_id is not distinct from t.session_id
      )`,
  },
  {
    code: 'reading.names_staff_only',
    says: 'Whoever only studies here is named in no reading (BR-138, BR-217).',
    broken: `select id from record_read where reader_name is not null and acting_roles <@ '{learner}'`,
  },
  {
    code: 'journal.walled',
    says: 'Every table of the journals is behind its wall in the database (I-48).',
    broken: `
      select md5(c.relname)::uuid as id from pg_class c
       where c.relkind = 'r' and c.relname like 'journal\\_%' and c.relname <> 'journal_prompt_offer' and not (c.relrowsecurity and c.relforcerowsecurity)`,
  },
];
