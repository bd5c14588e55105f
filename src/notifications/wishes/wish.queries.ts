import { columnsOf } from '../../platform/database/tables.js';
import { StaffTask } from '../staff-task.entity.js';

const asked = (placeholder: string): string =>
  `
    json_to_recordset(${placeholder}) as w(
      id uuid, kind text, "subjectId" uuid, "personId" uuid, occasion text, "askedAt" timestamptz, "dueOn" date,
      before timestamptz, answered boolean
    )`;

const same = `
  w.kind = t.kind and w."subjectId" = t.subject_id and w."personId" = t.person_id and w.occasion = t.occasion`;

/** $1 what is known of wishes, $2 now, $3 the people whom it is all that is known of, $4 kinds. */
export const settleWishes = `
  update staff_task t
  set done_at = $2,
    outcome = case
      when exists (select from ${asked('$1')} where ${same} and w.answered) then 'answered'
      else 'no_longer_needed'
    end
  where t.kind = any ($4)
    and t.done_at is null
    and t.person_id = any ($3)
    and not exists (select from ${asked('$1')} where ${same} and not w.answered)
  returning ${columnsOf(StaffTask, 't', 'id', 'personId')}`;

/**
 * $1 wishes that wait, $2 the zone of the college. Opens a task for each that has none yet, whatever became of it, due
 * by the end of its last day; where an answer is of use only before that, the open ones are due earlier too.
 */
export const openWishes = `
  with earlier as (
    update staff_task t
    set due_at = w.before
    from ${asked('$1')}
    where ${same} and t.done_at is null and t.due_at > w.before
  )
  insert into staff_task as t (id, kind, subject_id, occasion, person_id, opened_at, due_at)
  select w.id, w.kind, w."subjectId", w.occasion, w."personId", w."askedAt",
    least((w."dueOn" + 1)::timestamp at time zone $2, w.before)
  from ${asked('$1')}
  on conflict do nothing
  returning ${columnsOf(StaffTask, 't', 'id', 'personId', 'kind')}`;

/** $1 kinds, $2 now, $3 since when. Overdue wishes, each with those who may answer it: who took it, or all of them. */
export const overdueWishes = `
  select t.id as "subjectId", g.person_id as "personId"
  from staff_task t
  join role_grant g on g.role = 'coordinator' and g.ended_at is null and g.person_id <> t.person_id
  where t.kind = any ($1)
    and t.done_at is null
    and t.due_at <= $2
    and t.due_at > $3
    and coalesce(t.taken_by, g.person_id) = g.person_id
  order by t.due_at, t.id, g.person_id
  limit 2000`;

/** $1 who asked, $2 kinds. */
export const wishesOf = `
  select ${columnsOf(StaffTask, 't', 'id', 'kind', 'subjectId', 'openedAt', 'dueAt', 'takenBy', 'doneAt', 'outcome')}
  from staff_task t
  where t.person_id = $1 and t.kind = any ($2)
  order by t.opened_at desc, t.id
  limit 100`;
