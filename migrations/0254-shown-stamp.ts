import { SqlMigration } from './sql-migration.js';

/** A stamp that changes with whatever outsiders can see, in the same commit. */
export class ShownStamp1795000000254 extends SqlMigration {
  readonly name = 'ShownStamp1795000000254';
  protected readonly sql = `
create table shown_stamp (
  only_one boolean constraint shown_stamp_pk primary key default true constraint shown_stamp_only_one check (only_one),
  stamp uuid not null
);
insert into shown_stamp (stamp) values (gen_random_uuid());
select grant_api('select', 'shown_stamp');

-- Once in a transaction and as its last step, so that the one row is locked for the length of a commit.
create function renew_shown_stamp() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_setting('college.shown_stamp_renewed', true) is distinct from 'on' then
    update shown_stamp set stamp = gen_random_uuid() where only_one;
    perform set_config('college.shown_stamp_renewed', 'on', true);
  end if;
  return null;
end $$;

-- What a booking writes on a run is not among this: places are told by the hour.
create constraint trigger run_shown after insert or delete or update of version_id, term_id, mode, venue_id, capacity, waitlist_on,
  booking_opens_at, booking_closes_at, approval_needed, state, first_start, last_end on run
  deferrable initially deferred for each row execute function renew_shown_stamp();
create constraint trigger session_shown after insert or delete or update of run_id, title, local_start, local_end, time_zone, starts_at,
  ends_at, venue_id, state, plan_order on session
  deferrable initially deferred for each row execute function renew_shown_stamp();
create constraint trigger course_shown after update of title, topic, audience, strand on course
  deferrable initially deferred for each row execute function renew_shown_stamp();
create constraint trigger course_version_shown after update of course_id, state, summary, level_text, outcomes, session_plans,
  content_warnings, what_to_expect, what_you_can_skip, minimum_age, eligibility_rules, fee_cents, co_produced, search on course_version
  deferrable initially deferred for each row execute function renew_shown_stamp();
create constraint trigger contributor_shown after insert or delete or update of version_id, person_id, credit_kind, credit_alias, joined_at
  on contributor deferrable initially deferred for each row execute function renew_shown_stamp();
create constraint trigger person_shown after update of chosen_name on person deferrable initially deferred for each row
  when (old.chosen_name is distinct from new.chosen_name) execute function renew_shown_stamp();
create constraint trigger term_shown after update of name, prospectus_opens_at, booking_opens_at on term
  deferrable initially deferred for each row execute function renew_shown_stamp();
create constraint trigger venue_shown after update of name, address, access_features, access_notes on venue
  deferrable initially deferred for each row execute function renew_shown_stamp();
create constraint trigger college_shown after insert or delete or update on college
  deferrable initially deferred for each row execute function renew_shown_stamp();
create constraint trigger college_text_shown after insert or delete or update on college_text
  deferrable initially deferred for each row execute function renew_shown_stamp();
create constraint trigger closure_day_shown after insert or delete or update on closure_day
  deferrable initially deferred for each row execute function renew_shown_stamp();
`;
}
