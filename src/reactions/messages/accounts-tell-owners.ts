import { Injectable } from '@nestjs/common';
import { Arrived, type PlannedMessage, StillHolds, type StillUntil } from '../../notifications/message.decorators.js';
import type { MessageKind } from '../../notifications/message.rules.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { ContactChangeService } from '../../people/contact/contact-change.service.js';
import { CardTellingService } from '../../people/cards/card-telling.service.js';
import type { Actor } from '../../platform/actor.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

const told: Record<string, MessageKind> = {
  'second_factor.removed': 'second_factor_removed',
  'password_card.made': 'password_card_made',
  'password_card.used': 'password_card_used',
};

/** Whoever owns an account hears what happens to it, each time anew. */
@Injectable()
export class AccountsTellOwners {
  constructor(
    private readonly notifications: NotificationService,
    private readonly contactChanges: ContactChangeService,
    private readonly cards: CardTellingService,
  ) {}

  @On(Object.keys(told), (type) => `tell-${told[type]}`)
  async tell({ id, type, personId, actorId, subjectId }: RecordedEvent): Promise<void> {
    const kind = told[type];
    if (kind && personId)
      await this.notifications.intend({ kind, personId, subjectId, occasion: id, requested: actorId === personId });
  }

  /** At most once a day, however often somebody tries (BR-214). */
  @On('address.entered', 'tell-address_entered')
  async tellOfEnteredAddress({ at, personId, subjectId }: RecordedEvent): Promise<void> {
    const occasion = at.toISOString().slice(0, 10);
    if (personId) await this.notifications.intend({ kind: 'address_entered', personId, subjectId, occasion });
  }

  /** Where a code goes by e-mail, that letter tells of it already. */
  @On('contact_change.asked', 'tell-contact_change_waiting')
  async tellOfContactChange({ personId, subjectId, refs }: RecordedEvent): Promise<void> {
    if (personId && refs?.way !== 'email')
      await this.notifications.intend({ kind: 'contact_change_waiting', personId, subjectId });
  }

  /** What a card opens depends on whether its owner was told that it was used (BR-216). */
  @Arrived('password_card_used')
  async noteArrival(tx: Tx, { subjectId }: { subjectId: string }, reader: Actor | null): Promise<void> {
    await (reader ? this.cards.toldInside(tx, subjectId, reader.signInId) : this.cards.toldByLetter(tx, subjectId));
  }

  @StillHolds('contact_change_waiting')
  async waits(tx: Tx, { subjectId }: PlannedMessage): Promise<StillUntil | undefined> {
    const notAfter = await this.contactChanges.waitsUntil(tx, subjectId);
    return notAfter && { notAfter, timeZone: null };
  }
}
