import { SqlMigration } from './sql-migration.js';

const indexes = {
  role_grant_of_person: 'role_grant (person_id)',
  role_grant_by_role: 'role_grant (role, person_id) where ended_at is null',
  staff_task_of_person: 'staff_task (person_id, due_at, id)',
  staff_task_open_of_kind: 'staff_task (kind, due_at, id) where done_at is null',
  staff_task_done_of_kind: 'staff_task (kind, due_at, id) where done_at is not null',
  certification_application_by_person: 'certification_application (person_id, id)',
  supervision_by_supervisor: 'supervision (supervisor_id)',
  welfare_follow_up_by_state: 'welfare_follow_up (state, due_at, id)',
  welfare_follow_up_over: `welfare_follow_up (due_at, id) where state not in ('open', 'no_safe_channel', 'not_contactable')`,
  welfare_follow_up_waiting: `welfare_follow_up (due_at, id) where state in ('open', 'no_safe_channel', 'not_contactable')`,
  data_request_by_state: 'data_request (state, id)',
  journal_entry_mine_in_state: 'journal_entry (author_id, state, created_at, id) where deleted_at is null',
  journal_entry_mine_deleted: 'journal_entry (author_id, created_at, id) where deleted_at is not null',
  session_by_end: 'session (run_id, ends_at)',
  facilitator_assignment_by_run: 'facilitator_assignment (run_id, id)',
  ce_entry_by_kind: 'ce_entry (kind, entered_at desc, id desc)',
  ce_entry_by_type: 'ce_entry (entry_type, entered_at desc, id desc)',
  event_by_type: 'event (type, number, at, id)',
  event_by_person: 'event (person_id, number, at, id)',
  event_by_subject: 'event (subject_id, number, at, id)',
};

/** Each filter of a list finds its page by an index. */
export class ListsByTheirFilters1795000000255 extends SqlMigration {
  readonly name = 'ListsByTheirFilters1795000000255';
  override readonly transaction = false;
  protected readonly sql = [
    ...Object.entries(indexes).flatMap(([name, on]) => [
      `drop index concurrently if exists ${name}`,
      `create index concurrently ${name} on ${on}`,
    ]),
    // Those by number begin with the same columns.
    'drop index concurrently if exists event_person',
    'drop index concurrently if exists event_subject',
  ];
}
