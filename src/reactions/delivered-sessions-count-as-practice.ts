import { Injectable } from '@nestjs/common';
import { PracticeLogService } from '../certification/evidence/practice-log.service.js';
import { practiceKindOf } from '../certification/schemes/scheme.rules.js';
import { On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';
import { DeliveredPracticeService } from '../sessions/delivery/delivered-practice.service.js';

/** Whoever held a session has practised, as certification counts it. */
@Injectable()
export class DeliveredSessionsCountAsPractice {
  constructor(
    private readonly practiceLogs: PracticeLogService,
    private readonly deliveredPractice: DeliveredPracticeService,
  ) {}

  @On('session.delivered', 'credit-practice')
  async creditPractice({ subjectId }: RecordedEvent): Promise<void> {
    const parts = await this.deliveredPractice.partsOf(subjectId);
    await this.practiceLogs.creditDelivery(
      parts.flatMap(({ personId, deliveryRole, heldOn, minutes, deliveredBy }) => {
        const kind = practiceKindOf(deliveryRole);
        return kind
          ? [{ personId, sessionId: subjectId, practisedOn: heldOn, minutes, kind, confirmedBy: deliveredBy }]
          : [];
      }),
    );
  }
}
