import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Actor, inTheNameOf } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { findRow, lockRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse, refuseUnmet } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { transition } from '../../platform/states/state-table.js';
import { Person } from '../account/person.entity.js';
import type { ComingBackBody } from './registration.dto.js';
import { Registration } from './registration.entity.js';
import {
  type Away,
  charterGates,
  registrationMoves,
  type RegistrationState,
  stateAfterReturn,
} from './registration.rules.js';
import { RegistrationService } from './registration.service.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { newId } from '../../platform/ids.js';

/** Stepping back from the college without erasing anything, and coming back (BR-192). */
@Injectable()
export class LeavingService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly registrations: RegistrationService,
    private readonly clock: Clock,
  ) {}

  /** Keeps confirmed places, gives up offers and waiting, and is left alone until the return. 409 `state_conflict`. */
  pause(actor: Actor): Promise<void> {
    return this.stepBack(actor, 'paused');
  }

  /** Gives up everything that is live and ends all sharing; nothing is deleted. 409 `state_conflict`. */
  leave(actor: Actor): Promise<void> {
    return this.stepBack(actor, 'left');
  }

  /**
   * Takes the registration up again: active if nothing is missing, a draft otherwise. 422 `charter_not_accepted` unless
   * the current charter is accepted, now or before; 409 `state_conflict` for one that was neither paused nor left.
   */
  async comeBack(actor: Actor, { charterVersionAccepted, charterLanguage }: ComingBackBody): Promise<void> {
    const { personId } = actor;
    await this.database.command(actor, async (tx) => {
      const from = await this.lockState(tx, personId);
      transition(registrationMoves, from, 'active');
      if (charterVersionAccepted !== undefined)
        await this.registrations.acceptCharter(tx, personId, charterVersionAccepted, charterLanguage);
      const missing = await this.registrations.missing(tx, personId);
      refuseUnmet(charterGates(missing));
      const to = transition(registrationMoves, from, stateAfterReturn(missing));
      const activatedAt = to === 'active' ? this.clock.now() : undefined;
      await tx.update(Registration, { personId }, { state: to, activatedAt });
      await this.events.record(tx, actor, { type: 'registration.taken_up_again', subjectId: personId, from, to });
      return personId;
    });
  }

  /** Whoever left, or paused, is left alone after a restore too, and shares nothing again (BR-191). */
  @Replays('registration_left', { 'registration.left': 'subject' })
  leaveAgain(personIds: string[]): Promise<void> {
    return this.stepBackAgain(personIds, 'left');
  }

  @Replays('registration_paused', { 'registration.paused': 'subject' })
  pauseAgain(personIds: string[]): Promise<void> {
    return this.stepBackAgain(personIds, 'paused');
  }

  private async stepBackAgain(personIds: string[], to: Away): Promise<void> {
    const from = Object.entries(registrationMoves).flatMap(([state, moves]) =>
      (moves as readonly RegistrationState[]).includes(to) ? [state as RegistrationState] : [],
    );
    const back = await this.database.manager.findBy(Registration, { personId: In(personIds), state: In(from) });
    for (const { personId } of back) await this.stepBack(inTheNameOf(personId, newId(), this.clock.now()), to);
  }

  /**
   * What other modules give up comes first, run by run; then the person is locked, and nothing may have begun since. A
   * wish for a welcome conversation ends with it.
   */
  private async stepBack(actor: Actor, to: Away): Promise<void> {
    const { personId } = actor;
    await this.database.command(actor, async (tx) => {
      const known = await findRow(tx, Registration, { personId }, ['state']);
      if (!known) throw refuse(platformRefusals.not_found);
      transition(registrationMoves, known.state, to);
      await this.events.actWithin(tx, `registration.${to}`, personId, actor);
      const from = await this.lockState(tx, personId);
      transition(registrationMoves, from, to);
      await this.events.checkBefore(tx, `registration.${to}`, personId, actor);
      await tx.update(Registration, { personId }, { state: to, welcomeConversationAskedAt: null });
      await this.events.record(tx, actor, { type: `registration.${to}`, subjectId: personId, from, to });
      return personId;
    });
  }

  /** Whoever enrols locks the person as well, so that nothing begins beside this. 404 before the first registration. */
  private async lockState(tx: Tx, personId: string): Promise<RegistrationState> {
    await lockRow(tx, Person, { id: personId }, ['id'], 'for no key update');
    const found = await lockRow(tx, Registration, { personId }, ['state'], 'for no key update');
    if (!found) throw refuse(platformRefusals.not_found);
    return found.state;
  }
}
