import { Injectable } from '@nestjs/common';
import { CollegeService } from '../college/college.service.js';
import { nextSafe } from '../people/contact/safe-contact.rules.js';
import { SafeContactService, type SafeWays } from '../people/contact/safe-contact.service.js';
import { type Actor, automatic } from '../platform/actor.js';
import { isOwnRecord, refuseOwnRecord } from '../platform/access/own-record.rules.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { row, rows, type Tx } from '../platform/database/sql.js';
import { columnsOf, insertRow, updateRows } from '../platform/database/tables.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { Events } from '../platform/events/events.js';
import { decodeCursor } from '../platform/http/cursor.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import { newId } from '../platform/ids.js';
import type { Message } from './message.entity.js';
import type { MessageKind } from './message.rules.js';
import { notificationsRefusals } from './notifications.refusals.js';
import { StaffTask } from './staff-task.entity.js';
import type { SafeWayDto, StaffTaskDto, StaffTaskQuery, StaffTaskWithWaysDto } from './staff-task.dto.js';
import { followTasks, oneTask, settleTasks, type TaskRow, tasksByDueDate } from './staff-task.queries.js';
import {
  reachesOut,
  type StaffTaskKind,
  type StaffTaskOutcome,
  type StaffTaskReason,
  tasksFor,
} from './staff-task.rules.js';
import { wordsForStaff } from './letters.js';

interface NewTask {
  kind: StaffTaskKind;
  subjectId: string;
  personId: string;
  dueAt: Date;
  /** Tells apart what can happen to one subject more than once. */
  occasion?: string;
}

/** What people of the college do where no message may or can go out. Each task exists once. */
@Injectable()
export class StaffTaskService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly college: CollegeService,
    private readonly safeContacts: SafeContactService,
  ) {}

  /** Opens a task, unless it was opened before. */
  open(task: NewTask): Promise<void> {
    return this.database.transaction((tx) => this.insert(tx, task, null, null));
  }

  /** Opens the task of telling a person what a message could not (BR-51, 143, 144). */
  openForMessage(
    tx: Tx,
    { kind, subjectId, personId, occasion, notAfter }: Message,
    reason: StaffTaskReason,
  ): Promise<void> {
    return this.insert(tx, { kind: 'message_not_sent', subjectId, personId, occasion, dueAt: notAfter }, kind, reason);
  }

  /**
   * Settles the open tasks about something that settled themselves: of telling this, or, without `about`, of doing
   * something else.
   */
  async noLongerNeeded(subject: string, about: MessageKind | null = null): Promise<void> {
    await this.database.transaction((tx) =>
      this.settle(tx, 't.subject_id = $2 and t.about is not distinct from $3', subject, about),
    );
  }

  /** Nobody tells this person any more what messages could not (BR-192). */
  async tellNoMore(personId: string): Promise<void> {
    await this.database.transaction((tx) =>
      this.settle(tx, `t.person_id = $2 and t.kind = 'message_not_sent'`, personId),
    );
  }

  /**
   * Makes the open tasks of a kind what they should be, one for each subject: opens those that are missing, dates those
   * that stand anew, and settles those about what is `settled`. What somebody has done is not asked for again before it
   * has settled itself once.
   */
  async follow(
    kind: StaffTaskKind,
    standing: Omit<NewTask, 'kind' | 'occasion'>[],
    settled: readonly string[],
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.settle(tx, 't.subject_id = any ($2) and t.kind = $3', settled, kind);
      const tasks = standing.map((task) => ({ ...task, id: newId(), occasion: newId() }));
      const opened = await rows<Pick<StaffTask, 'id' | 'personId'>>(tx, followTasks, [
        kind,
        JSON.stringify(tasks),
        this.clock.now(),
      ]);
      const happened = opened.map(({ id, personId }) => ({
        type: 'staff_task.opened',
        subjectId: id,
        personId,
        refs: { kind, about: null, reason: null },
      }));
      await this.events.record(tx, automatic('staff-tasks'), ...happened);
    });
  }

  /** There is more time for the open tasks about something, or less. */
  async dueBy(subjectId: string, dueAt: Date): Promise<void> {
    await this.database.transaction((tx) => updateRows(tx, StaffTask, { subjectId, doneAt: null }, { dueAt }));
  }

  /** 404 for an unknown one, 409 `task_done_already` when somebody was faster, 422 `own_record` about oneself. */
  complete(actor: Actor, id: string, outcome: StaffTaskOutcome): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const task = await row<Pick<StaffTask, 'personId'>>(
        tx,
        `
          update staff_task t
          set done_at = $2, done_by = $3, outcome = $4
          where t.id = $1 and t.kind = any($5) and t.done_at is null and t.person_id is distinct from $3
          returning ${columnsOf(StaffTask, 't', 'personId')}`,
        [id, this.clock.now(), actor.personId, outcome, tasksFor(actor.roles)],
      );
      if (!task) {
        const standing = await row<TaskRow>(tx, oneTask, [id, tasksFor(actor.roles)]);
        if (!standing) throw refuse(platformRefusals.not_found);
        refuseOwnRecord(actor, standing.personId);
        throw refuse(notificationsRefusals.task_done_already);
      }
      await this.events.record(tx, actor, {
        type: 'staff_task.completed',
        subjectId: id,
        personId: task.personId,
        refs: { outcome },
      });
      return id;
    });
  }

  async list(actor: Actor, { state, kind, personId, cursor, limit }: StaffTaskQuery): Promise<Page<StaffTaskDto>> {
    const kinds = tasksFor(actor.roles);
    const scope = { list: 'staff-tasks', state, kind, personId, kinds: kinds.join() };
    const [dueAt = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.rows<TaskRow>(tasksByDueDate, [
      state === 'open',
      kind ?? null,
      personId ?? null,
      dueAt,
      id,
      limit + 1,
      kinds,
    ]);
    return pageOf(
      found,
      limit,
      scope,
      (task) => [task.dueAt.toISOString(), task.id],
      (task) => present(actor, task),
    );
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

  private async settle(tx: Tx, which: string, ...values: unknown[]): Promise<void> {
    const settled = await rows<Pick<StaffTask, 'id' | 'personId'>>(tx, settleTasks(which), [
      this.clock.now(),
      ...values,
    ]);
    const happened = settled.map(({ id, personId }) => ({
      type: 'staff_task.settled',
      subjectId: id,
      personId,
    }));
    await this.events.record(tx, automatic('settle-tasks'), ...happened);
  }

  private async insert(
    tx: Tx,
    { kind, subjectId, personId, dueAt, occasion = 'once' }: NewTask,
    about: MessageKind | null,
    reason: StaffTaskReason | null,
  ): Promise<void> {
    const id = newId();
    const task = { id, kind, about, reason, subjectId, occasion, personId, openedAt: this.clock.now(), dueAt };
    const opened = await insertRow(tx, StaffTask, task, { unlessThere: true });
    if (opened > 0)
      await this.events.record(tx, automatic('staff-tasks'), {
        type: 'staff_task.opened',
        subjectId: id,
        personId,
        refs: { kind, about, reason },
      });
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
  can: doneAt || isOwnRecord(actor, task.personId) ? [] : ['complete'],
});
