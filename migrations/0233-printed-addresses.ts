import { SqlMigration } from './sql-migration.js';

/**
 * What leads from a paper to its page is looked up by a hash, and kept sealed to be printed again. What was issued before keeps its token in
 * the clear beside it until a job of the night, which has the key, has sealed it.
 */
export class PrintedAddresses1795000000233 extends SqlMigration {
  readonly name = 'PrintedAddresses1795000000233';
  protected readonly sql = `
create table certificate_address (
  certificate_id uuid constraint certificate_address_pk primary key constraint certificate_address_of references certificate (id),
  sealed bytea constraint certificate_address_sealed check (length(sealed) between 29 and 200),
  token code_text,
  constraint certificate_address_once check (num_nonnulls(sealed, token) = 1)
);
insert into certificate_address (certificate_id, token)
select c.id, c.verify_token from certificate c where exists (select from certificate_print p where p.certificate_id = c.id);
create index certificate_address_to_seal on certificate_address (certificate_id) where token is not null;

create trigger certificate_address_stays after update on certificate_address for each row execute function only_these_change('sealed', 'token');
create trigger certificate_address_sealed_once after update on certificate_address for each row
  when (old.token is null) execute function only_these_change('nothing');
create trigger certificate_address_of_somebody before insert on certificate_address for each row
  execute function refuse_erased('(select c.person_id from certificate c where c.id = ($1).certificate_id)');
create constraint trigger certificate_address_leaves_with_person after delete on certificate_address deferrable initially deferred for each row
  execute function leaves_with_person('(select c.person_id from certificate c where c.id = ($1).certificate_id)');

-- The API reads tokens that are there, and writes none.
select grant_api('select, delete, insert (certificate_id, sealed), update (sealed, token)', 'certificate_address');

-- Not by an update: no version rises.
alter table certificate alter column verify_token type bytea using sha256(convert_to(verify_token, 'UTF8'));
alter table certificate rename column verify_token to verify_hash;
alter table certificate rename constraint certificate_token_once to certificate_hash_once;
alter table certificate add constraint certificate_hash_size check (length(verify_hash) = 32);
`;
}
