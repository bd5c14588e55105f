import { SqlMigration } from './sql-migration.js';

/** Whoever paused or left cannot be booked, and comes back to a draft where something is missing by then. */
export class Leaving1795000000207 extends SqlMigration {
  readonly name = 'Leaving1795000000207';
  protected readonly sql = `
drop trigger registration_moves on registration;
create trigger registration_moves before update on registration for each row execute function allow_moves(
  'draft>active', 'draft>left', 'draft>erased', 'active>paused', 'active>left', 'active>erased',
  'paused>active', 'paused>draft', 'paused>left', 'paused>erased', 'left>active', 'left>draft', 'left>erased');

-- Asked once the person is locked, so that it sees what was committed meanwhile.
create function enrolment_of_nobody_away() returns trigger language plpgsql as $$
begin
  if exists (select from added a join registration r on r.person_id = a.person_id
              where r.state in ('paused', 'left') and a.state in ('requested', 'waitlisted', 'offered', 'confirmed')) then
    raise exception using errcode = '23514', message = 'this registration is resting', constraint = 'enrolment_of_nobody_away';
  end if;
  return null;
end $$;
create trigger enrolment_of_nobody_away after insert on enrolment referencing new table as added for each statement execute function enrolment_of_nobody_away();
`;
}
