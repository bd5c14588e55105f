import { Injectable } from '@nestjs/common';
import type { Actor, Doer } from '../../platform/actor.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { columnsOf, putRow, updateRows } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { DeviceTokenService } from './device-token.service.js';
import { PasswordHashing } from './password-hashing.js';
import { refuseWeak } from './password.rules.js';
import { Password } from './password.entity.js';
import { Person } from '../account/person.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import { SignIn } from './sign-in.entity.js';
import { SignInService } from './sign-in.service.js';

/** A new password: one's own choice, or for whoever forgot the old one. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly hashing: PasswordHashing,
    private readonly signIns: SignInService,
    private readonly devices: DeviceTokenService,
    private readonly rememberedTokens: RememberedTokens,
    private readonly clock: Clock,
  ) {}

  /**
   * 422 `password_wrong` for another present password, 422 `password_easily_guessed` or
   * `password_holds_address`. Ends every other sign-in, and forgets every device.
   */
  async change(actor: Actor, current: string, wanted: string): Promise<void> {
    requireRecentSignIn(actor, this.clock.now());
    const mine = await this.database.row<Pick<Password, 'passwordHash'> & Pick<Person, 'email' | 'signInNumber'>>(
      `
        select ${columnsOf(Password, 'c', 'passwordHash')}, ${columnsOf(Person, 'p', 'email', 'signInNumber')}
        from credential c
        join person p on p.id = c.person_id
        where c.person_id = $1`,
      [actor.personId],
    );
    if (!(await this.hashing.matches(mine?.passwordHash, current))) throw refuse(peopleRefusals.password_wrong);
    await refuseWeak(wanted, mine?.email ?? mine?.signInNumber ?? '');
    const passwordHash = await this.hashing.hash(wanted);
    await this.database.command(actor, async (tx) => {
      const now = this.clock.now();
      await tx.update(Password, { personId: actor.personId }, { passwordHash, changedAt: now });
      await this.signIns.endOthers(tx, actor, now);
      await this.devices.forgetAll(tx, actor.personId);
      await this.events.record(tx, actor, { type: 'password.changed', subjectId: actor.personId });
      return actor.personId;
    });
    this.rememberedTokens.forget();
  }

  /** For whoever forgot it: another password; every sign-in ends, and every device is forgotten. Call `RememberedTokens.forget` afterwards. */
  async replace(tx: Tx, doer: Doer, personId: string, passwordHash: string): Promise<void> {
    const now = this.clock.now();
    await putRow(tx, Password, ['personId'], { personId, passwordHash, changedAt: now });
    await updateRows(tx, SignIn, { personId, endedAt: null }, { endedAt: now });
    await this.devices.forgetAll(tx, personId);
    await this.events.record(tx, doer, { type: 'password.reset', subjectId: personId, personId });
  }
}
