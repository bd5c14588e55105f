import { SqlMigration } from './sql-migration.js';

/** Readings are sealed as events are, in a chain of their own, and keep what a member of staff was called when they read. */
export class SealedReadings1795000000199 extends SqlMigration {
  readonly name = 'SealedReadings1795000000199';
  protected readonly sql = `
-- What nobody wrote down at the time is what they are called today. No reading was sealed yet.
alter table record_read add column reader_name short_text, add column salt uuid not null default gen_random_uuid();
alter table record_read disable trigger record_read_only_grows;
update record_read r set reader_name = p.chosen_name from person p where p.id = r.reader_id and not r.acting_roles <@ '{learner}';
alter table record_read enable trigger record_read_only_grows;
alter table record_read add constraint record_read_names_no_learner check (reader_name is null or not acting_roles <@ '{learner}');

alter table emergency_contact_use add column used_by_name short_text;
alter table emergency_contact_use disable trigger emergency_contact_use_only_grows;
update emergency_contact_use u set used_by_name = p.chosen_name from person p where p.id = u.used_by;
alter table emergency_contact_use enable trigger emergency_contact_use_only_grows;

-- What stays of members of staff when they leave: the name by which somebody knows who read about them.
create view reading_by_name as
  select reader_id as person_id, reader_name as called, at, kind, reason, outcome, acting_roles from record_read where reader_name is not null;
create view emergency_contact_use_by_name as
  select used_by as person_id, used_by_name as called, used_at, reason from emergency_contact_use where used_by_name is not null;
select grant_api('select', 'reading_by_name');
select grant_api('select', 'emergency_contact_use_by_name');

-- One chain for each log, in the same two tables.
alter table event_sealed drop constraint event_sealed_seal;
alter table event_seal rename to seal;
alter table seal rename column events to covers;
alter table seal rename constraint event_seal_counts_from_one to seal_counts_from_one;
alter table seal rename constraint event_seal_previous to seal_previous;
alter table seal rename constraint event_seal_hash to seal_hash;
alter table seal rename constraint event_seal_of_something to seal_of_something;
alter trigger event_seal_only_grows on seal rename to seal_only_grows;
alter trigger event_seal_never_emptied on seal rename to seal_never_emptied;
alter table seal add column log code_text not null default 'event' constraint seal_log check (log in ('event', 'record_read'));
alter table seal alter column log drop default, drop constraint event_seal_pk, add constraint seal_pk primary key (log, number);

-- Since now with the time of the row and its hash, which stay when the row goes.
alter table event_sealed rename to sealed;
alter table sealed rename column event_id to row_id;
alter trigger event_sealed_only_grows on sealed rename to sealed_only_grows;
alter trigger event_sealed_never_emptied on sealed rename to sealed_never_emptied;
alter table sealed add column log code_text not null default 'event', add column at timestamptz, add column hash text;
alter table sealed alter column log drop default, drop constraint event_sealed_pk, add constraint sealed_pk primary key (log, row_id),
  add constraint sealed_seal foreign key (log, seal) references seal (log, number),
  add constraint sealed_hash check (hash ~ '^[0-9a-f]{64}$'),
  add constraint sealed_with_time_and_hash check (num_nulls(at, hash) = 0 or (log = 'event' and num_nulls(at, hash) = 2));
drop index event_sealed_by_seal;
create index sealed_by_seal on sealed (log, seal);
`;
}
