import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Actor, Doer } from '../../platform/actor.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant, row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events, type Happening } from '../../platform/events/events.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { aDay, later } from '../../platform/calendar.js';
import { newId } from '../../platform/ids.js';
import { deviceTokenDays } from '../../platform/limits/device-token.js';
import { SharedCounts } from '../../platform/limits/shared-counts.js';
import { hashOfSecret } from '../../platform/secrets.js';
import { accountNamed } from '../../platform/text/email-address.rules.js';
import { AccountTraceService } from '../account-traces/account-trace.service.js';
import { type AccessToken, AccessTokens, type Proof } from './access-tokens.js';
import type { SignInBody } from './auth.dto.js';
import { type AccountPasswords, AccountPasswordService } from './account-password.service.js';
import { FactorCodeService } from './factor-code.service.js';
import { DeviceTokenService } from './device-token.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { Person } from '../account/person.entity.js';
import { isAccountNamedSql } from '../account/person.sql.js';
import { Password } from './password.entity.js';
import type { SignInDto } from './sign-in.dto.js';
import { SignIn } from './sign-in.entity.js';
import { beginSignIn, mayEnd } from './sign-in.queries.js';
import { sharedComputerLife, signInLife } from './refresh.rules.js';
import { isStaffSql } from '../roles/role.sql.js';

export interface Tokens extends AccessToken {
  refreshToken: string | null;
}

export interface SignInTokens extends Tokens {
  deviceToken: string | null;
}

interface Found extends Pick<Person, 'id'>, AccountPasswords {
  factorOn: boolean;
  staff: boolean;
}

/** `$2` is now. */
const accounts = `
  person p
  join credential c on c.person_id = p.id
  left join earlier_password e on e.person_id = p.id and e.until > $2
  left join second_factor f on f.person_id = p.id`;
const columns = `
  ${columnsOf(Person, 'p', 'id')}, ${columnsOf(Password, 'c', 'passwordHash', 'cardId')},
  e.password_hash as "earlierHash", f.confirmed_at is not null as "factorOn",
  ${isStaffSql('p.id')} as staff`;

const newSecret = (): string => randomBytes(32).toString('base64url');

