import { Injectable } from '@nestjs/common';
import { type PlannedMessage, StillHolds } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { AdvisorService } from '../../outcomes/plans/advisor.service.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

/** Whoever is asked to advise hears of it, and the learner what they answered; each person's answer once. */
@Injectable()
export class AdvisingTellsBothSides {
  constructor(
    private readonly notifications: NotificationService,
    private readonly advisors: AdvisorService,
  ) {}

  @On('learning_plan.advisor_asked', 'tell-advising_asked')
  tellAdvisor({ subjectId, refs }: RecordedEvent): Promise<void> {
    return this.notifications.intend({ kind: 'advising_asked', personId: String(refs?.advisorId), subjectId });
  }

  @On('learning_plan.advisor_accepted', 'tell-advising_accepted')
  tellAccepted(event: RecordedEvent): Promise<void> {
    return this.tellLearner('advising_accepted', event);
  }

  @On('learning_plan.advisor_declined', 'tell-advising_declined')
  tellDeclined(event: RecordedEvent): Promise<void> {
    return this.tellLearner('advising_declined', event);
  }

  @StillHolds('advising_asked')
  isAsked(tx: Tx, { subjectId, personId }: PlannedMessage): Promise<boolean> {
    return this.advisors.isAdvisedBy(tx, subjectId, personId, 'asked');
  }

  @StillHolds('advising_accepted')
  hasAccepted(tx: Tx, { subjectId, occasion }: PlannedMessage): Promise<boolean> {
    return this.advisors.isAdvisedBy(tx, subjectId, occasion, 'accepted');
  }

  @StillHolds('advising_declined')
  hasDeclined(tx: Tx, { subjectId, occasion }: PlannedMessage): Promise<boolean> {
    return this.advisors.isAdvisedBy(tx, subjectId, occasion, 'declined');
  }

  private async tellLearner(
    kind: 'advising_accepted' | 'advising_declined',
    { personId, actorId, subjectId }: RecordedEvent,
  ): Promise<void> {
    if (personId && actorId) await this.notifications.intend({ kind, personId, subjectId, occasion: actorId });
  }
}
