import { Injectable } from '@nestjs/common';
import { CollegeService } from '../college/college.service.js';
import { nextSafe } from '../people/contact/safe-contact.rules.js';
import { SafeContactService, type SafeWays } from '../people/contact/safe-contact.service.js';
import { type Actor, automatic } from '../platform/actor.js';
import { refuseOwnRecord } from '../platform/access/own-record.rules.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { row, rows, type Tx } from '../platform/database/sql.js';
import { columnsOf } from '../platform/database/tables.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { Events } from '../platform/events/events.js';
import { listed, pageFrom } from '../platform/listing/listing.js';
import type { CountedPage } from '../platform/http/pagination.js';
import { notificationsRefusals } from './notifications.refusals.js';
import { StaffTask } from './staff-task.entity.js';
import type { SafeWayDto, StaffTaskDto, StaffTaskQuery, StaffTaskWithWaysDto } from './staff-task.dto.js';
import { fromTasks, oneTask, taskColumns, taskOrders, type TaskRow, whichTasks } from './staff-task.queries.js';
import {
  type CompletionOutcome,
  outcomesFor,
  reachesOut,
  staffTaskKinds,
  taskActions,
  tasksFor,
} from './staff-task.rules.js';
import { wordsForStaff } from './letters.js';

/** What the people of the college do with tasks: they see them, take them, give them back and say how they ended. */
@Injectable()
export class StaffTaskWorkService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly college: CollegeService,
    private readonly safeContacts: SafeContactService,
  ) {}

  /**
   * Takes a task that is everybody's (BR-184). 404 for an unknown one, 422 `own_record` about oneself, 409
   * `task_taken_already` or `task_done_already` when somebody was faster.
   */
  take(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const set = 'set taken_by = $3, taken_at = $4';
      const taken = await this.changeTask(tx, actor, id, set, 't.taken_by is null', this.clock.now());
      if (!taken) {
        const { takenBy } = await this.mustBeOpen(tx, actor, id);
        if (takenBy !== actor.personId) throw refuse(notificationsRefusals.task_taken_already);
        return id;
      }
      await this.events.record(tx, actor, { type: 'staff_task.taken', subjectId: id, personId: taken.personId });
      return id;
    });
  }

  /** Gives a task back to everybody, also one that somebody else has taken who cannot see to it. Otherwise as above. */
  giveBack(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const set = 'set taken_by = null, taken_at = null';
      const given = await this.changeTask(tx, actor, id, set, 't.taken_by is not null');
      if (given)
        await this.events.record(tx, actor, { type: 'staff_task.given_back', subjectId: id, personId: given.personId });
      else await this.mustBeOpen(tx, actor, id);
      return id;
    });
  }

  /** Whoever does such tasks no more has none: they are everybody's again. */
  async giveBackAllOf(personId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const given = await rows<Pick<StaffTask, 'id' | 'personId'>>(
        tx,
        `
          update staff_task t
          set taken_by = null, taken_at = null
          where t.taken_by = $1 and t.done_at is null
          returning ${columnsOf(StaffTask, 't', 'id', 'personId')}`,
        [personId],
      );
      const happened = given.map((task) => ({
        type: 'staff_task.given_back',
        subjectId: task.id,
        personId: task.personId,
      }));
      await this.events.record(tx, automatic('staff-tasks'), ...happened);
    });
  }

  /**
   * As above; 422 `task_answered_elsewhere` for one that settles itself once it is answered where it stands, and
   * `task_outcome_unfit` for an outcome of another kind.
   */
  complete(actor: Actor, id: string, outcome: CompletionOutcome): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const set = 'set done_by = $3, done_at = $4, outcome = $5';
      const which = '(t.taken_by is null or t.taken_by = $3) and t.kind = any ($6)';
      const fitting = staffTaskKinds.filter((kind) => outcomesFor(kind).includes(outcome));
      const done = await this.changeTask(tx, actor, id, set, which, this.clock.now(), outcome, fitting);
      if (!done) {
        const { kind, takenBy } = await this.mustBeOpen(tx, actor, id);
        const outcomes = outcomesFor(kind);
        if (outcomes.length === 0) throw refuse(notificationsRefusals.task_answered_elsewhere);
        if (!outcomes.includes(outcome))
          throw refuse(notificationsRefusals.task_outcome_unfit, { values: { outcomes: outcomes.join(', ') } });
        if (takenBy !== actor.personId) throw refuse(notificationsRefusals.task_taken_already);
        throw refuse(platformRefusals.changed_meanwhile);
      }
      await this.events.record(tx, actor, {
        type: 'staff_task.completed',
        subjectId: id,
        personId: done.personId,
        refs: { outcome, kind: done.kind, about: done.subjectId },
      });
      return id;
    });
  }

  async list(actor: Actor, query: StaffTaskQuery): Promise<CountedPage<StaffTaskDto>> {
    const kinds = tasksFor(actor.roles);
    const found = await listed<TaskRow>(
      this.database,
      {
        list: `staff-tasks of ${kinds.join()}`,
        columns: taskColumns,
        from: fromTasks,
        counted: 'from staff_task t',
        where: whichTasks(query.state),
        values: [query.kind ?? null, query.personId ?? null, kinds],
      },
      taskOrders[query.sort],
      query,
    );
    return pageFrom(found, (task) => present(actor, task));
  }

  /** 404 for an unknown one. */
  async one(actor: Actor, id: string): Promise<StaffTaskDto> {
    const found = await this.database.row<TaskRow>(oneTask, [id, tasksFor(actor.roles)]);
    if (!found) throw refuse(platformRefusals.not_found);
    return present(actor, found);
  }

  /** A task with the ways that may be used for it; 404 for an unknown task. */
  withWays(actor: Actor, id: string): Promise<StaffTaskWithWaysDto> {
    return this.database.transaction(async (tx) => {
      const found = await row<TaskRow>(tx, oneTask, [id, tasksFor(actor.roles)]);
      if (!found) throw refuse(platformRefusals.not_found);
      const ways =
        found.doneAt === null && reachesOut(found.kind) ? await this.safeContacts.ways(tx, found.personId) : null;
      const { timeZone } = await this.college.current(tx);
      return {
        ...present(actor, found),
        ways: ways ? waysForStaff(ways, this.clock.now(), timeZone) : [],
        neutralWords: wordsForStaff(),
      };
    });
  }

  /** Changes an open task about somebody else. $1 id, $2 kinds that the actor does, $3 the actor, from $4 on `values`. */
  private changeTask(
    tx: Tx,
    { personId, roles }: Actor,
    id: string,
    set: string,
    which: string,
    ...values: unknown[]
  ): Promise<Pick<StaffTask, 'kind' | 'personId' | 'subjectId'> | undefined> {
    return row(
      tx,
      `
        update staff_task t
        ${set}
        where t.id = $1 and t.kind = any ($2) and t.done_at is null and t.person_id <> $3 and ${which}
        returning ${columnsOf(StaffTask, 't', 'kind', 'personId', 'subjectId')}`,
      [id, tasksFor(roles), personId, ...values],
    );
  }

  /** Why a task could not be changed: it is unknown, one's own, or done. */
  private async mustBeOpen(tx: Tx, actor: Actor, id: string): Promise<TaskRow> {
    const standing = await row<TaskRow>(tx, oneTask, [id, tasksFor(actor.roles)]);
    if (!standing) throw refuse(platformRefusals.not_found);
    refuseOwnRecord(actor, standing.personId);
    if (standing.doneAt) throw refuse(notificationsRefusals.task_done_already);
    return standing;
  }
}

function waysForStaff(
  { channels: { email, sms, phone, post }, email: address, learnerWillInitiate }: SafeWays,
  now: Date,
  timeZone: string,
): SafeWayDto[] {
  if (learnerWillInitiate) return [];
  const all = { phone, sms, email: email && { ...email, value: address ?? undefined }, post };
  return (Object.keys(all) as (keyof typeof all)[]).flatMap((channel) => {
    const way = all[channel];
    if (way?.value === undefined) return [];
    return [
      {
        channel,
        value: way.value,
        safeHours: way.safeHours ?? [],
        nextSafeAt: nextSafe(way.safeHours, now, timeZone)?.toISOString() ?? null,
        leaveMessage: 'leaveMessage' in way ? (way.leaveMessage ?? 'none') : 'none',
        whoMayAnswer: 'whoMayAnswer' in way ? (way.whoMayAnswer ?? null) : null,
      },
    ];
  });
}

const present = (actor: Actor, { openedAt, dueAt, doneAt, ...task }: TaskRow): StaffTaskDto => ({
  ...task,
  openedAt: openedAt.toISOString(),
  dueAt: dueAt.toISOString(),
  doneAt: doneAt?.toISOString() ?? null,
  can: taskActions({ ...task, doneAt }, actor.personId),
});