/** Signing in, proving it anew, and signing out. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly tokens: AccessTokens,
    private readonly passwords: AccountPasswordService,
    private readonly codes: FactorCodeService,
    private readonly devices: DeviceTokenService,
    private readonly sharedCounts: SharedCounts,
    private readonly rememberedTokens: RememberedTokens,
    private readonly traces: AccountTraceService,
    private readonly clock: Clock,
  ) {}

  /**
   * 401 `sign_in_failed`, with the same words and work for an unknown address and a wrong password. Only after the
   * right password anybody learns whether a second factor is on: 401 `second_factor_needed`, 401 `second_factor_wrong`,
   * 429. Where no token of an earlier sign-in was shown, an event says so.
   */
  async signIn(
    doer: Doer,
    { email, password, code, device, sharedComputer: shared = false }: SignInBody,
    shownDevice: string | undefined,
  ): Promise<SignInTokens> {
    const account = accountNamed(email);
    const now = this.clock.now();
    const found = await this.database.row<Found>(
      `select ${columns} from ${accounts} where ${isAccountNamedSql('p', '$1')}`,
      [account, now],
    );
    const fitting = await this.passwords.fitting(found, password);
    if (!found || !fitting) {
      await this.traces.note('sign_in.refused', email, found?.id ?? null);
      throw refuse(peopleRefusals.sign_in_failed);
    }
    if (found.factorOn) await this.codes.accept(found.id, code);
    await this.passwords.keepStrong(found.id, fitting, password);
    const refreshToken = shared ? null : newSecret();
    const deviceToken = shared ? null : newSecret();
    const signInId = newId();
    let known = false;
    const beginning = this.database.command(doer, async (tx) => {
      const expiresAt = new Date(now.getTime() + (shared ? sharedComputerLife : signInLife(found.staff)).atMost);
      const begun = await row<{ known: boolean; before: boolean }>(tx, beginSignIn, [
        signInId,
        found.id,
        device ?? null,
        now,
        expiresAt,
        found.factorOn,
        shared,
        refreshToken && hashOfSecret(refreshToken),
        shownDevice === undefined ? null : hashOfSecret(shownDevice),
        deviceToken && hashOfSecret(deviceToken),
        later(now, deviceTokenDays * aDay),
        fitting.cardId,
      ]);
      known = begun?.known ?? false;
      const about = { subjectId: signInId, personId: found.id };
      const happened: Happening[] = [{ type: 'sign_in.started', ...about }];
      if (!known && begun?.before) happened.push({ type: 'sign_in.without_device_token', ...about });
      await this.events.record(tx, doer, ...happened);
      return signInId;
    });
    // Signed meanwhile; when the beginning fails, nobody gets the token.
    const signing = this.tokens.issue({
      personId: found.id,
      signInId,
      authenticatedAt: now,
      withFactor: found.factorOn,
      shared,
    });
    const [token] = await Promise.all([signing, beginning]);
    await this.sharedCounts.giveBack('sign-in', 'account', account);
    return { ...token, refreshToken, deviceToken: known ? null : deviceToken };
  }

  /**
   * Proves again that it is the actor, for what needs a recent proof. 422 `password_wrong`; refuses codes as signing in
   * does. Answers an access token that says so.
   */
  async prove(actor: Actor, password: string, code: string | undefined): Promise<AccessToken> {
    const now = this.clock.now();
    const found = await this.database.row<Found & { begunBy: string | null }>(
      `
        select ${columns}, s.card_id as "begunBy"
        from ${accounts}
        join sign_in s on s.id = $3 and s.person_id = p.id
        where p.id = $1`,
      [actor.personId, now, actor.signInId],
    );
    if (!(await this.passwords.proves(found, password)) || !found) {
      await this.traces.note('proof.refused', actor.personId);
      throw refuse(peopleRefusals.password_wrong);
    }
    if (found.factorOn) await this.codes.accept(found.id, code);
    const proof = await this.database.transaction(async (tx) => {
      const proved = await row<Proof>(
        tx,
        `
          update sign_in s
          set proved_at = $2, with_factor = $3
          where s.id = $1 and s.ended_at is null
          returning ${columnsOf(SignIn, 's', 'personId', 'withFactor', 'shared')}, s.id as "signInId",
            s.proved_at as "authenticatedAt"`,
        [actor.signInId, now, found.factorOn],
      );
      if (!proved) throw refuse(peopleRefusals.sign_in_ended);
      await this.events.record(tx, actor, { type: 'sign_in.proved', subjectId: actor.signInId });
      return proved;
    });
    this.rememberedTokens.forget();
    return this.tokens.issue(proof);
  }

  /**
   * Ends one of the actor's own sign-ins, and forgets its device where that is wanted; 404 for any other, and in one by a
   * card for those that are not by it.
   */
  async signOut(actor: Actor, signInId: string, { forgetDevice }: { forgetDevice: boolean }): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { personId } = actor;
      const mine = await changed(
        tx,
        `update sign_in s set ended_at = $3 where s.person_id = $1 and s.id = $4 and ${mayEnd}`,
        [personId, actor.signInId, this.clock.now(), signInId, actor.afterCard !== null],
      );
      if (mine === 0) throw refuse(platformRefusals.not_found);
      if (forgetDevice) await this.devices.forgetThatOf(tx, signInId);
      await this.events.record(tx, actor, { type: 'sign_in.ended', subjectId: signInId });
      return signInId;
    });
    this.rememberedTokens.forget();
  }

  /** Where the actor is signed in, last used first; at most 200. */
  live(actor: Actor): Promise<SignInDto[]> {
    return this.database.rows<SignInDto>(
      `
        select ${columnsOf(SignIn, 's', 'id', 'device')}, s.shared as "sharedComputer",
          exists (
            select from device_token d where d.hash = s.device_token and d.expires_at > $3
          ) as "deviceRemembered",
          ${instant('s.started_at')} as "startedAt", ${instant('s.last_used_at')} as "lastUsedAt",
          ${instant('s.expires_at')} as "expiresAt", s.id = $2 as current, s.card_id is not null as "byCard"
        from sign_in s
        where s.person_id = $1 and s.ended_at is null and s.expires_at > $3
        order by s.last_used_at desc, s.id desc
        limit 200`,
      [actor.personId, actor.signInId, this.clock.now()],
    );
  }

  /**
   * Ends every sign-in of the actor but the one that asks; one by a card ends no others than those by it. Call
   * `RememberedTokens.forget` after the transaction.
   */
  async endOthers(tx: Tx, actor: Actor, now: Date): Promise<void> {
    await changed(tx, `update sign_in s set ended_at = $3 where s.person_id = $1 and s.id <> $4 and ${mayEnd}`, [
      actor.personId,
      actor.signInId,
      now,
      actor.signInId,
      actor.afterCard !== null,
    ]);
  }
}
