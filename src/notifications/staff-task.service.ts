import { Injectable } from '@nestjs/common';
import { wishKinds } from '../college/wish.rules.js';
import { automatic } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { rows, type Tx } from '../platform/database/sql.js';
import { insertRow, updateRows } from '../platform/database/tables.js';
import { Events } from '../platform/events/events.js';
import { newId } from '../platform/ids.js';
import type { Message } from './message.entity.js';
import type { MessageKind } from './message.rules.js';
import { StaffTask } from './staff-task.entity.js';
import { followTasks, settleTasks } from './staff-task.queries.js';
import type { StaffTaskKind, StaffTaskReason } from './staff-task.rules.js';

interface NewTask {
  kind: StaffTaskKind;
  subjectId: string;
  personId: string;
  dueAt: Date;
  /** Tells apart what can happen to one subject more than once. */
  occasion?: string;
}

/** Which tasks there are: opened where no message may or can go out, and settled once nothing is left to do. */
@Injectable()
export class StaffTaskService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
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
   * something else. Wishes follow what was asked.
   */
  async noLongerNeeded(subject: string, about: MessageKind | null = null): Promise<void> {
    await this.database.transaction((tx) =>
      this.settle(
        tx,
        't.subject_id = $2 and t.about is not distinct from $3 and t.kind <> all ($4)',
        subject,
        about,
        wishKinds,
      ),
    );
  }

  /** Nobody tells this person any more what messages could not (BR-192). */
  async tellNoMore(personId: string): Promise<void> {
    await this.database.transaction((tx) =>
      this.settle(tx, `t.person_id = $2 and t.kind = 'message_not_sent'`, personId),
    );
  }

  /** Nobody tells this person any more what messages about `about` could not, of one subject or of all. */
  async tellNoMoreAbout(about: MessageKind, personId: string, subjectId: string | null = null): Promise<void> {
    const which = 't.about = $2 and t.person_id = $3 and ($4::uuid is null or t.subject_id = $4)';
    await this.database.transaction((tx) => this.settle(tx, which, about, personId, subjectId));
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
