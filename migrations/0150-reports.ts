import { SqlMigration } from './sql-migration.js';

/** What reports count, one view per thing counted and without a person in it; and what was published, for ever. */
export class Reports1795000000150 extends SqlMigration {
  readonly name = 'Reports1795000000150';
  protected readonly sql = `
-- A run counts on the day of its last session, when it is known how it went.
create view report_run as
select r.id, r.mode, coalesce(c.strand::text, 'none') as strand, last.ended_on
  from run r
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
 cross join lateral (
   select coalesce(max(s.local_start) filter (where s.state in ('published', 'delivered')), max(s.local_start))::date as ended_on from session s where s.run_id = r.id) last
 where r.state <> 'draft';
select grant_api('select', 'report_run');

create view report_registration as
select (g.activated_at at time zone c.time_zone)::date as on_day, coalesce(g.eligibility_basis::text, 'not_given') as eligibility_basis
  from registration g cross join college c where g.activated_at is not null;
select grant_api('select', 'report_registration');

-- Who was really there decides; what a run never took up (a request, the waiting list) is demand that was not met.
create view report_enrolment as
select r.ended_on as on_day, r.mode, r.strand, coalesce(g.eligibility_basis::text, 'not_given') as eligibility_basis,
       case when e.confirmed_at is null then case when e.state in ('offer_declined', 'withdrawn') then 'left_queue' else 'unmet' end
            when not came.once then case when e.state in ('confirmed', 'completed', 'not_completed') then 'never_came' else 'ended_before' end
            when e.state = 'completed' then 'completed' else 'not_completed' end as outcome
  from report_run r
  join enrolment e on e.run_id = r.id
  left join registration g on g.person_id = e.person_id
 cross join lateral (
   select e.confirmed_at is not null and exists (
     select from attendance_mark m join session s on s.id = m.session_id
      where m.enrolment_id = e.id and m.state in ('present', 'late', 'left_early') and s.state = 'delivered'
        and not exists (select from attendance_mark n where n.enrolment_id = m.enrolment_id and n.session_id = m.session_id
                           and (n.occurred_at, n.sequence) > (m.occurred_at, m.sequence))) as once) came;
select grant_api('select', 'report_enrolment');

-- Places in delivered sessions that somebody was expected at: no drop-in, no cancelled session, nobody who joined later (BR-169).
create view report_place as
select s.local_start::date as on_day, r.mode, coalesce(c.strand::text, 'none') as strand, coalesce(g.eligibility_basis::text, 'not_given') as eligibility_basis, e.person_id,
       case when m.state in ('present', 'late', 'left_early') then 'attended' when m.state = 'dna' then 'did_not_attend' else 'sent_word' end as outcome,
       case when m.state in ('present', 'late', 'left_early') then least(m.minutes_present, s.delivered_contact_minutes) else 0 end as minutes
  from session s
  join run r on r.id = s.run_id and r.mode <> 'drop_in' and r.state <> 'draft'
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  join enrolment e on e.run_id = r.id and e.confirmed_at is not null
  left join lateral (
    select k.state, k.minutes_present from attendance_mark k where k.enrolment_id = e.id and k.session_id = s.id order by k.occurred_at desc, k.sequence desc limit 1) m on true
  left join registration g on g.person_id = e.person_id
 where s.state = 'delivered'
   and (e.state in ('confirmed', 'completed', 'not_completed') or m.state is not null)
   and (e.confirmed_at < s.ends_at or coalesce(m.state, 'expected') <> 'expected');
select grant_api('select', 'report_place');

-- A peer who is in the register of facilitators was there; a session that a waiver let go on without one counts for neither side (BR-28, BR-29, BR-171).
create view report_session as
select s.local_start::date as on_day, r.mode, coalesce(c.strand::text, 'none') as strand, r.capacity,
       case when s.co_delivered then 'pair' else 'no_pair' end
       || case when exists (select from session_waiver w where w.session_id = s.id) then '_waived'
               when exists (select from facilitator_presence p where p.session_id = s.id and p.present and p.delivery_role = 'peer') then '_peer' else '_no_peer' end as outcome,
       coalesce((select sum(coalesce(d.anonymous_count, 1)) from drop_in d where d.session_id = s.id), 0)::integer as drop_ins
  from session s
  join run r on r.id = s.run_id
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
 where s.state = 'delivered';
select grant_api('select', 'report_session');

create view report_version as
select (v.published_at at time zone college.time_zone)::date as on_day, coalesce(c.strand::text, 'none') as strand,
       case when lived.standing = 'lived' and learned.standing = 'learned' and lived.person_id <> learned.person_id
                 and lived.content_hash = v.content_hash and learned.content_hash = v.content_hash then 'co_produced' else 'other' end as outcome
  from course_version v
  join course c on c.id = v.course_id
  left join sign_off lived on lived.id = v.lived_sign_off_id
  left join sign_off learned on learned.id = v.learned_sign_off_id
 cross join college where v.published_at is not null;
select grant_api('select', 'report_version');

create index session_delivered_by_day on session ((local_start::date)) where state = 'delivered';
create index course_version_by_publication on course_version (published_at) where published_at is not null;

-- The counts of the days between two borders of terms and years, as they were when something about them was first published. A year is
-- the sum of them, so that a later correction of one person can never be read off the difference of two reports. Served to nobody.
create table report_part (
  unit code_text not null,
  from_on date not null,
  to_on date not null,
  counts jsonb not null constraint report_part_bounded check (length(counts::text) <= 5000000),
  counted_at timestamptz not null,
  constraint report_part_pk primary key (unit, from_on, to_on),
  constraint report_part_in_order check (from_on <= to_on),
  constraint report_part_apart exclude using gist (unit with =, daterange(from_on, to_on, '[]') with &&)
);
create trigger report_part_only_grows before update or delete on report_part for each row execute function refuse_change();
select grant_api('select, insert', 'report_part');

-- The first run of a report for a period that is over; it is served again ever after (BR-174).
create table report (
  id uuid constraint report_pk primary key,
  kind code_text not null constraint report_kind check (kind in ('activity', 'co-production', 'experience', 'outcomes', 'ceu', 'certification')),
  period code_text not null,
  label short_text not null,
  from_on date not null,
  to_on date not null,
  definition_version integer not null,
  -- What is served, as text, so that its hash is that of every byte.
  document text not null constraint report_bounded check (length(document) <= 20000000),
  hidden jsonb not null constraint report_hidden_bounded check (length(hidden::text) <= 20000000),
  hash code_text not null constraint report_hash_fits check (hash = encode(sha256(convert_to(document, 'UTF8')), 'hex')),
  made_at timestamptz not null,
  constraint report_once unique (kind, period),
  constraint report_in_order check (from_on <= to_on)
);
create index report_by_days on report (kind, from_on, to_on);
create trigger report_only_grows before update or delete on report for each row execute function refuse_change();
create trigger report_never_emptied before truncate on report for each statement execute function refuse_change();
select grant_api('select, insert', 'report');
`;
}
