import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { instant } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import type { RoleGrantDto, RoleGrantState } from '../account/people.dto.js';
import { Person } from '../account/person.entity.js';
import { RoleGrant, RoleRequest } from './role-grant.entity.js';
import { aloneFrom, mayConfirm, requestDays } from './role.rules.js';
import { when } from '../../platform/access/acts.js';

interface Found extends Omit<RoleGrantDto, 'can' | 'aloneFrom' | 'ending'> {
  state: RoleGrantState;
  ending: boolean;
}

const daysOf = (ending: boolean) => `interval '${requestDays({ ending }) * 24} hours'`;
const isOver = (now: string) =>
  `asked_at <= ${now}::timestamptz - case when ending then ${daysOf(true)} else ${daysOf(false)} end`;

/**
 * A grant, and one that waits or was declined, look alike; a confirmed one is the grant that it became, under the same
 * id. What ends one keeps an id of its own.
 */
const everything = (now: string) => `(
  select id, person_id, role, case when ended_at is null then 'live' else 'ended' end as state, granted_at, granted_by, false as ending from role_grant
  union all
  select id, person_id, role, case when state = 'awaiting_second' and ${isOver(now)} then 'expired' when state = 'confirmed' then 'ended' else state end,
    asked_at, asked_by, ending
  from role_request
  where state <> 'confirmed' or ending)`;
const columns = `
  g.id, g.person_id as "personId", g.role, g.state, ${instant('g.granted_at')} as "grantedAt",
  g.granted_by as "grantedBy", g.ending`;

/** What an administrator sees of roles given and asked for. */
@Injectable()
export class RoleGrantService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** 404 for an unknown grant. */
  async one(actor: Actor, id: string): Promise<RoleGrantDto> {
    const found = await this.database.row<Found>(`select ${columns} from ${everything('$2')} g where g.id = $1`, [
      id,
      this.clock.now(),
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    return this.present(actor, found);
  }

  /** What a person holds now, and what waits for them. 404 for an unknown person. */
  async of(actor: Actor, personId: string): Promise<RoleGrantDto[]> {
    if (!(await this.database.manager.existsBy(Person, { id: personId }))) throw refuse(platformRefusals.not_found);
    const found = await this.database.rows<Found>(
      `
        select ${columns}
        from ${everything('$2')} g
        where g.person_id = $1 and g.state in ('live', 'awaiting_second')
        order by g.role, g.id`,
      [personId, this.clock.now()],
    );
    return found.map((grant) => this.present(actor, grant));
  }

  /** What waits for a second administrator, oldest first. */
  async waiting(actor: Actor, query: PageQuery): Promise<Page<RoleGrantDto>> {
    const scope = { list: 'role-grants' };
    const [at = null, id = null] = decodeCursor(query.cursor, scope, 2) ?? [];
    const found = await this.database.rows<Found>(
      `
        select ${columnsOf(RoleRequest, 'q', 'id', 'personId', 'role', 'state', 'ending')},
          ${instant('q.asked_at')} as "grantedAt", q.asked_by as "grantedBy"
        from role_request q
        where q.state = 'awaiting_second'
          and not ${isOver('$4')}
          and ($1::timestamptz is null or (date_trunc('milliseconds', q.asked_at), q.id) > ($1, $2::uuid))
        order by date_trunc('milliseconds', q.asked_at), q.id
        limit $3`,
      [at, id, query.limit + 1, this.clock.now()],
    );
    return pageOf(
      found,
      query.limit,
      scope,
      (grant) => [grant.grantedAt, grant.id],
      (grant) => this.present(actor, grant),
    );
  }
  /** Every administrator besides these, in the order of their ids: who has to learn of something. */
  async administratorsBesides(...personIds: (string | null)[]): Promise<string[]> {
    const found = await this.database.rows<Pick<RoleGrant, 'personId'>>(
      `
        select ${columnsOf(RoleGrant, 'g', 'personId')}
        from role_grant g
        where g.role = 'administrator' and g.ended_at is null and g.person_id <> all ($1::uuid[])
        order by g.person_id
        limit 200`,
      [personIds.filter((id) => id !== null)],
    );
    return found.map((grant) => grant.personId);
  }

  private present({ personId }: Actor, grant: Found): RoleGrantDto {
    const { grantedBy: askedBy, ending } = grant;
    const wish = { personId: grant.personId, askedBy: askedBy ?? '', askedAt: new Date(grant.grantedAt), ending };
    const may = mayConfirm(wish, personId, this.clock.now());
    return {
      ...grant,
      aloneFrom: aloneFrom(wish)?.toISOString() ?? null,
      can: grant.state === 'awaiting_second' ? [...when(may, 'confirm'), 'decline'] : [],
    };
  }
}
