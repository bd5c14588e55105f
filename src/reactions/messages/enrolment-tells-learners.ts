import { Injectable } from '@nestjs/common';
import { RunEnrolmentService } from '../../enrolment/enrolments/run-enrolment.service.js';
import { RunPeopleService } from '../../enrolment/enrolments/run-people.service.js';
import { type PlannedMessage, StillHolds, type StillUntil } from '../../notifications/message.decorators.js';
import type { MessageKind } from '../../notifications/message.rules.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { StaffTaskService } from '../../notifications/staff-task.service.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

const told: Record<string, MessageKind> = {
  'enrolment.confirmed': 'place_confirmed',
  'enrolment.waitlisted': 'place_waitlisted',
  'enrolment.offered': 'place_offered',
  'enrolment.offer_expired': 'offer_expired',
  'enrolment.declined': 'request_declined',
  'enrolment.released': 'place_released',
  'enrolment.cancelled_by_college': 'place_cancelled',
  'enrolment.waiting_ended': 'waiting_ended',
};

/** What becomes of an enrolment is told to its learner. What they did themselves counts as asked for (BR-147). */
@Injectable()
export class EnrolmentTellsLearners {
  constructor(
    private readonly notifications: NotificationService,
    private readonly runEnrolments: RunEnrolmentService,
    private readonly people: RunPeopleService,
    private readonly tasks: StaffTaskService,
  ) {}

  @On(Object.keys(told), (type) => `tell-${told[type]}`)
  async tell({ type, personId, actorId, subjectId }: RecordedEvent): Promise<void> {
    const kind = told[type];
    if (kind && personId)
      await this.notifications.intend({ kind, personId, subjectId, requested: actorId === personId });
  }

  @StillHolds('place_confirmed')
  isConfirmed(tx: Tx, { subjectId }: PlannedMessage): Promise<boolean> {
    return this.runEnrolments.isIn(tx, subjectId, 'confirmed');
  }

  @StillHolds('place_waitlisted')
  isWaitlisted(tx: Tx, { subjectId }: PlannedMessage): Promise<boolean> {
    return this.runEnrolments.isIn(tx, subjectId, 'waitlisted');
  }

  @StillHolds('place_offered')
  isOffered(tx: Tx, { subjectId }: PlannedMessage): Promise<StillUntil | undefined> {
    return this.people.offeredUntil(tx, subjectId);
  }

  /** Whoever of the college has to tell of an offer has no more time than its answer. */
  @On('enrolment.offer_shortened', 'move-place_offered')
  moveOffer({ subjectId, refs }: RecordedEvent): Promise<void> {
    return this.tasks.dueBy(subjectId, new Date(String(refs?.expiresAt)));
  }

  /** Nobody of the college needs to tell any more of an offer that was settled. */
  @On(
    [
      'enrolment.confirmed',
      'enrolment.offer_declined',
      'enrolment.offer_expired',
      'enrolment.withdrawn',
      'enrolment.cancelled_by_college',
    ],
    'settle-place_offered',
    { when: ({ from }) => from === 'offered' },
  )
  settleOffer({ subjectId }: RecordedEvent): Promise<void> {
    return this.tasks.noLongerNeeded(subjectId, 'place_offered');
  }
}
