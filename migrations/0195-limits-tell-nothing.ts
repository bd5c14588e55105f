import { SqlMigration } from './sql-migration.js';

/** Limits are counted over all processes, and what lets an owner in beyond them is a token of the device. */
export class LimitsTellNothing1795000000195 extends SqlMigration {
  readonly name = 'LimitsTellNothing1795000000195';
  protected readonly sql = `
-- The key is a keyed hash: nothing here names anybody. Not written ahead: after a crash all counts begin anew.
create unlogged table rate_count (
  key bytea constraint rate_count_pk primary key constraint rate_count_key_size check (length(key) = 32),
  times integer not null constraint rate_count_times check (times >= 0),
  ends_at timestamptz not null
);
select grant_api('select, insert, update, delete', 'rate_count');

create table device_token (
  hash bytea constraint device_token_pk primary key constraint device_token_hash_size check (length(hash) = 32),
  person_id uuid not null constraint device_token_person references person,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null constraint device_token_ninety_days check (expires_at = created_at + interval '2160 hours')
);
create index device_token_of_person on device_token (person_id);
select grant_api('select, insert, update, delete', 'device_token');

alter table sign_in drop column network;
alter table sign_in add column device_token bytea constraint sign_in_device_token references device_token on delete set null;
create index sign_in_of_device on sign_in (device_token) where device_token is not null;
`;
}
