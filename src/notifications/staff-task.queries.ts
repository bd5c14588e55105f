import { columnsOf } from '../platform/database/tables.js';
import { type Order, reversed } from '../platform/listing/listing.js';
import type { DatedOrder } from '../platform/http/page-query.dto.js';
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
  'takenBy',
  'doneAt',
  'doneBy',
  'outcome',
  'version',
] as const;
export const taskColumns = `${columnsOf(StaffTask, 't', ...shown)}, p.chosen_name as "chosenName"`;

export const fromTasks = 'from staff_task t join person p on p.id = t.person_id';

/** A task with the name of the person whom it concerns. */
export type TaskRow = Pick<StaffTask, (typeof shown)[number]> & { chosenName: string | null };

/** $1 id, $2 kinds that the actor does. */
export const oneTask = `
  select ${taskColumns}
  ${fromTasks}
  where t.id = $1 and t.kind = any($2)`;

/**
 * $1 kind, $2 what tasks of it there have to be, $3 now. Dates the open ones anew, and opens one where none is open and
 * where the last one about this person was not done by somebody.
 */
export const followTasks = `
  with wanted as (
    select *
    from json_to_recordset($2) as each(id uuid, "subjectId" uuid, "personId" uuid, "dueAt" timestamptz, occasion text)
  ),
  dated as (
    update staff_task t
    set due_at = w."dueAt"
    from wanted w
    where t.kind = $1 and t.subject_id = w."subjectId" and t.done_at is null and t.due_at <> w."dueAt"
  )
  insert into staff_task as t (id, kind, subject_id, occasion, person_id, opened_at, due_at)
  select w.id, $1, w."subjectId", w.occasion, w."personId", $3, w."dueAt"
  from wanted w
  left join lateral (
    select d.person_id, d.done_by
    from staff_task d
    where d.kind = $1 and d.subject_id = w."subjectId"
    order by d.done_at desc nulls first, d.id desc
    limit 1
  ) last on true
  where last.person_id is distinct from w."personId" or last.done_by is null
  on conflict do nothing
  returning ${columnsOf(StaffTask, 't', 'id', 'personId')}`;

/** $1 now; which of the open ones of `t`, from $2 on. */
export const settleTasks = (which: string): string => `
  update staff_task t
  set done_at = $1, outcome = 'no_longer_needed'
  where t.done_at is null and ${which}
  returning ${columnsOf(StaffTask, 't', 'id', 'personId')}`;

/** Open ones or those that are done. $1 kind, $2 person, $3 kinds that the actor does. */
export const whichTasks = (state: 'open' | 'done'): string => `
  t.done_at is ${state === 'open' ? 'null' : 'not null'}
    and t.kind = any ($3)
    and ($1::text is null or t.kind = $1)
    and ($2::uuid is null or t.person_id = $2)`;

/** By when they are due. */
const byDueDate: Order = { by: ['t.due_at', 'timestamptz'], id: 't.id' };
export const taskOrders: Record<DatedOrder, Order> = { soonest: byDueDate, latest: reversed(byDueDate) };
