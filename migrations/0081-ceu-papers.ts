import { SqlMigration } from './sql-migration.js';

/** Evidence for claims from elsewhere, and transcripts among what the college prints. */
export class CeuPapers1795000000081 extends SqlMigration {
  readonly name = 'CeuPapers1795000000081';
  protected readonly sql = `
create table ce_evidence_file (
  id uuid constraint ce_evidence_file_pk primary key,
  person_id uuid not null constraint ce_evidence_file_person references person,
  claim_id uuid constraint ce_evidence_file_claim references external_ce_claim on delete cascade,
  file_id uuid not null constraint ce_evidence_file_kept references stored_file,
  key_id uuid not null,
  sealed_key bytea not null constraint ce_evidence_file_sealed check (length(sealed_key) = 61),
  media_type code_text not null constraint ce_evidence_file_type check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  size integer not null constraint ce_evidence_file_size check (size > 0),
  added_at timestamptz not null
);
create index ce_evidence_file_of_claim on ce_evidence_file (claim_id);
create index ce_evidence_file_of_person on ce_evidence_file (person_id);
create index ce_evidence_file_unclaimed on ce_evidence_file (added_at) where claim_id is null;
-- Whatever way the record goes, its file goes too.
create function drop_ce_evidence() returns trigger language plpgsql as $$
begin delete from stored_file where id = old.file_id; return null; end $$;
create trigger ce_evidence_file_goes after delete on ce_evidence_file for each row execute function drop_ce_evidence();
select grant_api('select, insert, update (claim_id), delete', 'ce_evidence_file');

alter table certificate drop constraint certificate_kind;
alter table certificate add constraint certificate_kind check (kind in ('attendance', 'completion', 'ceu', 'facilitator', 'transcript'));
-- A transcript of many years is long.
alter table certificate_print drop constraint certificate_print_bounded;
alter table certificate_print add constraint certificate_print_bounded check (length(content::text) <= 1000000);
`;
}
