import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { College } from '../college/college.service.js';
import { Database } from '../platform/database/database.js';
import { changed, type Tx } from '../platform/database/sql.js';
import { Events } from '../platform/events/events.js';
import type { FieldError } from '../platform/errors/refusal.js';
import { transition } from '../platform/states/state-table.js';
import { refuse } from './people.refusals.js';
import { Person } from './person.entity.js';
import type { RegistrationBody } from './registration.dto.js';
import { Registration, SafeContact } from './registration.entity.js';
import { missingForRegistration, registrationMoves } from './registration.rules.js';

export interface RegistrationView {
  registration: Registration | null;
  dateOfBirth: string | null;
  missing: FieldError[];
}

/** Registering with the college, once, by oneself (BR-40 to BR-45). */
@Injectable()
export class Registrations {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: College,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates or completes my registration; it becomes active as soon as nothing is missing. A field that is left out
   * keeps its value. 422 `charter_version_unknown` when another version than the current one is accepted.
   */
  async complete(actor: Actor, wish: RegistrationBody): Promise<void> {
    await this.database.command(actor, async (tx) => {
      await changed(tx, 'insert into registration (person_id) values ($1) on conflict do nothing', [actor.personId]);
      await changed(tx, 'select from registration where person_id = $1 for no key update', [actor.personId]);
      const { charterVersion } = await this.college.terms(tx);
      if (wish.charterVersionAccepted !== undefined && wish.charterVersionAccepted !== charterVersion) {
        throw refuse('charter_version_unknown', { values: { version: charterVersion } });
      }
      if (wish.dateOfBirth !== undefined) await tx.update(Person, { id: actor.personId }, { dateOfBirth: wish.dateOfBirth });
      await tx.update(
        Registration,
        { personId: actor.personId },
        {
          eligibilityBasis: wish.eligibilityBasis,
          residenceArea: wish.residenceArea,
          heardFrom: wish.heardFrom,
          welcomeConversationWanted: wish.welcomeConversationWanted,
          ...(wish.charterVersionAccepted === undefined ? {} : { charterVersion, charterAcceptedAt: this.clock.now() }),
          personId: actor.personId,
        },
      );
      await this.activateIfComplete(tx, actor);
      return actor.personId;
    });
  }

  /** Called after each change that a registration waits for. */
  async activateIfComplete(tx: Tx, actor: Actor): Promise<void> {
    const { registration, missing } = await this.view(tx, actor.personId);
    if (registration?.state !== 'draft' || missing.length > 0) return;
    const to = transition(registrationMoves, registration.state, 'active');
    await tx.update(Registration, { personId: actor.personId }, { state: to, activatedAt: this.clock.now() });
    await this.events.record(tx, actor, { type: 'registration.activated', subjectId: actor.personId, from: registration.state, to });
  }

  /** The registration as it stands, with everything that is still missing in plain words. */
  mine(actor: Actor): Promise<RegistrationView> {
    return this.database.transaction((tx) => this.view(tx, actor.personId));
  }

  /** What keeps this person from enrolling; empty for an active registration under the current charter (BR-40, 43). */
  async missing(tx: Tx, personId: string): Promise<FieldError[]> {
    return (await this.view(tx, personId)).missing;
  }

  private async view(tx: Tx, personId: string): Promise<RegistrationView> {
    const registration = await tx.findOneBy(Registration, { personId });
    const person = await tx.findOneByOrFail(Person, { id: personId });
    const hasSafeContact = await tx.existsBy(SafeContact, { personId });
    const terms = await this.college.terms(tx);
    const missing = missingForRegistration(
      {
        eligibilityBasis: registration?.eligibilityBasis ?? null,
        charterVersion: registration?.charterVersion ?? null,
        dateOfBirth: person.dateOfBirth,
        hasSafeContact,
      },
      terms,
    );
    return { registration, dateOfBirth: person.dateOfBirth, missing };
  }
}
