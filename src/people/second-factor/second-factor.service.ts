import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { type Actor, type Doer, isStaff } from '../../platform/actor.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant, type Tx } from '../../platform/database/sql.js';
import { deleteRows, insertRows, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { hashOfSpokenCode, newRecoveryCodes } from '../../platform/secrets.js';
import { canonicalEmail } from '../../platform/text/email-address.rules.js';
import { FactorCodeService } from '../sign-in/factor-code.service.js';
import { peopleRefusals } from '../people.refusals.js';
import type { SecondFactorDto, SecondFactorSetupDto } from './second-factor.dto.js';
import { RecoveryCode, SecondFactor } from './second-factor.entity.js';
import { SignIn } from '../sign-in/sign-in.entity.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import { newTotpSecret, setupOf } from './totp.rules.js';

/**
 * The second factor of the person who asks. Every change needs a proof from the last ten minutes, of the factor too
 * once it is on.
 */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly codes: FactorCodeService,
    private readonly signIns: SignInService,
    private readonly rememberedTokens: RememberedTokens,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async mine(actor: Actor): Promise<SecondFactorDto> {
    const found = await this.database.row<{ confirmedAt: string | null; left: number }>(
      `
        select ${instant('f.confirmed_at')} as "confirmedAt",
          (select count(*)::int from recovery_code c where c.person_id = f.person_id and c.used_at is null) as left
        from second_factor f
        where f.person_id = $1`,
      [actor.personId],
    );
    const begun = found?.confirmedAt === null ? 'awaiting_confirmation' : 'on';
    return {
      state: found ? begun : 'off',
      required: this.config.secondFactor === 'staff' && isStaff(actor.roles),
      confirmedAt: found?.confirmedAt ?? null,
      recoveryCodesLeft: found?.left ?? 0,
    };
  }

  /** Makes a secret for an authenticator app, in place of one that was never confirmed. 409 `second_factor_on`. */
  async begin(actor: Actor): Promise<string> {
    const now = this.clock.now();
    requireRecentSignIn(actor, now);
    const secret = await this.codes.seal(actor.personId, newTotpSecret());
    return this.database.command(actor, async (tx) => {
      // The counts stay: beginning anew is no way to more tries.
      const begun = await changed(
        tx,
        `
          insert into second_factor (person_id, secret, started_at, tries_since, tries_day)
          values ($1, $2, $3, $3, $4)
          on conflict (person_id)
          do update set secret = excluded.secret, started_at = excluded.started_at
          where second_factor.confirmed_at is null`,
        [actor.personId, secret, now, now.toISOString().slice(0, 10)],
      );
      if (begun === 0) throw refuse(peopleRefusals.second_factor_on);
      return actor.personId;
    });
  }

  /** What the app needs. 404 unless it waits for its first code. */
  async setup(actor: Actor): Promise<SecondFactorSetupDto> {
    const { personId } = actor;
    const found = await this.database.manager.findOneBy(SecondFactor, { personId, confirmedAt: IsNull() });
    if (!found) throw refuse(platformRefusals.not_found);
    return setupOf(await this.codes.unseal(personId, found.secret), 'Sign-in');
  }

  /**
   * Turns the factor on with its first code, and ends the sign-ins that were made without it. 404 when none waits for a
   * code.
   */
  async confirm(actor: Actor, code: string): Promise<void> {
    const now = this.clock.now();
    requireRecentSignIn(actor, now);
    await this.setup(actor);
    const { step, sealed } = await this.codes.firstStep(actor.personId, code);
    await this.database.command(actor, async (tx) => {
      const confirmed = await updateRows(
        tx,
        SecondFactor,
        { personId: actor.personId, confirmedAt: null, secret: sealed },
        { confirmedAt: now, lastStep: String(step), tries: 0 },
      );
      if (confirmed === 0) throw refuse(platformRefusals.changed_meanwhile);
      await updateRows(tx, SignIn, { id: actor.signInId }, { withFactor: true, provedAt: now });
      await this.signIns.endOthers(tx, actor, now);
      await this.events.record(tx, actor, { type: 'second_factor.confirmed', subjectId: actor.personId });
      return actor.personId;
    });
    this.rememberedTokens.forget();
  }

  /**
   * New recovery codes; earlier ones no longer work. They are shown once, so a repeated call makes new ones again. 404
   * unless the factor is on.
   */
  async renewRecoveryCodes(actor: Actor): Promise<string[]> {
    requireRecentSignIn(actor, this.clock.now());
    const made = newRecoveryCodes();
    await this.database.transaction(async (tx) => {
      const { personId } = actor;
      const factor = await tx.findOne(SecondFactor, {
        select: { personId: true },
        where: { personId, confirmedAt: Not(IsNull()) },
        lock: { mode: 'for_no_key_update' },
      });
      if (!factor) throw refuse(platformRefusals.not_found);
      await deleteRows(tx, RecoveryCode, { personId });
      await insertRows(
        tx,
        RecoveryCode,
        made.map((code) => ({ personId, hash: hashOfSpokenCode(code) })),
      );
      await this.events.record(tx, actor, { type: 'second_factor.recovery_codes_renewed', subjectId: personId });
    });
    return made;
  }

  /** Turns the factor off. 404 when there is none. */
  async remove(actor: Actor): Promise<void> {
    const now = this.clock.now();
    requireRecentSignIn(actor, now);
    await this.database.command(actor, async (tx) => {
      if (!(await this.drop(tx, actor, actor.personId))) throw refuse(platformRefusals.not_found);
      await this.signIns.endOthers(tx, actor, now);
      return actor.personId;
    });
    this.rememberedTokens.forget();
  }

  /**
   * For the command line on the server, when app and recovery codes are lost: turns the factor off and ends every
   * sign-in. Undefined when there is none to turn off.
   */
  async removeLost(doer: Doer, email: string): Promise<string | undefined> {
    const person = await this.database.row<{ id: string }>(
      'select p.id from person p join second_factor f on f.person_id = p.id where p.email_canonical = $1',
      [canonicalEmail(email) ?? ''],
    );
    if (!person) return undefined;
    await this.database.command(doer, async (tx) => {
      await this.drop(tx, doer, person.id);
      await updateRows(tx, SignIn, { personId: person.id, endedAt: null }, { endedAt: this.clock.now() });
      return person.id;
    });
    this.rememberedTokens.forget();
    return person.id;
  }

  private async drop(tx: Tx, doer: Doer, personId: string): Promise<boolean> {
    if ((await deleteRows(tx, SecondFactor, { personId })) === 0) return false;
    await updateRows(tx, SignIn, { personId, withFactor: true, endedAt: null }, { withFactor: false });
    await this.events.record(tx, doer, { type: 'second_factor.removed', subjectId: personId, personId });
    return true;
  }
}
