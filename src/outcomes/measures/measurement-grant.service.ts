import { Injectable } from '@nestjs/common';
import { aDay, later } from '../../platform/calendar.js';
import { IsNull, LessThanOrEqual } from 'typeorm';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import { ScoreReadersService } from './score-readers.service.js';
import type { MeasurementGrantBody, MeasurementGrantDto } from './measurement.dto.js';
import { MeasurementGrant } from './measurement.entity.js';
import { grantDays } from './measurement.rules.js';
import { MeasurementService } from './measurement.service.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { Endings } from '../../platform/endings/endings.js';

const grants = `
  select ${columnsOf(MeasurementGrant, 'g', 'id', 'measurementId', 'readerId')}, ${instant('g.until')} as until
  from measurement_grant g
  join measurement m on m.id = g.measurement_id`;

/** A learner shows a score to somebody they trust, for a while (BR-84). */
@Injectable()
export class MeasurementGrantService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly endings: Endings,
    private readonly measurements: MeasurementService,
    private readonly scoreReaders: ScoreReadersService,
  ) {}

  /**
   * 422 `reader_unknown` for anybody who is neither a facilitator of a run of mine nor my advisor, whoever it is;
   * `nothing_to_share` without a score; 409 `measurement_shared_already`.
   */
  async give(
    actor: Actor,
    measurementId: string,
    { readerId, days = grantDays.usual }: MeasurementGrantBody,
  ): Promise<string> {
    const trusted = await this.scoreReaders.of(actor.personId);
    return this.database.command(actor, async (tx) => {
      const { raw } = await this.measurements.lockOwnMeasurement(tx, actor, measurementId);
      if (raw === null) throw refuse(outcomesRefusals.nothing_to_share);
      if (!trusted.includes(readerId)) throw refuse(outcomesRefusals.reader_unknown);
      const id = newId();
      const now = this.clock.now();
      await tx.update(
        MeasurementGrant,
        { measurementId, readerId, endedAt: IsNull(), until: LessThanOrEqual(now) },
        { endedAt: () => 'until' },
      );
      await tx.insert(MeasurementGrant, {
        id,
        measurementId,
        readerId,
        grantedAt: now,
        until: later(now, days * aDay),
      });
      return id;
    });
  }

  /** From now on they see it no more. */
  async end(actor: Actor, id: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const ended = await changed(
        tx,
        `
          update measurement_grant g
          set ended_at = $3
          from measurement m
          where m.id = g.measurement_id and g.id = $1 and m.person_id = $2 and g.ended_at is null`,
        [id, actor.personId, this.clock.now()],
      );
      if (ended === 0) throw refuse(platformRefusals.not_found);
      this.endings.note(tx, 'measurement_grant_ended', id);
      return id;
    });
  }

  /** Nobody sees any score of this person any more (BR-192). */
  async endAll(tx: Tx, personId: string): Promise<void> {
    await changed(
      tx,
      `
        update measurement_grant g
        set ended_at = least(g.until, $2)
        from measurement m
        where m.id = g.measurement_id and m.person_id = $1 and g.ended_at is null`,
      [personId, this.clock.now()],
    );
  }

  async one(actor: Actor, id: string): Promise<MeasurementGrantDto> {
    const found = await this.database.row<MeasurementGrantDto>(`${grants} where g.id = $1 and m.person_id = $2`, [
      id,
      actor.personId,
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** Who may see a measure of mine now; 404 for anybody else's. At most 200. */
  async list(actor: Actor, measurementId: string): Promise<MeasurementGrantDto[]> {
    await this.database.transaction((tx) => this.measurements.lockOwnMeasurement(tx, actor, measurementId));
    return this.database.rows<MeasurementGrantDto>(
      `${grants} where g.measurement_id = $1 and g.ended_at is null and g.until > $2 order by g.id limit 200`,
      [measurementId, this.clock.now()],
    );
  }
}
