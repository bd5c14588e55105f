import { Injectable } from '@nestjs/common';
import type { Actor, Doer } from '../../platform/actor.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { columnsOf, deleteRows } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { AccountTraceService } from '../account-traces/account-trace.service.js';
import { PasswordHashing } from './password-hashing.js';
import { refuseWeak } from './password.rules.js';
import { CardPasswordService } from './card-password.service.js';
import { DeviceTokenService } from './device-token.service.js';
import { EarlierPassword, Password } from './password.entity.js';
import { Person } from '../account/person.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import { SignInService } from './sign-in.service.js';

interface Mine extends Pick<Password, 'passwordHash' | 'cardId'>, Pick<Person, 'email' | 'signInNumber'> {
  begunBy: string | null;
  earlierHash: string | null;
}

/** A new password: one's own choice, or for whoever forgot the old one. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly hashing: PasswordHashing,
    private readonly signIns: SignInService,
    private readonly cards: CardPasswordService,
    private readonly devices: DeviceTokenService,
    private readonly rememberedTokens: RememberedTokens,
    private readonly traces: AccountTraceService,
    private readonly clock: Clock,
  ) {}

  /**
   * 422 `password_wrong` for another present password, 422 `password_easily_guessed` or `password_holds_address`. Ends
   * every other sign-in, and forgets every device. What is set in a sign-in by a card stays the password of that card;
   * what is set in one by the password from before ends the card (BR-188).
   */
  async change(actor: Actor, current: string, wanted: string): Promise<void> {
    requireRecentSignIn(actor, this.clock.now());
    const mine = await this.database.row<Mine>(
      `
        select ${columnsOf(Password, 'c', 'passwordHash', 'cardId')}, ${columnsOf(Person, 'p', 'email', 'signInNumber')},
          s.card_id as "begunBy", e.password_hash as "earlierHash"
        from credential c
        join person p on p.id = c.person_id
        join sign_in s on s.person_id = c.person_id and s.id = $2
        left join earlier_password e on e.person_id = c.person_id and e.until > $3
        where c.person_id = $1`,
      [actor.personId, actor.signInId, this.clock.now()],
    );
    const replaced = mine && mine.begunBy !== mine.cardId ? mine.cardId : null;
    const hash = replaced ? mine?.earlierHash : mine?.passwordHash;
    if (!(await this.hashing.matches(hash ?? undefined, current))) {
      await this.traces.note('proof.refused', actor.personId);
      throw refuse(peopleRefusals.password_wrong);
    }
    await refuseWeak(wanted, mine?.email ?? mine?.signInNumber ?? '');
    const passwordHash = await this.hashing.hash(wanted);
    await this.database.command(actor, async (tx) => {
      const now = this.clock.now();
      const { personId } = actor;
      if (replaced) await this.cards.end(tx, actor, { id: replaced, personId }, personId, now);
      if (!actor.afterCard) await deleteRows(tx, EarlierPassword, { personId });
      const isOrdinary = actor.afterCard ? {} : { cardId: null };
      await tx.update(Password, { personId }, { passwordHash, changedAt: now, ...isOrdinary });
      await this.devices.forgetAll(tx, personId);
      await this.signIns.endOthers(tx, actor, now);
      await this.events.record(tx, actor, { type: 'password.changed', subjectId: actor.personId });
      return actor.personId;
    });
    this.rememberedTokens.forget();
  }

  /**
   * For whoever forgot it: another password; every sign-in ends, and every device is forgotten. Call
   * `RememberedTokens.forget` afterwards.
   */
  async replace(tx: Tx, doer: Doer, personId: string, passwordHash: string): Promise<void> {
    await this.cards.set(tx, doer, personId, { passwordHash, cardId: null, now: this.clock.now() });
    await this.events.record(tx, doer, { type: 'password.reset', subjectId: personId, personId });
  }
}
