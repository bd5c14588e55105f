import { SqlMigration } from './sql-migration.js';

/** Reports count people by what they said at the start of a year, or said first in it; what they say later counts from the next year on. */
export class BasisOfTheYear1795000000223 extends SqlMigration {
  readonly name = 'BasisOfTheYear1795000000223';
  protected readonly sql = `
-- Only who ever said something else has a row: up to which year they count by what they had said before.
create table earlier_basis (
  person_id uuid not null constraint earlier_basis_person references person,
  through_year integer not null constraint earlier_basis_year check (through_year between 2000 and 9999),
  eligibility_basis code_text not null
    constraint earlier_basis_basis check (eligibility_basis in ('lived_experience', 'supporter', 'staff', 'volunteer', 'public')),
  constraint earlier_basis_pk primary key (person_id, through_year)
);
create trigger earlier_basis_of_somebody before insert on earlier_basis for each row execute function refuse_erased();
create trigger earlier_basis_only_grows before update on earlier_basis for each row execute function refuse_change();
create constraint trigger earlier_basis_leaves_with_person after delete on earlier_basis deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
select grant_api('select, insert, delete', 'earlier_basis');

-- What somebody counts as in a year. Whoever took back that what they say of themselves is counted, counts without it from then on.
create function counted_basis(of_person uuid, in_year integer, as_of timestamptz) returns text language sql stable as $$
  select case
    when (
      select c.state::text from consent c
      where c.person_id = of_person and c.purpose = 'demographic_reporting' and c.said_at <= as_of
      order by c.number desc limit 1
    ) = 'withdrawn' then 'not_given'
    else coalesce(
      (select b.eligibility_basis::text from earlier_basis b
        where b.person_id = of_person and b.through_year >= in_year order by b.through_year limit 1),
      (select g.eligibility_basis::text from registration g where g.person_id = of_person),
      'not_given')
  end $$;
select grant_api('execute', 'function counted_basis');

create or replace view report_registration as
select day.on_day, counted_basis(g.person_id, extract(year from day.on_day)::integer, 'infinity') as eligibility_basis, g.person_id
  from registration g
 cross join college c
 cross join lateral (select (g.activated_at at time zone c.time_zone)::date as on_day) day
 where g.activated_at is not null;

create or replace view report_enrolment as
select r.ended_on as on_day, r.mode, r.strand, counted_basis(e.person_id, extract(year from r.ended_on)::integer, 'infinity') as eligibility_basis,
       case when e.confirmed_at is null then case when e.state in ('offer_declined', 'withdrawn') then 'left_queue' else 'unmet' end
            when not came.once then case when e.state in ('confirmed', 'completed', 'not_completed') then 'never_came' else 'ended_before' end
            when e.state = 'completed' then 'completed' else 'not_completed' end as outcome,
       e.person_id
  from report_run r
  join enrolment e on e.run_id = r.id
 cross join lateral (
   select e.confirmed_at is not null and exists (
     select from attendance_mark m join session s on s.id = m.session_id
      where m.enrolment_id = e.id and m.state in ('present', 'late', 'left_early') and s.state = 'delivered'
        and not exists (select from attendance_mark n where n.enrolment_id = m.enrolment_id and n.session_id = m.session_id
                           and (n.occurred_at, n.sequence) > (m.occurred_at, m.sequence))) as once) came;

create or replace view report_place as
select s.local_start::date as on_day, r.mode, coalesce(c.strand::text, 'none') as strand,
       counted_basis(e.person_id, extract(year from s.local_start)::integer, 'infinity') as eligibility_basis, e.person_id,
       case when m.state in ('present', 'late', 'left_early') then 'attended' when m.state = 'dna' then 'did_not_attend' else 'sent_word' end as outcome,
       case when m.state in ('present', 'late', 'left_early') then least(m.minutes_present, s.delivered_contact_minutes) else 0 end as minutes
  from session s
  join run r on r.id = s.run_id and r.mode <> 'drop_in' and r.state <> 'draft'
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  join enrolment e on e.run_id = r.id and e.confirmed_at is not null
  left join lateral (
    select k.state, k.minutes_present from attendance_mark k where k.enrolment_id = e.id and k.session_id = s.id order by k.occurred_at desc, k.sequence desc limit 1) m on true
 where s.state = 'delivered'
   and (e.state in ('confirmed', 'completed', 'not_completed') or m.state is not null)
   and (e.confirmed_at < s.ends_at or coalesce(m.state, 'expected') <> 'expected');
`;
}
