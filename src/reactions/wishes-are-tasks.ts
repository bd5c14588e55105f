import { Injectable } from '@nestjs/common';
import { EnrolmentWishService } from '../enrolment/adjustments/enrolment-wish.service.js';
import { type PlannedMessage, StillHolds } from '../notifications/message.decorators.js';
import { NotificationService } from '../notifications/notification.service.js';
import { isWish, staffTaskKinds } from '../notifications/staff-task.rules.js';
import { StaffTaskWorkService } from '../notifications/staff-task-work.service.js';
import { WishService } from '../notifications/wishes/wish.service.js';
import { WelcomeWishService } from '../people/registration/welcome-wish.service.js';
import type { Wish } from '../college/wish.rules.js';
import type { Tx } from '../platform/database/sql.js';
import { On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';
import { Every } from '../platform/jobs/job.decorators.js';
import { SupervisionWishService } from '../sessions/delivery/supervision-wish.service.js';

/**
 * Whatever somebody asks the people of the college for is a task of the coordinators, settles itself once it is answered
 * or taken back, and its answer is told (BR-184). What happens asks the modules anew what is wished.
 */
@Injectable()
export class WishesAreTasks {
  constructor(
    private readonly welcomes: WelcomeWishService,
    private readonly enrolments: EnrolmentWishService,
    private readonly supervisions: SupervisionWishService,
    private readonly wishes: WishService,
    private readonly tasks: StaffTaskWorkService,
    private readonly notifications: NotificationService,
  ) {}

  @On(
    [
      'adjustment.agreed',
      'adjustment.ended',
      'adjustment.not_possible',
      'adjustment.requested',
      'enrolment.cancelled_by_college',
      'enrolment.completed',
      'enrolment.confirmed',
      'enrolment.declined',
      'enrolment.not_completed',
      'enrolment.offer_declined',
      'enrolment.offer_expired',
      'enrolment.released',
      'enrolment.requested',
      'enrolment.transferred',
      'enrolment.waitlisted',
      'enrolment.withdrawn',
      'registration.left',
      'registration.paused',
      'session.debriefed',
      'welcome_conversation.asked',
      'welcome_conversation.taken_back',
    ],
    'follow-wishes',
    {
      // A place or a wait answers a wish only where somebody had asked for it.
      when: ({ type, from }) =>
        (type !== 'enrolment.confirmed' && type !== 'enrolment.waitlisted') || from === 'requested',
    },
  )
  async followOf({ personId, actorId }: RecordedEvent): Promise<void> {
    const whose = personId ?? actorId;
    if (whose) await this.wishes.follow(await this.ask([whose]), [whose]);
  }

  /** An adjustment is answered before the next session, whenever that is. */
  @On(['session.drafted', 'session.rescheduled', 'session_series.changed', 'session_series.drafted'], 'date-wishes')
  async dateAnew({ subjectId, refs }: RecordedEvent): Promise<void> {
    const about = [subjectId, ...(typeof refs?.runId === 'string' ? [refs.runId] : [])];
    await this.wishes.follow(await this.enrolments.wishes(about), []);
  }

  /** Days pass without an event. */
  @Every('37 4 * * *', 'follow-wishes')
  async followAll(): Promise<void> {
    await this.wishes.follow(await this.ask(null), []);
    const people = await this.wishes.peopleWaiting();
    await this.wishes.follow(await this.ask(people), people);
  }

  /** Once for each wish, and told to nobody about their own. */
  @Every('47 * * * *', 'remind-of-wishes')
  async remind(): Promise<void> {
    const overdue = await this.wishes.overdue();
    await this.notifications.intend(...overdue.map((each) => ({ kind: 'wish_overdue' as const, ...each })));
  }

  @StillHolds('wish_overdue')
  stillWaits(tx: Tx, { subjectId }: PlannedMessage): Promise<boolean> {
    return this.wishes.isOpen(tx, subjectId);
  }

  @On(['adjustment.agreed', 'adjustment.not_possible'], 'tell-wish_answered')
  async tellOfAdjustment({ id, subjectId, personId }: RecordedEvent): Promise<void> {
    if (personId) await this.tell(personId, subjectId, id);
  }

  @On('staff_task.completed', 'tell-wish_answered')
  async tellOfConversation({ id, personId, refs }: RecordedEvent): Promise<void> {
    const wish = staffTaskKinds.find((kind) => kind === refs?.kind);
    if (personId && wish && isWish(wish)) await this.tell(personId, String(refs?.about), id);
  }

  /** Whoever does such tasks no more has none. */
  @On('role.ended', 'give-back-tasks')
  async giveBack({ personId, refs }: RecordedEvent): Promise<void> {
    if (personId && (refs?.role === 'coordinator' || refs?.role === 'administrator'))
      await this.tasks.giveBackAllOf(personId);
  }

  @On('person.erased', 'give-back-tasks')
  giveBackOfErased({ subjectId }: RecordedEvent): Promise<void> {
    return this.tasks.giveBackAllOf(subjectId);
  }

  private tell(personId: string, subjectId: string, occasion: string): Promise<void> {
    return this.notifications.intend({ kind: 'wish_answered', personId, subjectId, occasion, requested: true });
  }

  private async ask(about: string[] | null): Promise<Wish[]> {
    return [
      ...(await this.welcomes.wishes(about)),
      ...(await this.enrolments.wishes(about)),
      ...(await this.supervisions.wishes(about)),
    ];
  }
}
