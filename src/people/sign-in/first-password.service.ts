import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { anHour, later } from '../../platform/calendar.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row } from '../../platform/database/sql.js';
import { columnsOf, putRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { hashOfSpokenCode, newSpokenCode } from '../../platform/secrets.js';
import type { FirstPasswordBody, FirstPasswordCodeDto, PasswordCardBody } from './first-password.dto.js';
import { type CardHolder, cardRefusal } from './first-password.rules.js';
import { DeviceTokenService } from './device-token.service.js';
import { PasswordHashing } from './password-hashing.js';
import { refuseWeak } from './password.rules.js';
import { Person } from '../account/person.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import { isStaffSql } from '../roles/role.sql.js';
import { FirstPasswordCode } from './password.entity.js';
import { SignIn } from './sign-in.entity.js';

const hoursValid = 24;
const mostTries = 5;
/** 49 bits, against five tries. */
const codeLength = 10;
const tenDigits = 10 ** 10;
const isStaff = isStaffSql('p.id');

/**
 * How somebody whom staff added, and who has no e-mail address, comes to a password, and to a new one when they forgot
 * it. The code serves once. Whoever had a password sees that a card was made and by whom, is told, and is signed out
 * everywhere by its use; so no card opens their account behind their back.
 */
@Injectable()
export class FirstPasswordService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly hashing: PasswordHashing,
    private readonly devices: DeviceTokenService,
    private readonly rememberedTokens: RememberedTokens,
    private readonly clock: Clock,
  ) {}

  /**
   * A new code in place of an earlier one. 404 for an unknown person; 409 `account_in_use` for whoever has an e-mail
   * address or a role besides learner; 422 `identity_not_checked` for whoever has a password, unless they were
   * recognised in person, and `own_record` for oneself.
   */
  async makeCode(
    actor: Actor,
    personId: string,
    { identityChecked = false }: PasswordCardBody,
  ): Promise<FirstPasswordCodeDto> {
    const now = this.clock.now();
    requireRecentSignIn(actor, now);
    refuseOwnRecord(actor, personId);
    const code = newSpokenCode(codeLength);
    const expiresAt = later(now, hoursValid * anHour);
    const signInNumber = await this.database.transaction(async (tx) => {
      const person = await row<CardHolder>(
        tx,
        `
          select p.email is not null as "hasEmail",
            exists (select from credential c where c.person_id = p.id) as "hasPassword", ${isStaff} as "isStaff"
          from person p
          where p.id = $1 and p.erased_at is null
          for no key update`,
        [personId],
      );
      if (!person) throw refuse(platformRefusals.not_found);
      const refusal = cardRefusal(person, identityChecked);
      if (refusal) throw refuse(refusal);
      const numbered = await row<Pick<Person, 'signInNumber'>>(
        tx,
        `
          update person p
          set sign_in_number = coalesce(p.sign_in_number, $2)
          where p.id = $1
          returning ${columnsOf(Person, 'p', 'signInNumber')}`,
        [personId, String(randomInt(tenDigits)).padStart(10, '0')],
      );
      await putRow(tx, FirstPasswordCode, ['personId'], {
        personId,
        hash: hashOfSpokenCode(code),
        madeBy: actor.personId,
        madeAt: now,
        expiresAt,
        tries: 0,
        usedAt: null,
      });
      await this.events.record(tx, actor, {
        type: person.hasPassword ? 'password_card.made' : 'first_password_code.made',
        subjectId: personId,
        personId,
      });
      return numbered?.signInNumber ?? '';
    });
    return { signInNumber, code, expiresAt: expiresAt.toISOString() };
  }

  /**
   * Sets the password. 422 `first_password_code_invalid`, with the same words and work for an unknown number, a wrong,
   * old or used code, and too many tries.
   */
  async set(doer: Doer, { signInNumber, code, password }: FirstPasswordBody): Promise<void> {
    await refuseWeak(password, signInNumber);
    const passwordHash = await this.hashing.hash(password);
    const now = this.clock.now();
    const tried = await this.database.row<{ personId: string; fits: boolean }>(
      `
        update first_password_code c
        set tries = c.tries + 1
        from person p
        where p.id = c.person_id
          and p.sign_in_number = $1
          and c.tries < ${mostTries}
          and c.used_at is null
          and c.expires_at > $2
          and p.email is null
          and not ${isStaff}
        returning c.person_id as "personId", c.hash = $3 as fits`,
      [signInNumber, now, hashOfSpokenCode(code)],
    );
    if (!tried?.fits) throw refuse(peopleRefusals.first_password_code_invalid);
    await this.database.command(doer, async (tx) => {
      const used = await changed(
        tx,
        `
          with used as (
            update first_password_code
            set used_at = $2
            where person_id = $1 and hash = $4 and used_at is null
            returning person_id
          )
          insert into credential (person_id, password_hash, changed_at)
          select person_id, $3, $2
          from used
          on conflict (person_id)
          do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at`,
        [tried.personId, now, passwordHash, hashOfSpokenCode(code)],
      );
      if (used === 0) throw refuse(peopleRefusals.first_password_code_invalid);
      await updateRows(tx, SignIn, { personId: tried.personId, endedAt: null }, { endedAt: now });
      await this.devices.forgetAll(tx, tried.personId);
      await this.events.record(tx, doer, {
        type: 'password.first_set',
        subjectId: tried.personId,
        personId: tried.personId,
      });
      return tried.personId;
    });
    this.rememberedTokens.forget();
  }
}
