import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { MeChange } from './me.dto.js';
import { Person } from './person.entity.js';

/** A person's own profile. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** Changes my profile; undefined leaves a field as it is. */
  async change(actor: Actor, wish: MeChange): Promise<void> {
    await this.database.command(actor, async (tx) => {
      await tx.update(Person, { id: actor.personId }, { id: actor.personId, ...wish });
      await this.events.record(tx, actor, { type: 'person.changed', subjectId: actor.personId });
      return actor.personId;
    });
  }
}
