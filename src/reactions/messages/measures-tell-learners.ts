import { Injectable } from '@nestjs/common';
import { type PlannedMessage, StillHolds, type StillUntil } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { MeasurementQueryService } from '../../outcomes/measures/measurement-query.service.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

/** Everybody on a run who was offered a measure hears of their own, while they have not answered. */
@Injectable()
export class MeasuresTellLearners {
  constructor(
    private readonly notifications: NotificationService,
    private readonly measurements: MeasurementQueryService,
  ) {}

  @On('measurement.offered_to_run', 'tell-measure_offered')
  async tell({ subjectId, refs }: RecordedEvent): Promise<void> {
    const waiting = await this.measurements.waiting(subjectId, String(refs?.instrumentId), String(refs?.occasion));
    await this.notifications.intend(
      ...waiting.map(({ id, personId }) => ({ kind: 'measure_offered' as const, personId, subjectId: id })),
    );
  }

  @StillHolds('measure_offered')
  waits(tx: Tx, { subjectId, personId }: PlannedMessage): Promise<StillUntil | undefined> {
    return this.measurements.waitsUntil(tx, subjectId, personId);
  }
}
