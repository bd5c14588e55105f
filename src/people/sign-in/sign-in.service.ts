import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { IsNull, Not } from 'typeorm';
import type { Actor, Doer, Role } from '../../platform/actor.js';
import { RememberedTokens, type TokenHolder } from '../../platform/access/remembered-tokens.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant, row, type Tx } from '../../platform/database/sql.js';
import { columnsOf, updateRows } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { newId } from '../../platform/ids.js';
import { hashOfSecret } from '../../platform/secrets.js';
import { AccountTraceService } from '../account-traces/account-trace.service.js';
import { type AccessToken, AccessTokens, type Proof } from './access-tokens.js';
import type { SignInBody } from './auth.dto.js';
import { canonicalEmail } from './email-address.rules.js';
import { FactorCodeService } from './factor-code.service.js';
import { FamiliarNetworkService } from './familiar-network.service.js';
import { PasswordHashing } from './password-hashing.js';
import { peopleRefusals } from '../people.refusals.js';
import { Person } from '../account/person.entity.js';
import { Password } from './password.entity.js';
import type { SignInDto } from './sign-in.dto.js';
import { SignIn } from './sign-in.entity.js';
import { sharedComputerLife, signInLife } from './refresh.rules.js';
import { isStaffSql, rolesHeldSql } from '../roles/role.sql.js';

export interface Tokens extends AccessToken {
  refreshToken: string | null;
}

interface Found extends Pick<Person, 'id'>, Pick<Password, 'passwordHash'> {
  factorOn: boolean;
  staff: boolean;
}

const accounts = 'person p join credential c on c.person_id = p.id left join second_factor f on f.person_id = p.id';
const columns = `
  ${columnsOf(Person, 'p', 'id')}, ${columnsOf(Password, 'c', 'passwordHash')},
  f.confirmed_at is not null as "factorOn",
  ${isStaffSql('p.id')} as staff`;

/** A sign-in with its first refresh token ($9), where it gets one. */
const begin = `
  with begun as (
    insert into sign_in (id, person_id, device, started_at, last_used_at, expires_at, with_factor, shared, network)
    values ($1, $2, $3, $4, $4, $5, $6, $7, $8)
    returning id
  )
  insert into refresh_token (hash, sign_in_id, generation, issued_at)
  select $9::bytea, id, 1, $4
  from begun
  where $9::bytea is not null`;

