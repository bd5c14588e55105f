import { SqlMigration } from './sql-migration.js';

/** Places on runs, the waitlist and its published tiers, offers, and what became of bulk enrolments. */
export class Enrolment1795000000006 extends SqlMigration {
  readonly name = 'Enrolment1795000000006';
  protected readonly sql = `
-- Whoever waits in a lower tier is asked first. A tier without a reason that everybody can read cannot exist.
create table priority_tier (
  id uuid constraint priority_tier_pk primary key,
  tier integer not null constraint priority_tier_once unique constraint priority_tier_plausible check (tier between 1 and 1000),
  basis code_text not null constraint priority_tier_basis check (basis in ('standard', 'cancelled_by_college', 'first_course', 'access', 'time_out')),
  reason short_text not null constraint priority_tier_reason_present check (length(reason) > 0),
  created_by uuid constraint priority_tier_creator references person,
  created_at timestamptz not null default now(),
  version integer not null default 1
);
create trigger priority_tier_version before update on priority_tier for each row execute function raise_version();
select grant_api('select, insert', 'priority_tier');
insert into priority_tier (id, tier, basis, reason) values (gen_random_uuid(), 100, 'standard', 'Everyone, in the order in which people asked.');

-- One row from the request to its end. There is no column for a reason that could reveal health.
create table enrolment (
  id uuid constraint enrolment_pk primary key,
  run_id uuid not null constraint enrolment_run references run,
  person_id uuid not null constraint enrolment_person references person,
  state code_text not null constraint enrolment_state check (state in ('requested', 'waitlisted', 'offered', 'confirmed', 'declined', 'offer_declined',
    'offer_expired', 'withdrawn', 'released', 'cancelled_by_college', 'completed', 'not_completed')),
  source code_text not null constraint enrolment_source check (source in ('self', 'phone', 'staff')),
  booked_by uuid constraint enrolment_booker references person,
  priority_tier integer not null default 100 constraint enrolment_tier references priority_tier (tier),
  joined_at timestamptz not null,
  offered_at timestamptz,
  offer_expires_at timestamptz,
  confirmed_at timestamptz,
  ended_at timestamptz,
  late_notice boolean not null default false,
  release_reason code_text constraint enrolment_release_reason check (release_reason in ('stopped_attending', 'agreed_with_learner', 'no_contact_possible')),
  transferred_to uuid constraint enrolment_transfer references enrolment,
  version integer not null default 1,
  constraint enrolment_offer_is_dated check (state <> 'offered' or (offered_at is not null and offer_expires_at is not null and offered_at < offer_expires_at)),
  constraint enrolment_place_is_dated check (state not in ('confirmed', 'completed', 'not_completed') or confirmed_at is not null),
  constraint enrolment_end_is_dated check ((state in ('requested', 'waitlisted', 'offered', 'confirmed')) = (ended_at is null)),
  constraint enrolment_release_has_reason check ((state = 'released') = (release_reason is not null)),
  constraint enrolment_transfer_ends_it check (transferred_to is null or state = 'withdrawn')
);
create unique index enrolment_one_live on enrolment (person_id, run_id) where state in ('requested', 'waitlisted', 'offered', 'confirmed');
create index enrolment_queue on enrolment (run_id, priority_tier, joined_at, id) where state = 'waitlisted';
create index enrolment_offers on enrolment (run_id, offer_expires_at) where state = 'offered';
create index enrolment_by_run on enrolment (run_id, joined_at, id);
create index enrolment_by_person on enrolment (person_id, joined_at desc, id desc);
create trigger enrolment_version before update on enrolment for each row execute function raise_version();
create trigger enrolment_moves before update on enrolment for each row execute function allow_moves(
  'requested>confirmed', 'requested>waitlisted', 'requested>declined', 'requested>withdrawn', 'requested>cancelled_by_college',
  'waitlisted>offered', 'waitlisted>withdrawn', 'waitlisted>cancelled_by_college',
  'offered>confirmed', 'offered>offer_declined', 'offered>offer_expired', 'offered>withdrawn', 'offered>cancelled_by_college',
  'confirmed>withdrawn', 'confirmed>cancelled_by_college', 'confirmed>released', 'confirmed>completed', 'confirmed>not_completed',
  'completed>not_completed', 'not_completed>completed');
-- Who it is for, on which run, and since when they wait, never change.
select grant_api('select, insert, update (state, priority_tier, offered_at, offer_expires_at, confirmed_at, ended_at, late_notice, release_reason, transferred_to)', 'enrolment');

-- run.places_taken counts the places in use: confirmed (also once completed) and held by an offer. Its CHECK refuses one too many.
create function takes_place(state text) returns boolean language sql immutable as $$
  select state in ('offered', 'confirmed', 'completed', 'not_completed') $$;
create function count_places() returns trigger language plpgsql as $$
declare change integer := takes_place(new.state)::integer - (tg_op = 'UPDATE' and takes_place(old.state))::integer;
begin
  if change <> 0 then update run set places_taken = places_taken + change where id = new.run_id; end if;
  return null;
end $$;
create trigger enrolment_counts_places after insert or update of state on enrolment for each row execute function count_places();

-- After this instant no offer of a place on the run may stand: the lead before its start, or the end of booking.
create function last_offer(of_run uuid) returns timestamptz language sql stable as $$
  select least(r.booking_closes_at, (select min(s.starts_at) from session s where s.run_id = r.id and s.state <> 'cancelled')
           - make_interval(hours => coalesce((c.policy->>'offerLeadHours')::integer, 2)))
    from run r cross join college c where r.id = of_run $$;

create table enrolment_batch (
  id uuid constraint enrolment_batch_pk primary key,
  run_id uuid not null constraint enrolment_batch_run references run,
  booked_by uuid not null constraint enrolment_batch_booker references person,
  booked_at timestamptz not null,
  outcomes jsonb not null constraint enrolment_batch_small check (length(outcomes::text) <= 200000)
);
create trigger enrolment_batch_only_grows before update or delete on enrolment_batch for each row execute function refuse_change();
select grant_api('select, insert', 'enrolment_batch');
`;
}
