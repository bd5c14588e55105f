import { Injectable } from '@nestjs/common';
import type { MessageKind } from '../../notifications/message.rules.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { RoleGrantService } from '../../people/roles/role-grant.service.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

/** Whoever is or was an administrator hears when that changes or is to change, whoever does it (BR-212). */
@Injectable()
export class AdministratorsHearOfEachOther {
  constructor(
    private readonly notifications: NotificationService,
    private readonly grants: RoleGrantService,
  ) {}

  @On('role.end_asked_for', 'tell-administrator_ending')
  tellWhatIsAskedFor(event: RecordedEvent): Promise<void> {
    return this.tell(event, 'administrator_ending');
  }

  @On(['role.given', 'role.ended'], 'tell-administrators_changed')
  async tellWhatChanged(event: RecordedEvent): Promise<void> {
    if (event.refs?.role === 'administrator') await this.tell(event, 'administrators_changed');
  }

  private async tell({ id, actorId, personId, subjectId }: RecordedEvent, kind: MessageKind): Promise<void> {
    if (!personId) return;
    const others = await this.grants.administratorsBesides(actorId, personId);
    const concerned = personId === actorId ? [] : [personId];
    await this.notifications.intend(
      ...[...concerned, ...others].map((each) => ({ kind, personId: each, subjectId, occasion: id })),
    );
  }
}
