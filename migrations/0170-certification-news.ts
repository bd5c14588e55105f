import { SqlMigration } from './sql-migration.js';

/** Holders and applicants hear of what is decided about them (BR-93, BR-94); assessors and supervisors are people who work with peers. */
export class CertificationNews1795000000170 extends SqlMigration {
  readonly name = 'CertificationNews1795000000170';
  protected readonly sql = `
alter table message drop constraint message_kind;
alter table message add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled',
  'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news',
  'emergency_contact_used', 'contact_change_waiting'));
alter table staff_task drop constraint staff_task_about;
alter table staff_task add constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled',
  'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news',
  'emergency_contact_used', 'contact_change_waiting'));

create function refuse_without_role() returns trigger language plpgsql as $$
begin
  if not exists (select from role_grant where person_id = (to_jsonb(new)->>tg_argv[0])::uuid and role in ('facilitator', 'coordinator', 'administrator') and ended_at is null)
     and exists (select from person where id = (to_jsonb(new)->>tg_argv[0])::uuid) then
    raise exception using errcode = '23514', message = 'they do not work with peers', constraint = 'works_with_peers';
  end if;
  return new;
end $$;
create trigger certification_assessment_by_colleague before insert on certification_assessment for each row execute function refuse_without_role('assessor_id');
create trigger supervision_by_colleague before insert on supervision for each row execute function refuse_without_role('supervisor_id');
`;
}
