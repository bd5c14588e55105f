import { Injectable } from '@nestjs/common';
import type { TokenHolder } from '../../platform/access/remembered-tokens.js';
import type { Role } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rolesHeldSql } from '../roles/role.sql.js';
import { AccessTokens } from './access-tokens.js';
import { sharedComputerLife } from './refresh.rules.js';

interface Found extends Pick<TokenHolder, 'authenticatedAt' | 'withFactor'> {
  roles: Role[];
  shared: boolean;
  since: Date | null;
  until: Date | null;
}

/** From when on a card opens what was written before (`cardOpensAt`). */
const opensAt = 'sealing.told_at + make_interval(hours => 24 * sealing.sealed_days)';

/** Who is behind an access token. */
@Injectable()
export class TokenHolderService {
  constructor(
    private readonly database: Database,
    private readonly tokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

  /**
   * Whoever holds this access token now, with the roles of this moment; undefined when the token or the sign-in is
   * over.
   */
  async holderOf(token: string): Promise<TokenHolder | undefined> {
    const named = await this.tokens.verify(token).catch(() => undefined);
    if (!named) return undefined;
    const found = await this.database.row<Found>(
      `
        select coalesce(s.proved_at, s.started_at) as "authenticatedAt", s.with_factor as "withFactor", s.shared,
          ${rolesHeldSql('s.person_id')} as roles, sealing.used_at as since, ${opensAt} as until
        from sign_in s
        left join password_card sealing
          on sealing.id = s.card_id and (sealing.told_at is null or ${opensAt} > $3)
        where s.id = $1
          and s.person_id = $2
          and s.ended_at is null
          and sealing.ended_at is null
          and s.expires_at > $3
          and (not s.shared or s.last_used_at > $3 - $4::interval)`,
      [named.signInId, named.personId, this.clock.now(), `${sharedComputerLife.idle} ms`],
    );
    if (!found) return undefined;
    const { shared, roles, since, until, ...proved } = found;
    if (shared) await this.noteUse(named.signInId);
    return { ...named, ...proved, roles: new Set(roles), afterCard: since && { since, until } };
  }

  /** Nothing renews a sign-in at a shared computer, so its requests say that it is in use; once a minute is enough. */
  private async noteUse(signInId: string): Promise<void> {
    await this.database.row(
      `update sign_in set last_used_at = $2 where id = $1 and last_used_at < $2::timestamptz - interval '1 minute'`,
      [signInId, this.clock.now()],
    );
  }
}