/** Signing in, proving it anew, and signing out. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly tokens: AccessTokens,
    private readonly hashing: PasswordHashing,
    private readonly codes: FactorCodeService,
    private readonly networks: FamiliarNetworkService,
    private readonly rememberedTokens: RememberedTokens,
    private readonly traces: AccountTraceService,
    private readonly clock: Clock,
  ) {}

  /**
   * 401 `sign_in_failed`, with the same words and work for an unknown address and a wrong password. Only after the
   * right password anybody learns whether a second factor is on: 401 `second_factor_needed`, 401 `second_factor_wrong`,
   * 429.
   */
  async signIn(
    doer: Doer,
    { email, password, code, device, sharedComputer: shared = false }: SignInBody,
    network: string,
  ): Promise<Tokens> {
    const found = await this.database.row<Found>(
      `select ${columns} from ${accounts} where p.email_canonical = $1 or p.sign_in_number = $1`,
      [canonicalEmail(email) ?? email],
    );
    if (!(await this.hashing.matches(found?.passwordHash, password)) || !found) {
      await this.traces.note('sign_in.refused', email, found?.id ?? null);
      throw refuse(peopleRefusals.sign_in_failed);
    }
    if (found.factorOn) await this.codes.accept(found.id, code);
    if (this.hashing.isOutdated(found.passwordHash)) await this.hashAnew(found, password);
    const now = this.clock.now();
    const refreshToken = shared ? null : randomBytes(32).toString('base64url');
    const place = await this.networks.hash(email, network);
    const signInId = newId();
    const beginning = this.database.command(doer, async (tx) => {
      const expiresAt = new Date(now.getTime() + (shared ? sharedComputerLife : signInLife(found.staff)).atMost);
      await changed(tx, begin, [
        signInId,
        found.id,
        device ?? null,
        now,
        expiresAt,
        found.factorOn,
        shared,
        place,
        refreshToken && hashOfSecret(refreshToken),
      ]);
      await this.events.record(tx, doer, { type: 'sign_in.started', subjectId: signInId, personId: found.id });
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
    return { ...token, refreshToken };
  }

  /**
   * Proves again that it is the actor, for what needs a recent proof. 422 `password_wrong`; refuses codes as signing in
   * does. Answers an access token that says so.
   */
  async prove(actor: Actor, password: string, code: string | undefined): Promise<AccessToken> {
    const found = await this.database.row<Found>(`select ${columns} from ${accounts} where p.id = $1`, [
      actor.personId,
    ]);
    if (!(await this.hashing.matches(found?.passwordHash, password)) || !found) {
      await this.traces.note('proof.refused', actor.personId);
      throw refuse(peopleRefusals.password_wrong);
    }
    if (found.factorOn) await this.codes.accept(found.id, code);
    const now = this.clock.now();
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

  /** Ends one of the actor's own sign-ins; 404 for any other. */
  async signOut(actor: Actor, signInId: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { personId } = actor;
      const mine = await updateRows(
        tx,
        SignIn,
        { id: signInId, personId, endedAt: null },
        { endedAt: this.clock.now() },
      );
      if (mine === 0) throw refuse(platformRefusals.not_found);
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
          ${instant('s.started_at')} as "startedAt", ${instant('s.last_used_at')} as "lastUsedAt",
          ${instant('s.expires_at')} as "expiresAt", s.id = $2 as current
        from sign_in s
        where s.person_id = $1 and s.ended_at is null and s.expires_at > $3
        order by s.last_used_at desc, s.id desc
        limit 200`,
      [actor.personId, actor.signInId, this.clock.now()],
    );
  }

  /**
   * Whoever holds this access token now, with the roles of this moment; undefined when the token or the sign-in is
   * over.
   */
  async holderOf(token: string): Promise<TokenHolder | undefined> {
    const named = await this.tokens.verify(token).catch(() => undefined);
    if (!named) return undefined;
    const found = await this.database.row<
      Pick<TokenHolder, 'authenticatedAt' | 'withFactor'> & { roles: Role[]; shared: boolean }
    >(
      `
        select coalesce(s.proved_at, s.started_at) as "authenticatedAt", s.with_factor as "withFactor", s.shared,
          ${rolesHeldSql('s.person_id')} as roles
        from sign_in s
        where s.id = $1
          and s.person_id = $2
          and s.ended_at is null
          and s.expires_at > $3
          and (not s.shared or s.last_used_at > $3 - $4::interval)`,
      [named.signInId, named.personId, this.clock.now(), `${sharedComputerLife.idle} ms`],
    );
    if (!found) return undefined;
    const { shared, roles, ...proved } = found;
    if (shared) await this.noteUse(named.signInId);
    return { ...named, ...proved, roles: new Set(roles) };
  }

  /** Signing in is the only moment at which a password can be kept under stronger parameters. */
  private async hashAnew({ id, passwordHash }: Found, password: string): Promise<void> {
    await this.database.row('update credential set password_hash = $3 where person_id = $1 and password_hash = $2', [
      id,
      passwordHash,
      await this.hashing.hash(password),
    ]);
  }

  /** Nothing renews a sign-in at a shared computer, so its requests say that it is in use; once a minute is enough. */
  private async noteUse(signInId: string): Promise<void> {
    await this.database.row(
      `update sign_in set last_used_at = $2 where id = $1 and last_used_at < $2::timestamptz - interval '1 minute'`,
      [signInId, this.clock.now()],
    );
  }

  /** Ends every sign-in of the actor but the one that asks. Call `RememberedTokens.forget` after the transaction. */
  async endOthers(tx: Tx, actor: Actor, now: Date): Promise<void> {
    await tx.update(SignIn, { personId: actor.personId, id: Not(actor.signInId), endedAt: IsNull() }, { endedAt: now });
  }
}
