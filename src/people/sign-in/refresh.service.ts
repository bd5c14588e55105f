import { Injectable } from '@nestjs/common';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row } from '../../platform/database/sql.js';
import { columnsOf, insertRow, updateRows } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { hashOfSecret } from '../../platform/secrets.js';
import { AccountTraceService } from '../account-traces/account-trace.service.js';
import { AccessTokens, type Proof } from './access-tokens.js';
import { peopleRefusals } from '../people.refusals.js';
import { refreshVerdict, type ShownToken, signInLife } from './refresh.rules.js';
import { RefreshToken, SignIn } from './sign-in.entity.js';
import type { Tokens } from './sign-in.service.js';
import { isStaffSql } from '../roles/role.sql.js';

/** Staying signed in. */
@Injectable()
export class RefreshService {
  constructor(
    private readonly database: Database,
    private readonly tokens: AccessTokens,
    private readonly rememberedTokens: RememberedTokens,
    private readonly traces: AccountTraceService,
    private readonly clock: Clock,
  ) {}

  /**
   * Rotates a refresh token. A retry after a lost answer (30 s, successor unused) gets the same successor; any other
   * second use ends the sign-in with all its tokens, since one of the two holders is not the owner.
   */
  async refresh(shown: string): Promise<Tokens> {
    const now = this.clock.now();
    const { proof, stolenFrom } = await this.database.transaction(async (tx): Promise<Outcome> => {
      const known = await row<Known>(tx, `${shownToken} for no key update of t, s`, [
        hashOfSecret(shown),
        now,
        `${signInLife(true).idle} ms`,
        `${signInLife(false).idle} ms`,
      ]);
      if (!known?.live) return {};
      const verdict = refreshVerdict(known, now);
      if (verdict === 'end_sign_in') {
        await updateRows(tx, SignIn, { id: known.signInId, endedAt: null }, { endedAt: now });
        return { stolenFrom: known.personId };
      }
      if (verdict === 'rotate') {
        await updateRows(tx, RefreshToken, { hash: hashOfSecret(shown) }, { usedAt: now });
        await insertRow(tx, RefreshToken, {
          hash: hashOfSecret(this.tokens.successorOf(shown)),
          signInId: known.signInId,
          generation: known.generation + 1,
          issuedAt: now,
        });
        await updateRows(tx, SignIn, { id: known.signInId }, { lastUsedAt: now });
      }
      return { proof: known };
    });
    if (proof) return { ...(await this.tokens.issue(proof)), refreshToken: this.tokens.successorOf(shown) };
    this.rememberedTokens.forget();
    if (stolenFrom) await this.traces.note('refresh_token.reused', stolenFrom);
    throw refuse(peopleRefusals.sign_in_ended);
  }
}

interface Outcome {
  proof?: Known;
  /** Whose token was used by two. */
  stolenFrom?: string;
}

interface Known extends Proof, ShownToken {
  generation: number;
  live: boolean;
}

const shownToken = `
  select ${columnsOf(RefreshToken, 't', 'signInId', 'generation', 'usedAt')},
    ${columnsOf(SignIn, 's', 'personId', 'withFactor', 'shared')},
    coalesce(s.proved_at, s.started_at) as "authenticatedAt",
    s.ended_at is null
      and s.expires_at > $2
      and s.last_used_at > $2 - case
        when ${isStaffSql('s.person_id')} then $3::interval
        else $4::interval
      end as live,
    exists (
      select
      from refresh_token n
      where n.sign_in_id = t.sign_in_id and n.generation = t.generation + 1 and n.used_at is not null
    ) as "successorUsed"
  from refresh_token t
  join sign_in s on s.id = t.sign_in_id
  where t.hash = $1`;
