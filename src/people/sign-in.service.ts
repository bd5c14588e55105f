import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import type { Actor, Doer } from '../platform/access/actor.js';
import type { TokenHolder } from '../platform/access/access.guard.js';
import type { Role } from '../platform/access/roles.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, instant, row, rows, type Tx } from '../platform/database/sql.js';
import { Events } from '../platform/events/events.js';
import { refuse as refusePlatform } from '../platform/errors/platform.refusals.js';
import { newId } from '../platform/ids.js';
import { accessTokenSeconds, AccessTokens } from './access-tokens.js';
import { canonicalEmail } from './email-address.rules.js';
import { PasswordHashing } from './password-hashing.js';
import { refuse } from './people.refusals.js';
import { SignIn } from './person.entity.js';
import type { SignInDto } from './sign-ins.dto.js';
import { refreshVerdict, signInLife } from './refresh.rules.js';

export interface Tokens {
  accessToken: string;
  accessTokenSeconds: number;
  refreshToken: string;
}

const rememberedFor = 5_000;
const rememberedAtMost = 10_000;

/** Signing in, staying signed in, and signing out. */
@Injectable()
export class SignIns {
  private readonly remembered = new Map<string, { holder: TokenHolder; until: number }>();

  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly tokens: AccessTokens,
    private readonly hashing: PasswordHashing,
    private readonly clock: Clock,
  ) {}

  /** 401 `sign_in_failed`, with the same words and work for an unknown address and a wrong password. */
  async signIn(doer: Doer, email: string, password: string, device: string | null): Promise<Tokens> {
    const found = await this.database.row<{ id: string; password_hash: string; staff: boolean }>(
      `select p.id, c.password_hash, exists (select from role_grant r where r.person_id = p.id and r.ended_at is null and r.role <> 'learner') as staff
         from person p join credential c on c.person_id = p.id where p.email_canonical = $1`,
      [canonicalEmail(email) ?? ''],
    );
    const fits = await this.hashing.matches(found?.password_hash, password);
    if (!found || !fits) throw refuse('sign_in_failed');
    const now = this.clock.now();
    const refreshToken = randomBytes(32).toString('base64url');
    const signInId = await this.database.command(doer, async (tx) => {
      const id = newId();
      const expiresAt = new Date(now.getTime() + signInLife(found.staff).atMost);
      await tx.insert(SignIn, { id, personId: found.id, device, startedAt: now, lastUsedAt: now, expiresAt });
      await this.keepRefreshToken(tx, id, 1, refreshToken, now);
      await this.events.record(tx, doer, { type: 'sign_in.started', subjectId: id, personId: found.id });
      return id;
    });
    return this.present(found.id, signInId, now, refreshToken);
  }

  /**
   * Rotates a refresh token. A retry after a lost answer (30 s, successor unused) gets the same successor; any other
   * second use ends the sign-in with all its tokens, since one of the two holders is not the owner.
   */
  async refresh(shown: string): Promise<Tokens> {
    const now = this.clock.now();
    const outcome = await this.database.transaction(async (tx) => {
      const known = await row<{ sign_in_id: string; generation: number; used_at: Date | null; successor_used: boolean; person_id: string; started_at: Date; live: boolean }>(
        tx,
        `select t.sign_in_id, t.generation, t.used_at, s.person_id, s.started_at, s.ended_at is null and s.expires_at > $2 and s.last_used_at > $2 - case
                  when exists (select from role_grant r where r.person_id = s.person_id and r.ended_at is null and r.role <> 'learner')
                  then $3::interval else $4::interval end as live,
                exists (select from refresh_token n where n.sign_in_id = t.sign_in_id and n.generation = t.generation + 1 and n.used_at is not null) as successor_used
           from refresh_token t join sign_in s on s.id = t.sign_in_id where t.hash = $1 for no key update of t, s`,
        [hashOf(shown), now, `${signInLife(true).idle} ms`, `${signInLife(false).idle} ms`],
      );
      if (!known?.live) return undefined;
      const verdict = refreshVerdict({ usedAt: known.used_at, successorUsed: known.successor_used }, now);
      if (verdict === 'end_sign_in') {
        await this.end(tx, known.sign_in_id, now);
        return undefined;
      }
      const next = this.tokens.successorOf(shown);
      if (verdict === 'rotate') {
        await changed(tx, 'update refresh_token set used_at = $2 where hash = $1', [hashOf(shown), now]);
        await this.keepRefreshToken(tx, known.sign_in_id, known.generation + 1, next, now);
        await changed(tx, 'update sign_in set last_used_at = $2 where id = $1', [known.sign_in_id, now]);
      }
      return { ...known, next };
    });
    if (!outcome) throw refuse('sign_in_ended');
    return this.present(outcome.person_id, outcome.sign_in_id, outcome.started_at, outcome.next);
  }

  /** Ends one of the actor's own sign-ins; 404 for any other. */
  async signOut(actor: Actor, signInId: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const mine = await changed(tx, 'update sign_in set ended_at = $3 where id = $1 and person_id = $2 and ended_at is null', [signInId, actor.personId, this.clock.now()]);
      if (mine === 0) throw refusePlatform('not_found');
      await this.events.record(tx, actor, { type: 'sign_in.ended', subjectId: signInId });
      return signInId;
    });
    this.forgetRemembered();
  }

  /** Where the actor is signed in, last used first; at most 200. */
  live(actor: Actor): Promise<SignInDto[]> {
    return this.database.rows<SignInDto>(
      `select id, device, ${instant('started_at')} as "startedAt", ${instant('last_used_at')} as "lastUsedAt", ${instant('expires_at')} as "expiresAt", id = $2 as current
         from sign_in where person_id = $1 and ended_at is null and expires_at > $3 order by last_used_at desc, id desc limit 200`,
      [actor.personId, actor.signInId, this.clock.now()],
    );
  }

  /** Whoever holds this access token now, with the roles of this moment; undefined when the token or the sign-in is over. */
  async holderOf(token: string): Promise<TokenHolder | undefined> {
    const now = this.clock.now().getTime();
    const key = hashOf(token).toString('base64');
    const known = this.remembered.get(key);
    if (known && known.until > now) return known.holder;
    const named = await this.tokens.verify(token).catch(() => undefined);
    if (!named) return undefined;
    const found = await this.database.row<{ started_at: Date; roles: Role[] }>(
      `select s.started_at, coalesce((select array_agg(r.role::text) from role_grant r where r.person_id = s.person_id and r.ended_at is null), '{}') as roles
         from sign_in s where s.id = $1 and s.person_id = $2 and s.ended_at is null and s.expires_at > $3`,
      [named.signInId, named.personId, this.clock.now()],
    );
    if (!found) return undefined;
    const holder = { ...named, roles: new Set(found.roles), authenticatedAt: found.started_at };
    if (this.remembered.size >= rememberedAtMost) this.remembered.clear();
    this.remembered.set(key, { holder, until: now + rememberedFor });
    return holder;
  }

  /** Called when a sign-in or a role ends: the next request reads the database again. */
  forgetRemembered(): void {
    this.remembered.clear();
  }

  private async end(tx: Tx, signInId: string, now: Date): Promise<void> {
    await rows(tx, 'update sign_in set ended_at = $2 where id = $1 and ended_at is null', [signInId, now]);
    this.forgetRemembered();
  }

  private async keepRefreshToken(tx: Tx, signInId: string, generation: number, token: string, now: Date): Promise<void> {
    await rows(tx, 'insert into refresh_token (hash, sign_in_id, generation, issued_at) values ($1, $2, $3, $4)', [hashOf(token), signInId, generation, now]);
  }

  private async present(personId: string, signInId: string, authenticatedAt: Date, refreshToken: string): Promise<Tokens> {
    return { accessToken: await this.tokens.sign(personId, signInId, authenticatedAt), accessTokenSeconds, refreshToken };
  }
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

