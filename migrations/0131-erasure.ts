import { SqlMigration } from './sql-migration.js';

/** A person who is erased leaves an empty row behind, to which nothing new can be tied; what is kept leaves when its time is over. */
export class Erasure1795000000131 extends SqlMigration {
  readonly name = 'Erasure1795000000131';
  protected readonly sql = `
alter table person add column erased_at timestamptz;
alter table person add constraint person_erased_is_nobody check (erased_at is null
  or coalesce(chosen_name, pronouns, email, email_canonical, email_confirmed_at::text, date_of_birth::text) is null and languages = '{}');

create function tombstone_stays() returns trigger language plpgsql as $$
begin raise exception using errcode = '23514', message = 'This person was erased', constraint = 'person_erased_stays'; end $$;
create trigger person_erased_stays before update on person for each row when (old.erased_at is not null) execute function tombstone_stays();

-- Waits for an erasure that is under way, and then sees it.
create function refuse_erased() returns trigger language plpgsql as $$
begin
  perform from person p where p.id = new.person_id and p.erased_at is null for key share;
  if not found then
    raise exception using errcode = '23514', message = 'This person was erased', constraint = 'person_is_here';
  end if;
  return new;
end $$;
create trigger enrolment_of_somebody before insert on enrolment for each row execute function refuse_erased();
create trigger registration_of_somebody before insert on registration for each row execute function refuse_erased();
create trigger safe_contact_of_somebody before insert on safe_contact for each row execute function refuse_erased();
create trigger credential_of_somebody before insert on credential for each row execute function refuse_erased();
create trigger sign_in_of_somebody before insert on sign_in for each row execute function refuse_erased();
create trigger role_grant_of_somebody before insert on role_grant for each row execute function refuse_erased();
create trigger facilitator_assignment_of_somebody before insert on facilitator_assignment for each row execute function refuse_erased();

-- Arguments: columns whose words may be taken away. Nothing else about the row may change.
create function only_words_go() returns trigger language plpgsql as $$
declare name text;
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - tg_argv is not distinct from to_jsonb(old) - tg_argv then
    foreach name in array tg_argv loop
      if coalesce(to_jsonb(new) ->> name, '–') <> '–' and (to_jsonb(new) -> name) is distinct from (to_jsonb(old) -> name) then
        raise exception using errcode = 'RC001', message = format('%s only grows', tg_table_name), constraint = tg_table_name || '_only_grows';
      end if;
    end loop;
    return new;
  end if;
  raise exception using errcode = 'RC001', message = format('%s only grows', tg_table_name), constraint = tg_table_name || '_only_grows';
end $$;
drop trigger attendance_mark_only_grows on attendance_mark;
create trigger attendance_mark_only_grows before update or delete on attendance_mark for each row execute function only_words_go('reason');
select grant_api('update (reason)', 'attendance_mark');

-- The ledger of somebody who was erased leaves when its time is over (BR-117), and before that nothing does.
create function ce_entry_leaves() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.retained_until < current_date and exists (select from person p where p.id = old.person_id and p.erased_at is not null) then return old; end if;
  raise exception using errcode = 'RC001', message = 'ce_entry only grows', constraint = 'ce_entry_only_grows';
end $$;
drop trigger ce_entry_only_grows on ce_entry;
create trigger ce_entry_only_grows before update or delete on ce_entry for each row execute function ce_entry_leaves();
create function ce_roster_line_leaves() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (select from ce_entry e join person p on p.id = e.person_id where e.id = old.entry_id and e.retained_until < current_date and p.erased_at is not null) then
    return old;
  end if;
  raise exception using errcode = 'RC001', message = 'ce_roster_line only grows', constraint = 'ce_roster_line_only_grows';
end $$;
drop trigger ce_roster_line_only_grows on ce_roster_line;
create trigger ce_roster_line_only_grows before update or delete on ce_roster_line for each row execute function ce_roster_line_leaves();
select grant_api('delete', 'ce_entry');
select grant_api('delete', 'ce_roster_line');
select grant_api('delete', 'message');
select grant_api('delete', 'staff_task');
select grant_api('delete', 'session_debrief');
`;
}
