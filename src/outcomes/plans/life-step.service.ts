import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { IsNull } from 'typeorm';
import type { Actor } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { AdvisorService } from './advisor.service.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { ProgressionEvent } from './progression-event.entity.js';
import type { ProgressionBody, ProgressionDto, ProgressionQuery } from './life-step.dto.js';

const steps = `
  select ${columnsOf(ProgressionEvent, 'e', 'id', 'personId', 'kind', 'happenedOn')},
    e.verified_at is not null as verified
  from progression_event e`;

/**
 * Steps that learners report of themselves: volunteering, work, education. An advisor may verify one; nothing depends
 * on it (BR-73).
 */
@Injectable()
export class LifeStepService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly advisors: AdvisorService,
  ) {}

  /** 422 `not_yet_happened`. */
  report(actor: Actor, { kind, happenedOn }: ProgressionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { timeZone } = await this.college.current(tx);
      if (happenedOn > dateAt(this.clock.now(), timeZone)) throw refuse(outcomesRefusals.not_yet_happened);
      const id = newId();
      await tx.insert(ProgressionEvent, {
        id,
        personId: actor.personId,
        kind,
        happenedOn,
        reportedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'progression.reported', subjectId: id });
      return id;
    });
  }

  /** Takes back what I reported. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { affected } = await tx.delete(ProgressionEvent, { id, personId: actor.personId });
      if (affected === 0) throw refuse(platformRefusals.not_found);
      await this.events.record(tx, actor, { type: 'progression.taken_back', subjectId: id });
      return id;
    });
  }

  /** By the learner's advisor. 404 for everybody else, 422 `own_record` for oneself; 409 `progression_verified`. */
  async verify(actor: Actor, id: string): Promise<string> {
    const { personId } = await this.one(actor, id);
    refuseOwnRecord(actor, personId);
    return this.database.command(actor, async (tx) => {
      const { affected } = await tx.update(
        ProgressionEvent,
        { id, verifiedAt: IsNull() },
        { verifiedBy: actor.personId, verifiedAt: this.clock.now() },
      );
      if (affected === 0) throw refuse(outcomesRefusals.progression_verified);
      await this.events.record(tx, actor, { type: 'progression.verified', subjectId: id, personId });
      return id;
    });
  }

  /** Mine, or that of somebody whom I advise. */
  async one(actor: Actor, id: string): Promise<ProgressionDto> {
    const found = await this.database.row<ProgressionDto>(`${steps} where e.id = $1`, [id]);
    if (!found || !(await this.sees(actor, found.personId))) throw refuse(platformRefusals.not_found);
    return found;
  }

  async list(
    actor: Actor,
    { limit, cursor, personId = actor.personId }: ProgressionQuery,
  ): Promise<Page<ProgressionDto>> {
    if (!(await this.sees(actor, personId))) throw refuse(platformRefusals.not_found);
    const scope = { list: 'progression-events', personId };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<ProgressionDto>(
      `${steps} where e.person_id = $1 and ($2::uuid is null or e.id < $2) order by e.id desc limit $3`,
      [personId, before, limit + 1],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (step) => step,
    );
  }

  private async sees(actor: Actor, personId: string): Promise<boolean> {
    return personId === actor.personId || (await this.advisors.of(personId)).includes(actor.personId);
  }
}
