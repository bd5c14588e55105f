import { SqlMigration } from './sql-migration.js';

/** Schemes, certifications with their periods, and the endorsements that a course asks of its peers. */
export class Certification1795000000009 extends SqlMigration {
  readonly name = 'Certification1795000000009';
  protected readonly sql = `
create table certification_scheme (
  id uuid constraint certification_scheme_pk primary key,
  name short_text not null,
  issuer code_text not null constraint certification_scheme_issuer check (issuer in ('college', 'external')),
  issuer_name short_text,
  track code_text not null constraint certification_scheme_track check (track in ('mh_peer', 'family_peer', 'sud_peer', 'supervisor', 'mentor')),
  version integer not null default 1,
  constraint certification_scheme_external_named check (issuer = 'college' or issuer_name is not null)
);
create index certification_scheme_by_name on certification_scheme (name, id);
create trigger certification_scheme_version before update on certification_scheme for each row execute function raise_version();
select grant_api('select, insert, update', 'certification_scheme');

create table certification (
  id uuid constraint certification_pk primary key,
  person_id uuid not null constraint certification_person references person,
  scheme_id uuid not null constraint certification_scheme_of references certification_scheme,
  number short_text not null,
  register_link short_text,
  recorded_by uuid not null constraint certification_recorder references person,
  recorded_at timestamptz not null,
  version integer not null default 1,
  constraint certification_once unique (scheme_id, number)
);
create index certification_by_person on certification (person_id, id);
create trigger certification_version before update on certification for each row execute function raise_version();
select grant_api('select, insert, update', 'certification');

-- A renewal adds a period; nothing is ever taken away. An external period counts once somebody else has checked it.
create table certification_period (
  id uuid constraint certification_period_pk primary key,
  certification_id uuid not null constraint certification_period_of references certification on delete restrict,
  grade code_text not null constraint certification_period_grade check (grade in ('provisional', 'full')),
  valid_from date not null,
  valid_through date not null,
  recorded_by uuid not null constraint certification_period_recorder references person,
  recorded_at timestamptz not null,
  verified_by uuid constraint certification_period_verifier references person,
  verified_at timestamptz,
  verified_how code_text constraint certification_period_check check (verified_how in ('number', 'link')),
  version integer not null default 1,
  constraint certification_period_in_order check (valid_from <= valid_through),
  constraint certification_period_verified_whole check ((verified_by is null) = (verified_at is null) and (verified_by is null) = (verified_how is null)),
  constraint certification_period_apart exclude using gist (certification_id with =, daterange(valid_from, valid_through, '[]') with &&)
);
create trigger certification_period_version before update on certification_period for each row execute function raise_version();
create trigger certification_period_never_deleted before delete on certification_period for each row execute function refuse_change();
select grant_api('select, insert, update', 'certification_period');

-- Nobody verifies a certification of their own.
create function refuse_self_verification() returns trigger language plpgsql as $$
begin
  if new.verified_by = (select person_id from certification where id = new.certification_id) then
    raise exception using errcode = '23514', message = 'verified by its holder', constraint = 'certification_period_verified_by_another';
  end if;
  return new;
end $$;
create trigger certification_period_verifier_is_another before insert or update on certification_period
  for each row when (new.verified_by is not null) execute function refuse_self_verification();

-- The tracks in which a peer may facilitate a course; without a row every peer track will do.
create table course_peer_track (
  course_id uuid not null constraint course_peer_track_course references course,
  track code_text not null constraint course_peer_track_known check (track in ('mh_peer', 'family_peer', 'sud_peer')),
  constraint course_peer_track_pk primary key (course_id, track)
);
select grant_api('select, insert, delete', 'course_peer_track');
`;
}
