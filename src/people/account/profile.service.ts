import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import type { MeChange } from './me.dto.js';
import { peopleRefusals } from '../people.refusals.js';
import { Person } from './person.entity.js';
import { SafeContactService } from '../contact/safe-contact.service.js';

/** A profile with what is asked of its owner. */
export interface Profile {
  person: Person;
  asks: UnmetGate[];
}

/** A person's own profile. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly dataSource: DataSource,
    private readonly safeContacts: SafeContactService,
  ) {}

  /** My profile, and what the college would like me to look at. */
  async mine({ personId }: Actor): Promise<Profile> {
    const person = await this.dataSource.manager.findOneByOrFail(Person, { id: personId });
    const asks = [
      ...(person.chosenName === null ? [unmetCondition(peopleRefusals.chosen_name_missing)] : []),
      ...((await this.safeContacts.isDue(personId)) ? [unmetCondition(peopleRefusals.safe_contact_due)] : []),
    ];
    return { person, asks };
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
