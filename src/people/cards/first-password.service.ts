import { Injectable } from '@nestjs/common';
import type { Doer } from '../../platform/actor.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { updateRows } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { hashOfSpokenCode } from '../../platform/secrets.js';
import { AccountTraceService } from '../account-traces/account-trace.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { resetByEmailRefusedSql } from '../contact/safe-contact.sql.js';
import { isStaffSql } from '../roles/role.sql.js';
import { AccountPasswordService } from '../sign-in/account-password.service.js';
import type { FirstPasswordBody } from './first-password.dto.js';
import { mostTries } from '../sign-in/password-card.rules.js';
import { PasswordHashing } from '../sign-in/password-hashing.js';
import { PasswordCard } from '../sign-in/password.entity.js';

/** How somebody comes to a password with a card of the staff. */
@Injectable()
export class FirstPasswordService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly hashing: PasswordHashing,
    private readonly passwords: AccountPasswordService,
    private readonly rememberedTokens: RememberedTokens,
    private readonly traces: AccountTraceService,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets the password. 422 `first_password_code_invalid`, with the same words and work for an unknown number, a wrong,
   * old, used or ended code, one that nobody confirmed yet (BR-188), and too many tries.
   */
  async set(doer: Doer, { signInNumber, code, password }: FirstPasswordBody): Promise<void> {
    const passwordHash = await this.hashing.hash(password);
    const now = this.clock.now();
    const tried = await this.database.row<{ id: string; personId: string; needsSecond: boolean; fits: boolean }>(
      `
        update password_card c
        set tries = c.tries + 1
        from person p
        where p.id = c.person_id
          and p.sign_in_number = $1
          and c.tries < ${mostTries}
          and c.used_at is null
          and c.ended_at is null
          and (not c.needs_second or c.confirmed_at is not null)
          and c.expires_at > $2
          and (p.email is null or ${resetByEmailRefusedSql('p.id')})
          and not ${isStaffSql('p.id')}
        returning c.id, c.person_id as "personId", c.needs_second as "needsSecond", c.hash = $3 as fits`,
      [signInNumber, now, hashOfSpokenCode(code)],
    );
    if (!tried?.fits) {
      await this.traces.note('password_card.refused', signInNumber, tried?.personId ?? null);
      throw refuse(peopleRefusals.first_password_code_invalid);
    }
    const { id, personId, needsSecond } = tried;
    await this.database.command(doer, async (tx) => {
      if ((await updateRows(tx, PasswordCard, { id, usedAt: null, endedAt: null }, { usedAt: now })) === 0)
        throw refuse(peopleRefusals.first_password_code_invalid);
      await this.passwords.set(tx, doer, personId, { passwordHash, cardId: needsSecond ? id : null, now });
      await this.events.record(
        tx,
        doer,
        needsSecond
          ? { type: 'password_card.used', subjectId: id, personId }
          : { type: 'password.first_set', subjectId: personId, personId },
      );
      return personId;
    });
    this.rememberedTokens.forget();
  }
}
