import { SqlMigration } from './sql-migration.js';

/** What people who were erased did stays counted, as numbers that lead to nobody. */
export class LeaversStayCounted1795000000224 extends SqlMigration {
  readonly name = 'LeaversStayCounted1795000000224';
  protected readonly sql = `
-- What a report will still have to count of people who are gone, added up over all of them. No person, no day on which something was: a row
-- stands on the middle of its part of the time. Learners have the middles of all parts of one year, or of years that a term ties together.
create table leaver_count (
  unit code_text not null constraint leaver_count_unit check (unit in ('registrations', 'enrolments', 'places', 'learners')),
  days date[] not null,
  bases text[] not null
    constraint leaver_count_bases check (bases <@ array['lived_experience', 'supporter', 'staff', 'volunteer', 'public', 'not_given']),
  mode code_text not null,
  strand short_text not null,
  outcome code_text not null,
  count integer not null constraint leaver_count_some check (count > 0),
  minutes integer not null constraint leaver_count_minutes check (minutes >= 0),
  constraint leaver_count_pk primary key (unit, days, bases, mode, strand, outcome),
  constraint leaver_count_days check (cardinality(days) between 1 and 100 and cardinality(bases) = cardinality(days)),
  constraint leaver_count_one_day check (unit = 'learners' or cardinality(days) = 1)
);
create index leaver_count_by_day on leaver_count (unit, (days[1]));
select grant_api('select, insert, update, delete', 'leaver_count');

-- The middle of the days around one between which no term, year or counted part begins or ends.
create function middle_of_part(of_day date) returns date language sql stable as $$
  select first_day + (last_day - first_day) / 2
  from (
    select greatest(make_date(extract(year from of_day)::integer, 1, 1), max(day) filter (where day <= of_day)) as first_day,
      least(make_date(extract(year from of_day)::integer, 12, 31), min(day) filter (where day > of_day) - 1) as last_day
    from (
      select starts_on from term
      union select ends_on + 1 from term
      union select from_on from report_part
      union select to_on + 1 from report_part
    ) border(day)
  ) part $$;

-- The first of the years around a day that a term or a report ties together: nobody is counted once over more of them.
create function first_tied_year(of_day date) returns integer language sql stable as $$
  select y
  from generate_series(extract(year from of_day)::integer, extract(year from of_day)::integer - 50, -1) y
  where not exists (
    select
    from (select starts_on, ends_on from term union all select from_on, to_on from report) period(first_day, last_day)
    where first_day < make_date(y, 1, 1) and last_day >= make_date(y, 1, 1)
  )
  order by y desc
  limit 1 $$;

-- Adds what this person did to the numbers, as far as no part was counted with it; a later report counts these beside who is still here.
create function keep_leaver_counts(leaver uuid) returns void language sql as $$
  with
    one as (
      select 'registrations' as unit, on_day, eligibility_basis as basis, '-' as mode, '-' as strand, 'registered' as outcome, 0 as minutes
      from report_registration
      where person_id = leaver
      union all
      select 'enrolments', on_day, eligibility_basis, mode, strand, outcome, 0
      from report_enrolment
      where person_id = leaver and on_day is not null
      union all
      select 'places', on_day, eligibility_basis, mode, strand, outcome, minutes
      from report_place
      where person_id = leaver
    ),
    -- As it was known when the part was counted, as everybody's is.
    attended as (
      select distinct middle_of_part(s.local_start::date) as day, counted.at
      from enrolment e
      join attendance_mark m on m.enrolment_id = e.id and m.state in ('present', 'late', 'left_early')
      join session s on s.id = m.session_id and s.run_id = e.run_id and s.state = 'delivered'
      join run r on r.id = s.run_id and r.mode <> 'drop_in' and r.state <> 'draft'
      cross join lateral (
        select coalesce(
          (select p.counted_at from report_part p where p.unit = 'places' and s.local_start::date between p.from_on and p.to_on),
          'infinity'::timestamptz) as at
      ) counted
      where e.person_id = leaver
        and e.confirmed_at is not null
        and m.recorded_at <= counted.at
        and not exists (
          select
          from attendance_mark n
          where n.enrolment_id = m.enrolment_id and n.session_id = m.session_id and n.recorded_at <= counted.at
            and (n.occurred_at, n.sequence) > (m.occurred_at, m.sequence)
        )
    ),
    learned as (
      select array_agg(day order by day) as days,
        array_agg(counted_basis(leaver, extract(year from day)::integer, at) order by day) as bases
      from attended
      group by first_tied_year(day)
    )
  insert into leaver_count (unit, days, bases, mode, strand, outcome, count, minutes)
  select unit, array[middle_of_part(on_day)], array[basis], mode, strand, outcome, count(*), sum(minutes)
  from one
  where not exists (select from report_part p where p.unit = one.unit and one.on_day between p.from_on and p.to_on)
  group by 1, 2, 3, 4, 5, 6
  union all
  select 'learners', days, bases, '-', '-', 'learned', 1, 0
  from learned
  on conflict (unit, days, bases, mode, strand, outcome)
    do update set count = leaver_count.count + excluded.count, minutes = leaver_count.minutes + excluded.minutes $$;
select grant_api('execute', 'function middle_of_part');
select grant_api('execute', 'function first_tied_year');
select grant_api('execute', 'function keep_leaver_counts');

-- What they said of themselves is gone already; that they came is not.
do $$ begin perform keep_leaver_counts(id) from person where erased_at is not null order by id; end $$;
`;
}
