import { Injectable } from '@nestjs/common';
import { NotificationService } from '../../notifications/notification.service.js';
import { RoleGrantService } from '../../people/roles/role-grant.service.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

/** Whenever an emergency contact is used, the other administrators hear of it. */
@Injectable()
export class EmergencyContactsTellAdministrators {
  constructor(
    private readonly notifications: NotificationService,
    private readonly grants: RoleGrantService,
  ) {}

  @On('emergency_contact.used', 'tell-emergency_contact_used')
  async tell({ actorId, subjectId }: RecordedEvent): Promise<void> {
    const personIds = await this.grants.administratorsBesides(actorId);
    await this.notifications.intend(
      ...personIds.map((personId) => ({ kind: 'emergency_contact_used' as const, personId, subjectId })),
    );
  }
}
