import { Injectable } from '@nestjs/common';
import { WelfareService } from '../attendance/welfare/welfare.service.js';
import { RunEnrolmentService } from '../enrolment/enrolments/run-enrolment.service.js';
import { SafetyPlanService } from '../enrolment/safety-plans/safety-plan.service.js';
import { JournalErasureService } from '../journals/leaving/journal-erasure.service.js';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { MeasurementGrantService } from '../outcomes/measures/measurement-grant.service.js';
import { PlanShareService } from '../outcomes/plans/plan-share.service.js';
import { SupportNeedService } from '../people/private-details/support-need.service.js';
import type { Doer } from '../platform/actor.js';
import type { Tx } from '../platform/database/sql.js';
import { Before, On, Within } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';
import { CalendarFeedService } from '../timetable/calendar-feeds/calendar-feed.service.js';

/**
 * Whoever pauses waits for nothing; whoever leaves holds nothing, and nobody sees any more what they shared (BR-192).
 * Places come first, as runs are locked before people.
 */
@Injectable()
export class LeavingGivesUp {
  constructor(
    private readonly enrolments: RunEnrolmentService,
    private readonly welfare: WelfareService,
    private readonly feeds: CalendarFeedService,
    private readonly journals: JournalErasureService,
    private readonly planShares: PlanShareService,
    private readonly scoreGrants: MeasurementGrantService,
    private readonly safetyPlans: SafetyPlanService,
    private readonly needs: SupportNeedService,
    private readonly tasks: StaffTaskService,
  ) {}

  @Within('registration.paused')
  giveUpWaiting(tx: Tx, personId: string, doer: Doer): Promise<void> {
    return this.enrolments.leaveAll(tx, doer, personId, 'paused');
  }

  @Within('registration.left', { order: 1 })
  giveUpPlaces(tx: Tx, personId: string, doer: Doer): Promise<void> {
    return this.enrolments.leaveAll(tx, doer, personId, 'left');
  }

  @Within('registration.left', { order: 2 })
  async endSharing(tx: Tx, personId: string, doer: Doer): Promise<void> {
    await this.welfare.endForLearner(tx, doer, personId);
    await this.feeds.endOf(tx, personId);
    await this.planShares.endAll(tx, doer, personId);
    await this.scoreGrants.endAll(tx, personId);
    await this.safetyPlans.endAllShares(tx, personId);
    await this.needs.endAllSharing(tx, personId);
    await this.journals.endOwnShares(tx, personId);
  }

  @Before('registration.paused')
  refuseWhatPauses(tx: Tx, personId: string): Promise<void> {
    return this.enrolments.refuseWhatBegan(tx, personId, 'paused');
  }

  @Before('registration.left')
  refuseWhatLeaves(tx: Tx, personId: string): Promise<void> {
    return this.enrolments.refuseWhatBegan(tx, personId, 'left');
  }

  /** Nobody of the college is asked any more to tell them what no message could. */
  @On(['registration.paused', 'registration.left'], 'settle-tasks')
  settleTasks({ subjectId }: RecordedEvent): Promise<void> {
    return this.tasks.tellNoMore(subjectId);
  }
}
