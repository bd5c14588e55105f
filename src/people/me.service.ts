import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { Events } from '../platform/events/events.js';
import type { MeChange } from './me.dto.js';
import { Person } from './person.entity.js';

/** A person's own profile. */
@Injectable()
export class Profiles {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly dataSource: DataSource,
  ) {}

  mine(actor: Actor): Promise<Person> {
    return this.dataSource.manager.findOneByOrFail(Person, { id: actor.personId });
  }

  /** Changes my profile; undefined leaves a field as it is. */
  async change(actor: Actor, wish: MeChange): Promise<void> {
    await this.database.command(actor, async (tx) => {
      await tx.update(Person, { id: actor.personId }, { id: actor.personId, ...wish });
      await this.events.record(tx, actor, { type: 'person.changed', subjectId: actor.personId });
      return actor.personId;
    });
  }
}
