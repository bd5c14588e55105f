import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { CollegeTextService } from '../../college/college-text.service.js';
import { CollegeService } from '../../college/college.service.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { insertRow, lockRow, updateRows } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { refuse, type UnmetGate } from '../../platform/errors/refusal.js';
import { transition } from '../../platform/states/state-table.js';
import { ConsentService } from '../consents/consent.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { Person } from '../account/person.entity.js';
import { EarlierBasis } from './earlier-basis.entity.js';
import type { RegistrationBody } from './registration.dto.js';
import { Registration } from './registration.entity.js';
import { SafeContact } from '../contact/safe-contact.entity.js';
import {
  basisSaidBefore,
  type EligibilityBasis,
  missingForRegistration,
  registrationMoves,
} from './registration.rules.js';

/** Registering with the college, once, by oneself (BR-40 to BR-45). */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly texts: CollegeTextService,
    private readonly consents: ConsentService,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates or completes my registration; it becomes active as soon as nothing is missing. A field that is left out
   * keeps its value. 422 `charter_version_unknown` when another version than the current one is accepted.
   */
  async complete(actor: Actor, wish: RegistrationBody): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { personId } = actor;
      const isNew = await insertRow(tx, Registration, { personId }, { unlessThere: true });
      if (isNew > 0) await this.consents.recordConsentWithSetting(tx, actor, 'registration_processing', true);
      const known = ['activatedAt', 'eligibilityBasis', 'welcomeConversationAskedAt'] as const;
      const before = await lockRow(tx, Registration, { personId }, known, 'for no key update');
      const said = before && basisSaidBefore(before, wish.eligibilityBasis);
      if (said) await this.countBySaid(tx, personId, said);
      if (wish.charterVersionAccepted !== undefined)
        await this.acceptCharter(tx, personId, wish.charterVersionAccepted, wish.charterLanguage);
      if (wish.dateOfBirth !== undefined) await tx.update(Person, { id: personId }, { dateOfBirth: wish.dateOfBirth });
      await tx.update(
        Registration,
        { personId },
        {
          eligibilityBasis: wish.eligibilityBasis,
          residenceArea: wish.residenceArea,
          heardFrom: wish.heardFrom,
          personId,
        },
      );
      if (wish.welcomeConversationWanted !== undefined)
        await this.askForWelcome(tx, actor, before?.welcomeConversationAskedAt ?? null, wish.welcomeConversationWanted);
      await this.activateIfComplete(tx, actor);
      return personId;
    });
  }

  /** For the rest of the year reports count them by what they said first in it (BR-195). */
  private async countBySaid(tx: Tx, personId: string, eligibilityBasis: EligibilityBasis): Promise<void> {
    const { today } = await this.college.registrationPolicy(tx);
    const throughYear = Number(today.slice(0, 4));
    await insertRow(tx, EarlierBasis, { personId, throughYear, eligibilityBasis }, { unlessThere: true });
  }

  /** Said again, a wish stays the one that it was (BR-184). */
  private async askForWelcome(tx: Tx, actor: Actor, askedAt: Date | null, wanted: boolean): Promise<void> {
    if (wanted === (askedAt !== null)) return;
    const { personId } = actor;
    await updateRows(tx, Registration, { personId }, { welcomeConversationAskedAt: wanted ? this.clock.now() : null });
    const type = `welcome_conversation.${wanted ? 'asked' : 'taken_back'}`;
    await this.events.record(tx, actor, { type, subjectId: personId });
  }

  /** 422 `charter_version_unknown` for another version than the current one. The caller holds the registration's lock. */
  async acceptCharter(tx: Tx, personId: string, accepted: number, language?: string): Promise<void> {
    const { charterVersion } = await this.college.registrationPolicy(tx);
    if (accepted !== charterVersion)
      throw refuse(peopleRefusals.charter_version_unknown, { values: { version: charterVersion } });
    const charterLanguage = await this.texts.charterLanguage(tx, charterVersion, language);
    await tx.update(
      Registration,
      { personId },
      { charterVersion, charterLanguage, charterAcceptedAt: this.clock.now() },
    );
  }

  /** Called after each change that a registration waits for. */
  async activateIfComplete(tx: Tx, actor: Actor): Promise<void> {
    const { registration, missing } = await this.view(tx, actor.personId);
    if (registration?.state !== 'draft' || missing.length > 0) return;
    const to = transition(registrationMoves, registration.state, 'active');
    await tx.update(Registration, { personId: actor.personId }, { state: to, activatedAt: this.clock.now() });
    await this.events.record(tx, actor, {
      type: 'registration.activated',
      subjectId: actor.personId,
      from: registration.state,
      to,
    });
  }

  /** What keeps this person from enrolling; empty for an active registration under the current charter (BR-40, 43). */
  async missing(tx: Tx, personId: string): Promise<UnmetGate[]> {
    return (await this.view(tx, personId)).missing;
  }

  private async view(tx: Tx, personId: string): Promise<{ registration: Registration | null; missing: UnmetGate[] }> {
    const registration = await tx.findOneBy(Registration, { personId });
    const person = await tx.findOneByOrFail(Person, { id: personId });
    const hasSafeContact = await tx.existsBy(SafeContact, { personId });
    const terms = await this.college.registrationPolicy(tx);
    const missing = missingForRegistration(
      {
        eligibilityBasis: registration?.eligibilityBasis ?? null,
        charterVersion: registration?.charterVersion ?? null,
        dateOfBirth: person.dateOfBirth,
        hasSafeContact,
        hasChosenName: person.chosenName !== null,
      },
      terms,
    );
    return { registration, missing };
  }
}
