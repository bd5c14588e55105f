import { Injectable } from '@nestjs/common';
import type { Doer } from '../../platform/actor.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row } from '../../platform/database/sql.js';
import { columnsOf, updateRows } from '../../platform/database/tables.js';
import { AppError, refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import { hashOfSpokenCode, idOfHash } from '../../platform/secrets.js';
import { isAccountNamedSql } from '../account/person.sql.js';
import { AccountTraceService } from '../account-traces/account-trace.service.js';
import { PasswordRecoveryCode } from '../contact/password-recovery-code.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import type { PasswordRecoveryBody } from './password-recovery.dto.js';
import { accountNamed } from '../../platform/text/email-address.rules.js';
import { aDayBefore, mostWrongTries } from '../sign-in/one-time-link.rules.js';
import { OneTimeLink } from '../sign-in/password.entity.js';
import { PasswordHashing } from '../sign-in/password-hashing.js';
import { PasswordService } from '../sign-in/password.service.js';
import { Endings } from '../../platform/endings/endings.js';

/** The way back in without e-mail: a code from paper sets a new password (BR-214). */
@Injectable()
export class PasswordRecoveryService {
  constructor(
    private readonly database: Database,
    private readonly hashing: PasswordHashing,
    private readonly passwords: PasswordService,
    private readonly traces: AccountTraceService,
    private readonly rememberedTokens: RememberedTokens,
    private readonly endings: Endings,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets a new password and ends every sign-in; a second factor stays on. 422 `recovery_code_invalid`, with the same
   * words and work for an unknown address, a wrong or used code, and too many tries: each is a row, whoever is named,
   * which is kept before anything is compared.
   */
  async recover(doer: Doer, { email, code, password }: PasswordRecoveryBody): Promise<void> {
    const passwordHash = await this.hashing.hash(password);
    const account = accountNamed(email);
    const now = this.clock.now();
    const tryId = newId();
    await this.database.transaction((tx) =>
      tx.insert(OneTimeLink, {
        id: tryId,
        purpose: 'recovery_code',
        email: email.trim(),
        emailCanonical: account,
        requestedAt: now,
      }),
    );
    await this.useCode(doer, account, code, passwordHash, { id: tryId, at: now }).catch(async (refused: unknown) => {
      if (refused instanceof AppError) await this.traces.noteNamed('recovery_code.refused', account);
      throw refused;
    });
    this.rememberedTokens.forget();
  }

  private async useCode(
    doer: Doer,
    account: string,
    code: string,
    passwordHash: string,
    { id, at }: { id: string; at: Date },
  ): Promise<string> {
    return await this.database.command(doer, async (tx) => {
      const used = await row<Pick<PasswordRecoveryCode, 'personId'>>(
        tx,
        `
          update password_recovery_code r
          set used_at = $3
          from person p
          where p.id = r.person_id
            and ${isAccountNamedSql('p', '$1')}
            and r.hash = $2
            and r.used_at is null
            and (
              select count(*)
              from one_time_link l
              where l.purpose = 'recovery_code'
                and l.email_canonical in (p.email_canonical, p.sign_in_number)
                and l.used_at is null
                and l.requested_at > $4
                and l.id <> $5
            ) < ${mostWrongTries}
          returning ${columnsOf(PasswordRecoveryCode, 'r', 'personId')}`,
        [account, hashOfSpokenCode(code), at, aDayBefore(at), id],
      );
      if (!used) throw refuse(peopleRefusals.recovery_code_invalid);
      this.endings.note(tx, 'password_code_used', idOfHash(hashOfSpokenCode(code)));
      await updateRows(tx, OneTimeLink, { id }, { usedAt: at });
      await this.passwords.replace(tx, doer, used.personId, passwordHash);
      return used.personId;
    });
  }
}
