import { Injectable } from '@nestjs/common';
import { type Actor, type Doer, isStaff } from '../../platform/actor.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant, rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { hashOfSpokenCode, newSpokenCode } from '../../platform/secrets.js';
import { canonicalEmail } from '../sign-in/email-address.rules.js';
import { FactorCodeService } from '../sign-in/factor-code.service.js';
import { peopleRefusals } from '../people.refusals.js';
import type { SecondFactorDto, SecondFactorSetupDto } from './second-factor.dto.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import { newTotpSecret, setupOf } from '../sign-in/totp.rules.js';

const recoveryCodes = 10;
/** 79 bits each: nobody guesses one, so a plain hash keeps them. */
const recoveryCodeLength = 16;

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
    const found = await this.database.row<{ secret: Buffer }>(
      'select secret from second_factor where person_id = $1 and confirmed_at is null',
      [actor.personId],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    return setupOf(await this.codes.unseal(actor.personId, found.secret), 'Sign-in');
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
      const confirmed = await changed(
        tx,
        `
          update second_factor
          set confirmed_at = $2, last_step = $3, tries = 0
          where person_id = $1 and confirmed_at is null and secret = $4`,
        [actor.personId, now, step, sealed],
      );
      if (confirmed === 0) throw refuse(platformRefusals.changed_meanwhile);
      await changed(tx, 'update sign_in set with_factor = true, proved_at = $2 where id = $1', [actor.signInId, now]);
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
    const made = Array.from({ length: recoveryCodes }, () => newSpokenCode(recoveryCodeLength));
    await this.database.transaction(async (tx) => {
      if (
        (await changed(
          tx,
          'select from second_factor where person_id = $1 and confirmed_at is not null for no key update',
          [actor.personId],
        )) === 0
      )
        throw refuse(platformRefusals.not_found);
      await rows(tx, 'delete from recovery_code where person_id = $1', [actor.personId]);
      await rows(tx, 'insert into recovery_code (person_id, hash) select $1, unnest($2::bytea[])', [
        actor.personId,
        made.map(hashOfSpokenCode),
      ]);
      await this.events.record(tx, actor, { type: 'second_factor.recovery_codes_renewed', subjectId: actor.personId });
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
    return this.database.command(doer, async (tx) => {
      await this.drop(tx, doer, person.id);
      await changed(tx, 'update sign_in set ended_at = $2 where person_id = $1 and ended_at is null', [
        person.id,
        this.clock.now(),
      ]);
      return person.id;
    });
  }

  private async drop(tx: Tx, doer: Doer, personId: string): Promise<boolean> {
    if ((await changed(tx, 'delete from second_factor where person_id = $1', [personId])) === 0) return false;
    await changed(
      tx,
      'update sign_in set with_factor = false where person_id = $1 and with_factor and ended_at is null',
      [personId],
    );
    await this.events.record(tx, doer, { type: 'second_factor.removed', subjectId: personId, personId });
    return true;
  }
}
