import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { deleteRows, insertRows, lockRow } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { hashOfSpokenCode, newRecoveryCodes } from '../../platform/secrets.js';
import { Person } from '../account/person.entity.js';
import { PasswordRecoveryCode } from './password-recovery-code.entity.js';

/** Codes on paper for a new password: the way back in for whoever cannot or will not get one by e-mail (BR-214). */
@Injectable()
export class PasswordRecoveryCodeService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** New codes for whoever asks, with a proof. They are shown once, so a repeated call makes new ones again. */
  async renewMine(actor: Actor): Promise<string[]> {
    requireRecentSignIn(actor, this.clock.now());
    return await this.database.transaction(async (tx) => {
      await lockRow(tx, Person, { id: actor.personId }, ['id'], 'for no key update');
      return await this.renew(tx, actor);
    });
  }

  /** Ten new codes in place of all earlier ones; the caller holds the person's lock. */
  async renew(tx: Tx, actor: Actor): Promise<string[]> {
    const { personId } = actor;
    const made = newRecoveryCodes();
    await deleteRows(tx, PasswordRecoveryCode, { personId });
    await insertRows(
      tx,
      PasswordRecoveryCode,
      made.map((code) => ({ hash: hashOfSpokenCode(code), personId })),
    );
    await this.events.record(tx, actor, { type: 'password.recovery_codes_renewed', subjectId: personId });
    return made;
  }
}
