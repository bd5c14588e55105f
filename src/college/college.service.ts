import { Injectable } from '@nestjs/common';
import { dateAt } from '../platform/calendar.js';
import type { Actor } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { row, rows, type Tx } from '../platform/database/sql.js';
import { columnsOf, lockRow } from '../platform/database/tables.js';
import { platformRefusals, stale } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { Events } from '../platform/events/events.js';
import { newId } from '../platform/ids.js';
import { ClosureDay, College } from './college.entity.js';
import type { ClosureDayBody, ClosureDayDto, CollegeChange, CollegeDto } from './college.dto.js';
import { Policy } from './policy.dto.js';

const settings = [
  'id',
  'name',
  'timeZone',
  'letterhead',
  'crisisSignposts',
  'charterVersion',
  'freeOfCharge',
  'policy',
  'version',
] as const;
type Settings = Pick<College, (typeof settings)[number]>;
const college = `select ${columnsOf(College, 'c', ...settings)} from college c`;
const closureDays = `select ${columnsOf(ClosureDay, 'd')} from closure_day d`;

/** The college's own settings: every number that is a policy, its letterhead, signposts and closure days. */
@Injectable()
export class CollegeService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** The settings as they are now, with defaults filled in. */
  async current(tx?: Tx): Promise<CollegeDto> {
    const found = await (tx ? row<Settings>(tx, college) : this.database.row<Settings>(college));
    if (!found) throw new Error('The college is missing: migrations did not finish');
    return { ...found, policy: { ...new Policy(), ...found.policy } };
  }

  /** The policy numbers, for a rule inside a transaction. */
  async policy(tx: Tx): Promise<Policy> {
    return (await this.current(tx)).policy;
  }

  /** What registering depends on: charter, minimum age, and today's date at the college. */
  async registrationPolicy(tx: Tx): Promise<{ charterVersion: number; minimumAge: number; today: string }> {
    const { charterVersion, policy, timeZone } = await this.current(tx);
    return { charterVersion, minimumAge: policy.registrationMinimumAge, today: dateAt(this.clock.now(), timeZone) };
  }

  /** 412 when somebody else changed the settings meanwhile; every version is kept. */
  async change(actor: Actor, expectedVersion: number, wish: CollegeChange): Promise<void> {
    await this.database.command(actor, async (tx) => {
      await lockRow(tx, College, { onlyOne: true }, ['id'], 'for no key update');
      const now = await this.current(tx);
      if (now.version !== expectedVersion) throw stale(now.version);
      const next = { ...now, ...wish, policy: { ...now.policy, ...wish.policy } };
      const { name, timeZone, letterhead, crisisSignposts, freeOfCharge, policy } = next;
      await tx.update(
        College,
        { id: now.id },
        {
          name,
          timeZone,
          letterhead,
          crisisSignposts,
          freeOfCharge,
          policy,
          changedBy: actor.personId,
          changedAt: this.clock.now(),
        },
      );
      await this.events.record(tx, actor, {
        type: 'college.changed',
        subjectId: now.id,
        refs: { version: now.version + 1 },
      });
      return now.id;
    });
  }

  /** Days on which the college is closed, from `from` on, oldest first; at most 366. */
  closureDays(from: string, tx?: Tx): Promise<ClosureDayDto[]> {
    const text = `${closureDays} where d.day >= $1 order by d.day limit 366`;
    return tx ? rows<ClosureDay>(tx, text, [from]) : this.database.rows<ClosureDay>(text, [from]);
  }

  /** 409 `closure_day_exists` for a day that is closed already. */
  async addClosureDay(actor: Actor, { day, reason }: ClosureDayBody): Promise<ClosureDayDto> {
    const id = await this.database.command(actor, async (tx) => {
      const newDay = newId();
      await tx.insert(ClosureDay, { id: newDay, day, reason });
      await this.events.record(tx, actor, { type: 'closure_day.added', subjectId: newDay, refs: { day } });
      return newDay;
    });
    return this.closureDay(id);
  }

  /** 404 for an unknown one. Sessions that were planned meanwhile stay as they are. */
  async removeClosureDay(actor: Actor, id: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      if ((await tx.delete(ClosureDay, { id })).affected === 0) throw refuse(platformRefusals.not_found);
      await this.events.record(tx, actor, { type: 'closure_day.removed', subjectId: id });
      return id;
    });
  }

  private async closureDay(id: string): Promise<ClosureDayDto> {
    const found = await this.database.row<ClosureDay>(`${closureDays} where d.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }
}
