import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { type Wish, wishKinds, workingDaysFor } from '../../college/wish.rules.js';
import { type Actor, automatic } from '../../platform/actor.js';
import { aDay, dateAt, later, workingDaysLater } from '../../platform/calendar.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { findRow } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { StaffTask } from '../staff-task.entity.js';
import type { WishDto } from './wish.dto.js';
import { openWishes, overdueWishes, settleWishes, wishesOf } from './wish.queries.js';

const remindedFor = 14 * aDay;

/** What people asked others of the college for, as tasks: each has a reader, a due day and an answer (BR-184). */
@Injectable()
export class WishService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly college: CollegeService,
  ) {}

  /**
   * Makes the tasks what these wishes say: one for each that waits, once for each time that it is asked. Of
   * `people` these are all wishes, so whatever else is open about them is settled.
   */
  async follow(wishes: readonly Wish[], people: readonly string[]): Promise<void> {
    if (wishes.length === 0 && people.length === 0) return;
    await this.database.transaction(async (tx) => {
      const known = wishes.map((wish) => ({ ...wish, id: newId(), occasion: wish.askedAt.toISOString() }));
      const settled =
        people.length === 0
          ? []
          : await rows<Pick<StaffTask, 'id' | 'personId'>>(tx, settleWishes, [
              JSON.stringify(known),
              this.clock.now(),
              people,
              wishKinds,
            ]);
      const { policy, timeZone } = await this.college.current(tx);
      const waiting = known.filter(({ answered }) => !answered);
      const closed = await this.closedFrom(tx, waiting, timeZone);
      const dated = waiting.map((wish) => ({
        ...wish,
        dueOn: workingDaysLater(dateAt(wish.askedAt, timeZone), workingDaysFor(wish.kind, policy), closed),
      }));
      const opened =
        dated.length === 0
          ? []
          : await rows<Pick<StaffTask, 'id' | 'personId' | 'kind'>>(tx, openWishes, [JSON.stringify(dated), timeZone]);
      await this.events.record(
        tx,
        automatic('wishes'),
        ...settled.map(({ id, personId }) => ({ type: 'staff_task.settled', subjectId: id, personId })),
        ...opened.map(({ id, personId, kind }) => ({
          type: 'staff_task.opened',
          subjectId: id,
          personId,
          refs: { kind, about: null, reason: null },
        })),
      );
    });
  }

  /** Everybody who waits for an answer. */
  async peopleWaiting(): Promise<string[]> {
    const found = await this.database.rows<Pick<StaffTask, 'personId'>>(
      'select distinct person_id as "personId" from staff_task where kind = any ($1) and done_at is null order by 1',
      [wishKinds],
    );
    return found.map(({ personId }) => personId);
  }

  /** Wishes whose day has passed in the last two weeks, each with those who may answer it. */
  overdue(): Promise<{ subjectId: string; personId: string }[]> {
    const now = this.clock.now();
    return this.database.rows(overdueWishes, [wishKinds, now, later(now, -remindedFor)]);
  }

  /** Whether a task still waits to be done. */
  async isOpen(tx: Tx, id: string): Promise<boolean> {
    return (await findRow(tx, StaffTask, { id, doneAt: null }, ['id'])) !== undefined;
  }

  /** What I asked for and what came of it, the newest first. */
  async mine({ personId }: Actor): Promise<WishDto[]> {
    const found = await this.database.rows<Omit<StaffTask, 'kind'> & Pick<Wish, 'kind'>>(wishesOf, [
      personId,
      wishKinds,
    ]);
    return found.map(({ id, kind, subjectId, openedAt, dueAt, takenBy, doneAt, outcome }) => ({
      id,
      kind,
      subjectId,
      askedAt: openedAt.toISOString(),
      dueAt: dueAt.toISOString(),
      taken: takenBy !== null,
      answeredAt: doneAt?.toISOString() ?? null,
      answer: outcome,
    }));
  }

  private async closedFrom(tx: Tx, wishes: readonly Wish[], timeZone: string): Promise<ReadonlySet<string>> {
    const [first] = wishes.map(({ askedAt }) => dateAt(askedAt, timeZone)).sort();
    if (first === undefined) return new Set();
    return new Set((await this.college.closureDays(first, tx)).map(({ day }) => day));
  }
}
