import { SqlMigration } from './sql-migration.js';

/** A holder lets a certificate rest; and what the code decides is refused by the database as well. */
export class CertificationGuards1795000000096 extends SqlMigration {
  readonly name = 'CertificationGuards1795000000096';
  protected readonly sql = `
alter table certification_act drop constraint certification_act_kind, drop constraint certification_act_answers, drop constraint certification_act_by_whom;
alter table certification_act
  add constraint certification_act_kind check (kind in ('suspended', 'interim_suspended', 'suspension_lifted', 'revocation_notice',
    'responded', 'dismissed', 'revoked', 'appealed', 'upheld', 'overturned', 'inactivated', 'reactivated', 'surrendered')),
  add constraint certification_act_answers check (kind not in ('suspension_lifted', 'responded', 'dismissed', 'revoked', 'appealed', 'upheld', 'overturned', 'reactivated') or about_id is not null),
  add constraint certification_act_by_whom check ((kind in ('responded', 'appealed', 'inactivated', 'reactivated', 'surrendered')) = (taken_by = holder_id));

-- An interim suspension may follow on one whose earlier renewal was lifted before it began.
drop index certification_act_once;
create unique index certification_act_once on certification_act (about_id, kind) where about_id is not null and kind <> 'interim_suspended';

-- Nobody is revoked before they have answered or the time to answer is over.
create function refuse_early_revocation() returns trigger language plpgsql as $$
begin
  if not exists (select from certification_act notice where notice.id = new.about_id and notice.kind = 'revocation_notice' and (notice.answer_by < new.taken_on
      or exists (select from certification_act answer where answer.about_id = notice.id and answer.kind = 'responded'))) then
    raise exception using errcode = '23514', message = 'the holder may still answer', constraint = 'revocation_waits_for_answer';
  end if;
  return new;
end $$;
create trigger revocation_waits_for_answer before insert on certification_act for each row when (new.kind = 'revoked') execute function refuse_early_revocation();

-- Seen when everything of the step is written; the words may later be erased with the person.
create function refuse_silent_act() returns trigger language plpgsql as $$
begin
  if not exists (select from certification_act_words where act_id = new.id) then
    raise exception using errcode = '23514', message = 'the step does not say why', constraint = 'certification_act_says_why';
  end if;
  return null;
end $$;
create constraint trigger certification_act_says_why after insert on certification_act deferrable initially deferred for each row
  when (new.kind in ('suspended', 'interim_suspended', 'revocation_notice', 'responded', 'revoked', 'appealed', 'upheld', 'overturned')) execute function refuse_silent_act();

-- A renewal signs the code of ethics of the set that it is judged by.
create function refuse_other_code() returns trigger language plpgsql as $$
begin
  if new.code_version is distinct from (select terms->'attestation'->>'codeOfEthicsVersion' from requirement_set where id = new.set_id) then
    raise exception using errcode = '23514', message = 'another code of ethics', constraint = 'certification_renewal_signs_code';
  end if;
  return new;
end $$;
create trigger certification_renewal_signs_code before insert on certification_renewal for each row execute function refuse_other_code();

create unique index renewal_credit_event_once on renewal_credit (renewal_id, event_key, category);

-- What waits to be confirmed, for whoever was there.
create index practice_log_by_supervisor on practice_log (supervisor_id, practised_on, id) where supervisor_id is not null;

-- A migration neither issues nor tells anything: its connection says what it is.
create function refuse_while_migrating() returns trigger language plpgsql as $$
begin
  raise exception using errcode = '23514', message = 'a migration neither issues nor tells anything', constraint = 'migrations_are_silent';
end $$;
create trigger message_not_by_migration before insert on message for each statement
  when (current_setting('college.migrating', true) = 'on') execute function refuse_while_migrating();
create trigger certificate_not_by_migration before insert on certificate for each statement
  when (current_setting('college.migrating', true) = 'on') execute function refuse_while_migrating();
create trigger certification_notice_not_by_migration before insert on certification_notice for each statement
  when (current_setting('college.migrating', true) = 'on') execute function refuse_while_migrating();
`;
}
