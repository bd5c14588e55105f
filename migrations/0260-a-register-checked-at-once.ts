import { SqlMigration } from './sql-migration.js';

/**
 * What marks are held to stays the same; it is asked once for all that come together and not for each. The session of
 * each is read with them, and the minutes of grace once.
 */
export class ARegisterCheckedAtOnce1795000000260 extends SqlMigration {
  readonly name = 'ARegisterCheckedAtOnce1795000000260';
  protected readonly sql = `
drop trigger attendance_mark_fits on attendance_mark;
create or replace function mark_fits_session() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a
    join session s on s.id = a.session_id
    where a.minutes_present > coalesce(s.delivered_contact_minutes, s.planned_contact_minutes, 1440)
  ) then
    raise exception using errcode = '23514', message = 'more minutes than the session has', constraint = 'minutes_exceed_session';
  end if;
  return null;
end $$;
create trigger attendance_mark_fits after insert on attendance_mark
  referencing new table as added for each statement execute function mark_fits_session();

drop trigger presence_inside on presence;
create or replace function presence_inside_session() returns trigger language plpgsql as $$
declare
  grace constant interval := attendance_grace();
begin
  if exists (
    select from added p
    left join session s on s.id = p.session_id
    where (
      s.id is not null
      and coalesce(make_interval(mins => lower(p.minutes)) >= - grace, true)
      and coalesce(make_interval(mins => upper(p.minutes)) <= s.ends_at - s.starts_at + grace, true)
    ) is not true
  ) then
    raise exception using errcode = '23514', message = 'presence outside the session', constraint = 'presence_outside_session';
  end if;
  return null;
end $$;
create trigger presence_inside after insert on presence
  referencing new table as added for each statement execute function presence_inside_session();
`;
}
