import { Injectable } from '@nestjs/common';
import type { MessageKind } from '../../notifications/message.rules.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

/** Whoever can be seen or reached in a new way for long hears of it inside the service, each time anew (BR-189). */
@Injectable()
export class LastingSightTellsOwners {
  constructor(private readonly notifications: NotificationService) {}

  @On(['calendar_feed.made', 'calendar_feed.shown_in_full'], 'tell-calendar_feed_made')
  tellOfCalendarFeed(event: RecordedEvent): Promise<void> {
    return this.tell(event, 'calendar_feed_made');
  }

  @On(['emergency_contact.named', 'emergency_contact.removed'], 'tell-emergency_contact_changed')
  tellOfEmergencyContact(event: RecordedEvent): Promise<void> {
    return this.tell(event, 'emergency_contact_changed');
  }

  @On('safe_contact.changed', 'tell-safe_contact_changed')
  tellOfSafeContact(event: RecordedEvent): Promise<void> {
    return this.tell(event, 'safe_contact_changed');
  }

  @On(['second_factor.recovery_codes_renewed', 'password.recovery_codes_renewed'], 'tell-recovery_codes_made')
  tellOfRecoveryCodes(event: RecordedEvent): Promise<void> {
    return this.tell(event, 'recovery_codes_made');
  }

  private async tell({ id, personId, actorId, subjectId }: RecordedEvent, kind: MessageKind): Promise<void> {
    const owner = personId ?? actorId;
    if (owner) await this.notifications.intend({ kind, personId: owner, subjectId, occasion: id });
  }
}
