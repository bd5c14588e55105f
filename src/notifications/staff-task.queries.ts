import { columnsOf } from '../platform/database/tables.js';
import { StaffTask } from './staff-task.entity.js';

const shown = [
  'id',
  'kind',
  'about',
  'reason',
  'subjectId',
  'personId',
  'openedAt',
  'dueAt',
  'doneAt',
  'doneBy',
  'outcome',
  'version',
] as const;
const columns = `${columnsOf(StaffTask, 't', ...shown)}, p.chosen_name as "chosenName"`;

/** A task with the name of the person whom it concerns. */
export type TaskRow = Pick<StaffTask, (typeof shown)[number]> & { chosenName: string | null };

/** $1 id, $2 kinds that the actor does. */
export const oneTask = `
  select ${columns}
  from staff_task t
  join person p on p.id = t.person_id
  where t.id = $1 and t.kind = any($2)`;

/** $1 open, $2 kind, $3 person, $4 and $5 the last due date and id, $6 limit, $7 kinds that the actor does. */
export const tasksByDueDate = `
  select ${columns}
  from staff_task t
  join person p on p.id = t.person_id
  where (t.done_at is null) = $1
    and t.kind = any($7)
    and ($2::text is null or t.kind = $2)
    and ($3::uuid is null or t.person_id = $3)
    and ($4::timestamptz is null or (t.due_at, t.id) > ($4, $5::uuid))
  order by t.due_at, t.id
  limit $6`;
