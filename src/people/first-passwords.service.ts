import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import type { Actor, Doer } from '../platform/access/actor.js';
import { requireRecentSignIn } from '../platform/access/step-up.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, row } from '../platform/database/sql.js';
import { refuse as refusePlatform } from '../platform/errors/platform.refusals.js';
import { Events } from '../platform/events/events.js';
import { hashOfSpokenCode, newSpokenCode } from '../platform/spoken-code.js';
import type { FirstPasswordBody, FirstPasswordCodeDto } from './first-password.dto.js';
import { PasswordHashing } from './password-hashing.js';
import { weakness } from './password.rules.js';
import { refuse } from './people.refusals.js';

const hoursValid = 24;
const mostTries = 5;
/** 49 bits, against five tries. */
const codeLength = 10;
const tenDigits = 10 ** 10;

/**
 * How somebody whom staff added, and who has no e-mail address, comes to a password. The code serves once, for the first
 * password only: nobody of the staff can open an account that its owner uses.
 */
@Injectable()
export class FirstPasswords {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly hashing: PasswordHashing,
    private readonly clock: Clock,
  ) {}

  /** A new code in place of an earlier one. 404 for an unknown person; 409 `account_in_use` for whoever has a password, an e-mail address or a role besides learner. */
  async makeCode(actor: Actor, personId: string): Promise<FirstPasswordCodeDto> {
    const now = this.clock.now();
    requireRecentSignIn(actor, now);
    const code = newSpokenCode(codeLength);
    const expiresAt = new Date(now.getTime() + hoursValid * 3_600_000);
    const signInNumber = await this.database.transaction(async (tx) => {
      const person = await row<{ inUse: boolean }>(
        tx,
        `select p.email is not null or exists (select from credential c where c.person_id = p.id)
                or exists (select from role_grant r where r.person_id = p.id and r.ended_at is null and r.role <> 'learner') as "inUse"
           from person p where p.id = $1 for no key update`,
        [personId],
      );
      if (!person) throw refusePlatform('not_found');
      if (person.inUse) throw refuse('account_in_use');
      const numbered = await row<{ number: string }>(tx, 'update person set sign_in_number = coalesce(sign_in_number, $2) where id = $1 returning sign_in_number as number', [
        personId, String(randomInt(tenDigits)).padStart(10, '0'),
      ]);
      await changed(
        tx,
        `insert into first_password_code (person_id, hash, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5)
         on conflict (person_id) do update set hash = excluded.hash, made_by = excluded.made_by, made_at = excluded.made_at, expires_at = excluded.expires_at, tries = 0, used_at = null`,
        [personId, hashOfSpokenCode(code), actor.personId, now, expiresAt],
      );
      await this.events.record(tx, actor, { type: 'first_password_code.made', subjectId: personId, personId });
      return numbered?.number ?? '';
    });
    return { signInNumber, code, expiresAt: expiresAt.toISOString() };
  }

  /** Sets the first password. 422 `first_password_code_invalid`, with the same words and work for an unknown number, a wrong, old or used code, and too many tries. */
  async set(doer: Doer, { signInNumber, code, password }: FirstPasswordBody): Promise<void> {
    if (await weakness(password, '')) throw refuse('password_easily_guessed');
    const passwordHash = await this.hashing.hash(password);
    const now = this.clock.now();
    const tried = await this.database.row<{ personId: string; fits: boolean }>(
      `update first_password_code c set tries = c.tries + 1 from person p
        where p.id = c.person_id and p.sign_in_number = $1 and c.tries < ${mostTries} and c.used_at is null and c.expires_at > $2
       returning c.person_id as "personId", c.hash = $3 as fits`,
      [signInNumber, now, hashOfSpokenCode(code)],
    );
    if (!tried?.fits) throw refuse('first_password_code_invalid');
    await this.database.command(doer, async (tx) => {
      const used = await changed(
        tx,
        `with used as (update first_password_code set used_at = $2 where person_id = $1 and hash = $4 and used_at is null returning person_id)
         insert into credential (person_id, password_hash, changed_at) select person_id, $3, $2 from used on conflict do nothing`,
        [tried.personId, now, passwordHash, hashOfSpokenCode(code)],
      );
      if (used === 0) throw refuse('first_password_code_invalid');
      await this.events.record(tx, doer, { type: 'password.first_set', subjectId: tried.personId, personId: tried.personId });
      return tried.personId;
    });
  }
}
