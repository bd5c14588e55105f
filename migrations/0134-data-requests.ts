import { SqlMigration } from './sql-migration.js';

/** What people ask the college to do with what it holds about them (BR-160). */
export class DataRequests1795000000134 extends SqlMigration {
  readonly name = 'DataRequests1795000000134';
  protected readonly sql = `
create table data_request (
  id uuid constraint data_request_pk primary key,
  person_id uuid not null constraint data_request_person references person,
  kind code_text not null constraint data_request_kind check (kind in ('access', 'correction', 'erasure', 'portability', 'restriction', 'objection')),
  wish text constraint data_request_wish_length check (length(wish) between 1 and 1000),
  state code_text not null default 'received' constraint data_request_state check (state in ('received', 'verified', 'working', 'fulfilled', 'partly', 'refused', 'closed')),
  received_at timestamptz not null,
  due_at timestamptz not null,
  extension_days integer constraint data_request_extension_is_short check (extension_days between 1 and 30),
  extension_reason text constraint data_request_extension_reason_length check (length(extension_reason) between 1 and 1000),
  identity_checked_at timestamptz,
  answered_at timestamptz,
  reason text constraint data_request_reason_length check (length(reason) between 1 and 1000),
  complaint_route text constraint data_request_complaint_route_length check (length(complaint_route) between 1 and 1000),
  handled_by uuid constraint data_request_handler references person,
  version integer not null default 1,
  constraint data_request_due_within_a_month check (due_at between received_at and received_at + interval '31 days'),
  constraint data_request_extended_with_a_reason check ((extension_days is null) = (extension_reason is null)),
  constraint data_request_of_somebody_checked check (state not in ('verified', 'working', 'fulfilled', 'partly') or identity_checked_at is not null),
  constraint data_request_answered check (state in ('received', 'verified', 'working') or answered_at is not null),
  constraint data_request_partly_says_why check (state <> 'partly' or reason is not null),
  constraint data_request_refused_says_why_and_where_to_turn check (state <> 'refused' or (reason is not null and complaint_route is not null)),
  constraint data_request_not_handled_by_oneself check (handled_by <> person_id)
);
create index data_request_by_person on data_request (person_id, id);
create index data_request_open on data_request (id) where state <> 'closed';
create trigger data_request_version before update on data_request for each row execute function raise_version();
create trigger data_request_moves before update on data_request for each row execute function allow_moves(
  'received>verified', 'received>refused', 'verified>working', 'verified>refused', 'working>fulfilled', 'working>partly', 'working>refused',
  'fulfilled>closed', 'partly>closed', 'refused>closed');

-- The promise stands: it is extended once, and what was asked for when does not change.
create function data_request_promise_stands() returns trigger language plpgsql as $$
begin
  if (new.person_id, new.kind, new.wish, new.received_at, new.due_at) is distinct from (old.person_id, old.kind, old.wish, old.received_at, old.due_at)
     or (old.extension_days is not null and (new.extension_days, new.extension_reason) is distinct from (old.extension_days, old.extension_reason)) then
    raise exception using errcode = '23514', message = 'The promise stands', constraint = 'data_request_promise_stands';
  end if;
  return new;
end $$;
create trigger data_request_promise_stands before update on data_request for each row execute function data_request_promise_stands();
create trigger data_request_of_somebody before insert on data_request for each row execute function refuse_erased();
select grant_api('select, insert, update, delete', 'data_request');
`;
}
