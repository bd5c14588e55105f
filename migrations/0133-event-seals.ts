import { SqlMigration } from './sql-migration.js';

/** Seals over what is in the event log: each covers named events and the seal before it, so that nothing in it changes unnoticed. */
export class EventSeals1795000000133 extends SqlMigration {
  readonly name = 'EventSeals1795000000133';
  protected readonly sql = `
create table event_seal (
  number integer constraint event_seal_pk primary key constraint event_seal_counts_from_one check (number > 0),
  previous text not null constraint event_seal_previous check (previous ~ '^[0-9a-f]{64}$'),
  hash text not null constraint event_seal_hash check (hash ~ '^[0-9a-f]{64}$'),
  events integer not null constraint event_seal_of_something check (events > 0),
  through timestamptz not null,
  sealed_at timestamptz not null
);
create trigger event_seal_only_grows before update or delete on event_seal for each row execute function refuse_change();
create trigger event_seal_never_emptied before truncate on event_seal execute function refuse_change();

-- Which seal covers an event. No reference to it: that an event is gone is what the audit looks for.
create table event_sealed (
  event_id uuid constraint event_sealed_pk primary key,
  seal integer not null constraint event_sealed_seal references event_seal
);
create index event_sealed_by_seal on event_sealed (seal);
create trigger event_sealed_only_grows before update or delete on event_sealed for each row execute function refuse_change();
create trigger event_sealed_never_emptied before truncate on event_sealed execute function refuse_change();

create index event_by_time on event (at, id);
select grant_api('select, insert', 'event_seal');
select grant_api('select, insert', 'event_sealed');
`;
}
