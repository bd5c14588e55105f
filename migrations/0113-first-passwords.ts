import { SqlMigration } from './sql-migration.js';

/** How somebody without an e-mail address signs in: by a number on a card, and a password set with a code handed over in person. */
export class FirstPasswords1795000000113 extends SqlMigration {
  readonly name = 'FirstPasswords1795000000113';
  protected readonly sql = `
alter table person add column sign_in_number code_text constraint person_sign_in_number_once unique
  constraint person_sign_in_number_form check (sign_in_number ~ '^[0-9]{10}$');

create table first_password_code (
  person_id uuid constraint first_password_code_pk primary key constraint first_password_code_person references person,
  hash bytea not null constraint first_password_code_hash_size check (length(hash) = 32),
  made_by uuid not null constraint first_password_code_maker references person,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  tries integer not null default 0 constraint first_password_code_tries check (tries between 0 and 5),
  used_at timestamptz,
  constraint first_password_code_not_for_oneself check (made_by <> person_id)
);
select grant_api('select, insert, update, delete', 'first_password_code');
`;
}
