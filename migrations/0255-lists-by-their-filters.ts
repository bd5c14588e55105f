import { SqlMigration } from './sql-migration.js';

/**
 * Each filter of a list finds its page by an index. None is built concurrently: the longest of these tables has some
 * hundred thousand short rows after many years, which takes less than a second.
 */
export class ListsByTheirFilters1795000000255 extends SqlMigration {
  readonly name = 'ListsByTheirFilters1795000000255';
  protected readonly sql = `
create index role_grant_of_person on role_grant (person_id);
create index role_grant_by_role on role_grant (role, person_id) where ended_at is null;
create index staff_task_of_person on staff_task (person_id, due_at, id);
create index staff_task_open_of_kind on staff_task (kind, due_at, id) where done_at is null;
create index staff_task_done_of_kind on staff_task (kind, due_at, id) where done_at is not null;
create index certification_application_by_person on certification_application (person_id, id);
create index supervision_by_supervisor on supervision (supervisor_id);
create index welfare_follow_up_by_state on welfare_follow_up (state, due_at, id);
create index welfare_follow_up_over on welfare_follow_up (due_at, id) where state not in ('open', 'no_safe_channel', 'not_contactable');
create index welfare_follow_up_waiting on welfare_follow_up (due_at, id) where state in ('open', 'no_safe_channel', 'not_contactable');
create index data_request_by_state on data_request (state, id);
create index journal_entry_mine_in_state on journal_entry (author_id, state, created_at, id) where deleted_at is null;
create index journal_entry_mine_deleted on journal_entry (author_id, created_at, id) where deleted_at is not null;
create index session_by_end on session (run_id, ends_at);
create index facilitator_assignment_by_run on facilitator_assignment (run_id, id);
create index ce_entry_by_kind on ce_entry (kind, entered_at desc, id desc);
create index ce_entry_by_type on ce_entry (entry_type, entered_at desc, id desc);
`;
}
