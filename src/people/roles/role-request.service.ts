import { Injectable } from '@nestjs/common';
import type { Actor, Role } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { changed, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertRow, lockRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { peopleRefusals } from '../people.refusals.js';
import { RoleGrant, RoleRequest } from './role-grant.entity.js';
import {
  agree,
  countsFrom,
  requestDays,
  requestIsOver,
  roleRequestDays,
  roleRequestMoves,
  type RoleRequestState,
} from './role.rules.js';

export type Asked = Omit<RoleRequest, 'decidedBy' | 'decidedAt'>;

/** Who is an administrator and who was lately, and what one of them asked a second one to confirm (BR-212). */
@Injectable()
export class RoleRequestService {
  constructor(private readonly clock: Clock) {}

  /** Whoever changes who is administrator waits here for others who do. */
  async lockAdministrators(tx: Tx): Promise<string[]> {
    const found = await rows<Pick<RoleGrant, 'personId'>>(
      tx,
      `
        select ${columnsOf(RoleGrant, 'g', 'personId')}
        from role_grant g
        where g.role = 'administrator' and g.ended_at is null
        order by g.id
        for no key update`,
    );
    return found.map(({ personId }) => personId);
  }

  /** Who is one or was in the last two weeks. */
  async recentAdministrators(tx: Tx): Promise<string[]> {
    const found = await rows<Pick<RoleGrant, 'personId'>>(
      tx,
      `
        select distinct ${columnsOf(RoleGrant, 'g', 'personId')}
        from role_grant g
        where g.role = 'administrator' and (g.ended_at is null or g.ended_at > $1)`,
      [countsFrom(this.clock.now())],
    );
    return found.map(({ personId }) => personId);
  }

  /** 409 `role_awaits_second` while the same waits already. */
  async ask(tx: Tx, actor: Actor, wish: Pick<RoleRequest, 'personId' | 'role' | 'ending'>): Promise<string> {
    const id = newId();
    // What is over, or no longer to be decided, makes room for a new request.
    await changed(
      tx,
      `
        update role_request
        set state = 'declined', decided_by = $3, decided_at = $4
        where person_id = $1
          and role = $2
          and state = 'awaiting_second'
          and (ending <> $5 or asked_at <= $4::timestamptz - make_interval(hours => $6))`,
      [wish.personId, wish.role, actor.personId, this.clock.now(), wish.ending, requestDays(wish) * 24],
    );
    await insertRow(tx, RoleRequest, { ...wish, id, askedBy: actor.personId, askedAt: this.clock.now() });
    return id;
  }

  /** 404, 409 `state_conflict` or `role_request_over`, 422 `second_administrator_needed`. */
  async confirm(tx: Tx, actor: Actor, id: string): Promise<Asked> {
    const administrators = await this.lockAdministrators(tx);
    return this.decide(tx, actor, id, 'confirmed', (asked) => {
      const now = this.clock.now();
      if (requestIsOver(asked, now))
        throw refuse(peopleRefusals.role_request_over, { values: { days: requestDays(asked) } });
      if (agree(asked, actor.personId, administrators, now)) return;
      throw asked.ending
        ? refuse(peopleRefusals.role_end_needs_second, { values: { days: roleRequestDays } })
        : refuse(peopleRefusals.second_administrator_needed);
    });
  }

  /** 404, 409 `state_conflict`. */
  decline(tx: Tx, actor: Actor, id: string): Promise<Asked> {
    return this.decide(tx, actor, id, 'declined', () => undefined);
  }

  /** Nobody has to decide any more whether a role ends that ended in another way. */
  async settle(tx: Tx, personId: string, role: Role, by: string): Promise<void> {
    await updateRows(
      tx,
      RoleRequest,
      { personId, role, ending: true, state: 'awaiting_second' },
      { state: 'declined', decidedBy: by, decidedAt: this.clock.now() },
    );
  }

  private async decide(
    tx: Tx,
    actor: Actor,
    id: string,
    state: RoleRequestState,
    check: (asked: Asked) => void,
  ): Promise<Asked> {
    const columns = ['id', 'personId', 'role', 'ending', 'askedBy', 'state', 'askedAt'] as const;
    const asked = await lockRow(tx, RoleRequest, { id }, columns, 'for no key update');
    if (!asked) throw refuse(platformRefusals.not_found);
    transition(roleRequestMoves, asked.state, state);
    check(asked);
    await updateRows(tx, RoleRequest, { id }, { state, decidedBy: actor.personId, decidedAt: this.clock.now() });
    return asked;
  }
}
