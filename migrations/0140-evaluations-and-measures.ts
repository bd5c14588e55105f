import { SqlMigration } from './sql-migration.js';

/** Evaluations are counted and not kept one by one; instruments, their licences, and what learners measured of themselves. */
export class EvaluationsAndMeasures1795000000140 extends SqlMigration {
  readonly name = 'EvaluationsAndMeasures1795000000140';
  protected readonly sql = `
-- A version never changes: other questions are a new one.
create table evaluation_form (
  id uuid constraint evaluation_form_pk primary key,
  about code_text not null constraint evaluation_form_about check (about in ('run', 'session')),
  number integer not null constraint evaluation_form_counts check (number >= 1),
  items jsonb not null constraint evaluation_form_items check (jsonb_array_length(items) between 2 and 12 and length(items::text) <= 8000),
  made_at timestamptz not null,
  constraint evaluation_form_number_once unique (about, number)
);
create trigger evaluation_form_only_grows before update or delete on evaluation_form for each row execute function refuse_change();
select grant_api('select, insert', 'evaluation_form');
insert into evaluation_form (id, about, number, items, made_at)
select gen_random_uuid(), about, 1,
       '[{"item": "more_hopeful", "text": "I feel more hopeful"}, {"item": "gained_skills", "text": "I gained skills or information that support my wellness"}]', '2026-01-01'
  from unnest(array['run', 'session']) as about;

-- One row for all that people said of a run, or of a session: how often each value was chosen. No answer stands by itself, so that neither
-- an id, nor a time, nor the order of rows, nor the transaction that wrote last leads from an answer to a person or to another answer.
create table evaluation_tally (
  id uuid constraint evaluation_tally_pk primary key default gen_random_uuid(),
  run_id uuid not null constraint evaluation_tally_run references run,
  session_id uuid constraint evaluation_tally_session references session,
  form_id uuid not null constraint evaluation_tally_form references evaluation_form,
  respondents integer not null default 0,
  -- {"more_hopeful": [how often 1, …, how often 5]}
  counts jsonb not null,
  -- The last day on which somebody may answer. Nothing is told before it is over.
  closes_on date not null,
  constraint evaluation_tally_once unique nulls not distinct (run_id, session_id)
);
create index evaluation_tally_closing on evaluation_tally (closes_on);

create function evaluation_steps(before jsonb, after jsonb) returns table (item text, value integer, step integer) language sql immutable as $$
  select coalesce(o.key, n.key), coalesce(o.position, n.position)::integer, coalesce(n.times::integer, -1) - coalesce(o.times::integer, 0)
    from (select e.key, c.times, c.position from jsonb_each(before) e cross join jsonb_array_elements_text(e.value) with ordinality c (times, position)) o
    full join (select e.key, c.times, c.position from jsonb_each(after) e cross join jsonb_array_elements_text(e.value) with ordinality c (times, position)) n
      on n.key = o.key and n.position = o.position
$$;
create function evaluation_counts_up() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.respondents = 0 and not exists (select from evaluation_steps(new.counts, new.counts), jsonb_each(new.counts) e where e.value <> '[0, 0, 0, 0, 0]') then return new; end if;
  elsif tg_op = 'UPDATE' then
    if (new.id, new.run_id, new.form_id) = (old.id, old.run_id, old.form_id) and new.session_id is not distinct from old.session_id
       and new.respondents = old.respondents + 1 and new.closes_on >= old.closes_on
       and (select coalesce(bool_and(step in (0, 1)), false) from evaluation_steps(old.counts, new.counts))
       and not exists (select from evaluation_steps(old.counts, new.counts) group by item having sum(step) > 1) then return new; end if;
  end if;
  raise exception using errcode = 'RC001', message = 'evaluations are only counted, one more at a time', constraint = 'evaluation_tally_counts_up';
end $$;
create trigger evaluation_tally_counts_up before insert or update or delete on evaluation_tally for each row execute function evaluation_counts_up();
select grant_api('select, insert, update (respondents, counts, closes_on)', 'evaluation_tally');

insert into evaluation_tally (run_id, form_id, counts, closes_on)
select e.run_id, f.id, '{"more_hopeful": [0, 0, 0, 0, 0], "gained_skills": [0, 0, 0, 0, 0]}', current_date + 30
  from (select distinct run_id from evaluation) e cross join evaluation_form f where f.about = 'run';
alter table evaluation_tally disable trigger evaluation_tally_counts_up;
update evaluation_tally t
   set respondents = (select count(*) from evaluation e where e.run_id = t.run_id),
       counts = (select jsonb_object_agg(i.item, (
                   select jsonb_agg((select count(*) from evaluation e cross join jsonb_array_elements(e.answers) a
                                      where e.run_id = t.run_id and a->>'item' = i.item and (a->>'value')::integer = v.value) order by v.value)
                     from generate_series(1, 5) v (value)))
                   from unnest(array['more_hopeful', 'gained_skills']) i (item));
alter table evaluation_tally enable trigger evaluation_tally_counts_up;
drop table evaluation;

-- That somebody has answered, and nothing else.
alter table evaluation_receipt drop constraint evaluation_receipt_once;
alter table evaluation_receipt add session_id uuid constraint evaluation_receipt_session references session;
alter table evaluation_receipt alter run_id set not null, alter person_id set not null;
alter table evaluation_receipt add constraint evaluation_receipt_once unique nulls not distinct (run_id, session_id, person_id);

-- For reports: only rows with closes_on in the past, and enough respondents, may be told to anybody.
create view evaluation_result as
select t.run_id, t.session_id, t.form_id, t.closes_on, t.respondents, e.key as item,
       (select sum(times::integer) from jsonb_array_elements_text(e.value) times)::integer as valid,
       ((e.value->>3)::integer + (e.value->>4)::integer) as agree
  from evaluation_tally t cross join jsonb_each(t.counts) e;
select grant_api('select', 'evaluation_result');

-- What a measure is and how it is scored. The words of its items are here only where the college's licence allows it.
create table instrument (
  id uuid constraint instrument_pk primary key,
  code code_text not null,
  edition code_text not null,
  name short_text not null,
  item_count integer not null constraint instrument_items check (item_count between 1 and 60),
  unscored_items integer not null default 0 constraint instrument_unscored check (unscored_items between 0 and 10),
  item_min integer not null,
  item_max integer not null,
  scoring code_text not null constraint instrument_scoring check (scoring in ('sum', 'sum_then_table')),
  -- The metric score of each raw score, the smallest first.
  conversion numeric(6, 2)[],
  thresholds jsonb not null default '[]' constraint instrument_thresholds check (length(thresholds::text) <= 8000),
  modes text[] not null constraint instrument_modes check (modes <@ array['self_digital', 'self_paper', 'assisted'] and cardinality(modes) > 0),
  licence_required boolean not null,
  licence_reference short_text,
  licence_holder short_text,
  licence_expires_on date,
  copyright_statement long_text,
  item_texts jsonb constraint instrument_texts check (jsonb_array_length(item_texts) between 1 and 70 and length(item_texts::text) <= 40000),
  state code_text not null default 'draft' constraint instrument_state check (state in ('draft', 'licensed', 'active', 'suspended', 'retired')),
  version integer not null default 1,
  constraint instrument_edition_once unique (code, edition),
  constraint instrument_scale check (item_min >= 0 and item_min < item_max and item_max <= 100),
  constraint instrument_conversion check ((scoring = 'sum_then_table') = (conversion is not null)
    and (conversion is null or cardinality(conversion) = item_count * (item_max - item_min) + 1)),
  constraint instrument_licensed check (state in ('draft', 'retired') or not licence_required or (licence_reference is not null and licence_holder is not null and copyright_statement is not null)),
  constraint instrument_texts_licensed check (item_texts is null or not licence_required or licence_reference is not null)
);
create trigger instrument_version before update on instrument for each row execute function raise_version();
create trigger instrument_moves before update on instrument for each row execute function allow_moves(
  'draft>licensed', 'draft>active', 'draft>retired', 'licensed>active', 'licensed>retired', 'active>suspended', 'active>retired', 'suspended>active', 'suspended>retired');
-- What it measures, and how, stays as it is: results are compared over years.
create function instrument_stays() returns trigger language plpgsql as $$
begin
  if (old.code, old.edition, old.item_count, old.unscored_items, old.item_min, old.item_max, old.scoring, old.licence_required) is distinct from
     (new.code, new.edition, new.item_count, new.unscored_items, new.item_min, new.item_max, new.scoring, new.licence_required) or old.conversion is distinct from new.conversion
  then raise exception using errcode = 'RC001', message = 'an instrument is scored as it always was', constraint = 'instrument_scoring_stays'; end if;
  return new;
end $$;
create trigger instrument_scoring_stays before update on instrument for each row execute function instrument_stays();
select grant_api('select, insert, update', 'instrument');

insert into instrument (id, code, edition, name, item_count, unscored_items, item_min, item_max, scoring, conversion, modes, licence_required, licence_holder, copyright_statement) values
  (gen_random_uuid(), 'SWEMWBS', '2008', 'Short Warwick-Edinburgh Mental Well-being Scale', 7, 0, 1, 5, 'sum_then_table',
   '{7.00,9.51,11.25,12.40,13.33,14.08,14.75,15.32,15.84,16.36,16.88,17.43,17.98,18.59,19.25,19.98,20.73,21.54,22.35,23.21,24.11,25.03,26.02,27.03,28.13,29.31,30.70,32.55,35.00}',
   '{self_digital,self_paper,assisted}', true, 'University of Warwick',
   'Short Warwick Edinburgh Mental Well-being Scale (SWEMWBS) © NHS Health Scotland, University of Warwick and University of Edinburgh, 2008, all rights reserved.'),
  (gen_random_uuid(), 'QPR', '15', 'Questionnaire about the Process of Recovery, 15 items', 15, 0, 0, 4, 'sum', null, '{self_digital,self_paper,assisted}', true, null, null),
  (gen_random_uuid(), 'ReQoL', '10', 'Recovering Quality of Life, 10 items', 10, 1, 0, 4, 'sum', null, '{self_digital,self_paper,assisted}', true, null, null);

-- One measure, offered to one person on one occasion. Declining is an answer.
create table measurement (
  id uuid constraint measurement_pk primary key,
  person_id uuid not null constraint measurement_person references person,
  instrument_id uuid not null constraint measurement_instrument references instrument,
  occasion code_text not null constraint measurement_occasion check (occasion in ('baseline', 'mid', 'end', 'followup_3m', 'adhoc')),
  run_id uuid constraint measurement_run references run,
  offered_at timestamptz not null,
  -- That it has expired follows from the sessions of the run.
  state code_text not null default 'offered' constraint measurement_state check (state in ('offered', 'completed', 'partial', 'declined')),
  mode code_text constraint measurement_mode check (mode in ('self_digital', 'self_paper', 'assisted')),
  raw integer,
  -- The score that is told and compared: by the table of the instrument, or the raw one where it has none.
  metric numeric(6, 2),
  answered_at timestamptz,
  key_id uuid,
  version integer not null default 1,
  constraint measurement_run_named check (occasion = 'adhoc' or run_id is not null),
  constraint measurement_whole_is_scored check ((state = 'completed') = (raw is not null) and (raw is null) = (metric is null)),
  constraint measurement_answer_has_mode check ((state in ('completed', 'partial')) = (mode is not null)),
  constraint measurement_answer_is_dated check ((state = 'offered') = (answered_at is null))
);
create unique index measurement_offered_once on measurement (person_id, instrument_id, occasion, run_id) where occasion <> 'adhoc';
create index measurement_of_person on measurement (person_id, id);
create index measurement_of_run on measurement (run_id, instrument_id, occasion);
create trigger measurement_version before update on measurement for each row execute function raise_version();
create trigger measurement_moves before update on measurement for each row execute function allow_moves('offered>completed', 'offered>partial', 'offered>declined');

create function measurement_rules() returns trigger language plpgsql as $$
declare measure instrument; today date; ends timestamptz;
begin
  select * into measure from instrument where id = new.instrument_id;
  if tg_op = 'INSERT' then
    select (new.offered_at at time zone time_zone)::date into today from college;
    if measure.state <> 'active' or (measure.licence_required and (measure.licence_reference is null or measure.licence_expires_on < today)) then
      raise exception using errcode = '23514', message = 'no licence', constraint = 'measurement_licensed';
    end if;
  end if;
  if new.occasion = 'baseline' then
    select ends_at into ends from session where run_id = new.run_id and state <> 'cancelled' order by starts_at, id limit 1;
    if ends is null or (tg_op = 'INSERT' and new.offered_at > ends) or (new.state in ('completed', 'partial') and new.answered_at > ends) then
      raise exception using errcode = '23514', message = 'a baseline ends with the first session', constraint = 'measurement_occasion_window';
    end if;
  end if;
  if new.raw is not null then
    if new.raw not between measure.item_count * measure.item_min and measure.item_count * measure.item_max then
      raise exception using errcode = '23514', message = 'no such score', constraint = 'measurement_raw_in_range';
    end if;
    if new.metric is distinct from coalesce(measure.conversion[new.raw - measure.item_count * measure.item_min + 1], new.raw) then
      raise exception using errcode = '23514', message = 'the metric score does not follow from the raw one', constraint = 'measurement_metric_follows';
    end if;
  end if;
  return new;
end $$;
create trigger measurement_rules before insert or update on measurement for each row execute function measurement_rules();
select grant_api('select, insert, update, delete', 'measurement');

create table measurement_response (
  measurement_id uuid not null constraint measurement_response_of references measurement on delete cascade,
  item integer not null constraint measurement_response_item check (item between 1 and 70),
  sealed bytea not null constraint measurement_response_sealed check (length(sealed) between 29 and 200),
  constraint measurement_response_pk primary key (measurement_id, item)
);
create trigger measurement_response_only_grows before update on measurement_response for each row execute function refuse_change();
select grant_api('select, insert, delete', 'measurement_response');

create table measurement_grant (
  id uuid constraint measurement_grant_pk primary key,
  measurement_id uuid not null constraint measurement_grant_of references measurement on delete cascade,
  reader_id uuid not null constraint measurement_grant_reader references person,
  granted_at timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  constraint measurement_grant_ends check (until > granted_at)
);
create unique index measurement_grant_live_once on measurement_grant (measurement_id, reader_id) where ended_at is null;
create index measurement_grant_of_reader on measurement_grant (reader_id) where ended_at is null;
select grant_api('select, insert, update (ended_at), delete', 'measurement_grant');

-- One row per baseline that was offered, and later occasion: for group figures alone. Paired are rows where both scores stand.
create view measurement_pair as
select b.instrument_id, b.run_id, b.person_id, later.occasion, b.state = 'completed' as baseline_completed, coalesce(a.state = 'completed', false) as later_completed,
       b.metric as baseline, a.metric as later, b.mode = 'assisted' or coalesce(a.mode = 'assisted', false) as assisted, last.ended_on
  from measurement b
 cross join (values ('end'), ('followup_3m')) later (occasion)
  left join measurement a on a.person_id = b.person_id and a.instrument_id = b.instrument_id and a.run_id = b.run_id and a.occasion = later.occasion
  left join lateral (select max(s.local_end)::date as ended_on from session s where s.run_id = b.run_id and s.state <> 'cancelled') last on true
 where b.occasion = 'baseline';
select grant_api('select', 'measurement_pair');
`;
}
