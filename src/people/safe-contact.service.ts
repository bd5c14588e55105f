import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed } from '../platform/database/sql.js';
import { Events } from '../platform/events/events.js';
import { newId } from '../platform/ids.js';
import { SafeContact } from './registration.entity.js';
import { Registrations } from './registration.service.js';
import type { SafeContactBody } from './safe-contact.dto.js';
import { DataSource } from 'typeorm';

/** How people may safely be reached. Nothing is safe until its owner says so. */
@Injectable()
export class SafeContacts {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly registrations: Registrations,
    private readonly clock: Clock,
    private readonly dataSource: DataSource,
  ) {}

  /** Replaces my preference by a new version; what was safe before stays on record. */
  async say(actor: Actor, wish: SafeContactBody): Promise<void> {
    await this.database.command(actor, async (tx) => {
      await changed(tx, 'select from person where id = $1 for no key update', [actor.personId]);
      const last = await tx.findOne(SafeContact, { where: { personId: actor.personId }, order: { version: 'DESC' } });
      const id = newId();
      await tx.insert(SafeContact, {
        id,
        personId: actor.personId,
        version: (last?.version ?? 0) + 1,
        channels: wish.channels,
        discreet: wish.discreet ?? true,
        learnerWillInitiate: wish.learnerWillInitiate ?? false,
        confirmedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'safe_contact.said', subjectId: id });
      await this.registrations.activateIfComplete(tx, actor);
      return actor.personId;
    });
  }

  /** My preference, or null while I have said nothing. */
  mine(actor: Actor): Promise<SafeContact | null> {
    return this.dataSource.manager.findOne(SafeContact, { where: { personId: actor.personId }, order: { version: 'DESC' } });
  }
}
