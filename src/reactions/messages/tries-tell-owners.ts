import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { toldOfAccounts } from '../../people/account-traces/account-trace.rules.js';
import { dateAt } from '../../platform/calendar.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

/**
 * Whoever owns an account hears, inside the service and at most once a day, that somebody tried to get in or did from
 * somewhere new (BR-220).
 */
@Injectable()
export class TriesTellOwners {
  constructor(
    private readonly notifications: NotificationService,
    private readonly college: CollegeService,
  ) {}

  @On(toldOfAccounts, 'tell-account_watch')
  async tell({ personId, at }: RecordedEvent): Promise<void> {
    if (!personId) return;
    const { timeZone } = await this.college.current();
    const occasion = dateAt(at, timeZone);
    await this.notifications.intend({ kind: 'account_watch', personId, subjectId: personId, occasion });
  }
}
