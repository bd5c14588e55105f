import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import type { Actor, Doer, Role } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertRow, lockRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { canonicalEmail } from '../sign-in/email-address.rules.js';
import { Person } from '../account/person.entity.js';
import { RoleGrant, RoleRequest } from './role-grant.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import { signInLife } from '../sign-in/refresh.rules.js';
import {
  agree,
  compatible,
  needsSecond,
  requestIsOver,
  roleRequestDays,
  roleRequestMoves,
  type RoleRequestState,
} from './role.rules.js';

type Asked = Pick<RoleRequest, 'id' | 'personId' | 'role' | 'askedBy' | 'state' | 'askedAt'>;

/**
 * Who may be what. Roles are given by an administrator to somebody else, and take effect at once; a third administrator
 * by two.
 */
@Injectable()
export class RoleService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly rememberedTokens: RememberedTokens,
  ) {}

  /** Which of these people hold the role now. */
  async holdersAmong(tx: Tx, personIds: readonly string[], role: Role): Promise<string[]> {
    const holders = await tx.find(RoleGrant, {
      select: { personId: true },
      where: { personId: In(personIds), role, endedAt: IsNull() },
    });
    return holders.map(({ personId }) => personId);
  }

  /**
   * Gives the role, or asks a second administrator to confirm it. 404 for an unknown person, 409 `role_held_already` or
   * `role_awaits_second`, 422 `roles_incompatible` or `role_not_to_oneself`.
   */
  async give(actor: Actor, personId: string, role: Role): Promise<string> {
    requireRecentSignIn(actor, this.clock.now());
    refuseOwnRecord(actor, personId, peopleRefusals.role_not_to_oneself);
    const id = await this.database.command(actor, async (tx) => {
      const administrators = role === 'administrator' ? await this.lockAdministrators(tx) : [];
      if (needsSecond(role, administrators)) return this.askForSecond(tx, actor, personId, role);
      return this.grant(tx, actor, { id: newId(), personId, role, grantedBy: actor.personId });
    });
    this.rememberedTokens.forget();
    return id;
  }

  /**
   * Makes a grant live that another administrator asked for. 404, 409 `state_conflict` or `role_request_over`, 422
   * `second_administrator_needed`.
   */
  async confirm(actor: Actor, requestId: string): Promise<void> {
    requireRecentSignIn(actor, this.clock.now());
    await this.database.command(actor, async (tx) => {
      const administrators = await this.lockAdministrators(tx);
      const request = await this.decideRequest(tx, actor, requestId, 'confirmed', (each) => {
        if (requestIsOver(each.askedAt, this.clock.now()))
          throw refuse(peopleRefusals.role_request_over, { values: { days: roleRequestDays } });
        if (!agree(each, actor.personId, administrators)) throw refuse(peopleRefusals.second_administrator_needed);
      });
      return this.grant(tx, actor, {
        id: request.id,
        personId: request.personId,
        role: request.role,
        grantedBy: request.askedBy,
      });
    });
    this.rememberedTokens.forget();
  }

  /** Declines a grant that waits; whoever asked for it takes it back in the same way. 404, 409 `state_conflict`. */
  async decline(actor: Actor, requestId: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { id, personId, role } = await this.decideRequest(tx, actor, requestId, 'declined');
      await this.events.record(tx, actor, { type: 'role.declined', subjectId: id, personId, refs: { role } });
      return id;
    });
  }

  /** 404 when the person does not hold the role, 409 `last_administrator` when nobody would be left to give roles. */
  async end(actor: Actor, personId: string, role: Role): Promise<void> {
    requireRecentSignIn(actor, this.clock.now());
    await this.database.command(actor, async (tx) => {
      await this.lockAdministrators(tx);
      const ended = await row<Pick<RoleGrant, 'id'>>(
        tx,
        `
          update role_grant g
          set ended_at = $3, ended_by = $4
          where g.person_id = $1 and g.role = $2 and g.ended_at is null
          returning ${columnsOf(RoleGrant, 'g', 'id')}`,
        [personId, role, this.clock.now(), actor.personId],
      );
      if (!ended) throw refuse(platformRefusals.not_found);
      if (role === 'administrator' && !(await tx.existsBy(RoleGrant, { role, endedAt: IsNull() })))
        throw refuse(peopleRefusals.last_administrator);
      await this.events.record(tx, actor, { type: 'role.ended', subjectId: ended.id, personId, refs: { role } });
      return ended.id;
    });
    this.rememberedTokens.forget();
  }

  /**
   * For the command line on the server: makes a confirmed person the first administrator. Undefined when nobody has
   * that address.
   */
  async makeAdministrator(doer: Doer, email: string): Promise<string | undefined> {
    const person = await this.database.manager.findOneBy(Person, { emailCanonical: canonicalEmail(email) ?? '' });
    if (!person) return undefined;
    return this.database.command(doer, (tx) =>
      this.grant(tx, doer, { id: newId(), personId: person.id, role: 'administrator', grantedBy: null }),
    );
  }

  private async askForSecond(tx: Tx, actor: Actor, personId: string, role: Role): Promise<string> {
    await this.requireFree(tx, personId, role);
    const id = newId();
    // What is over makes room for a new request.
    await changed(
      tx,
      `
        update role_request
        set state = 'declined', decided_by = $3, decided_at = $4
        where person_id = $1
          and role = $2
          and state = 'awaiting_second'
          and asked_at <= $4::timestamptz - make_interval(hours => $5)`,
      [personId, role, actor.personId, this.clock.now(), roleRequestDays * 24],
    );
    await insertRow(tx, RoleRequest, { id, personId, role, askedBy: actor.personId, askedAt: this.clock.now() });
    await this.events.record(tx, actor, { type: 'role.asked_for', subjectId: id, personId, refs: { role } });
    return id;
  }

  private async decideRequest(
    tx: Tx,
    actor: Actor,
    id: string,
    state: RoleRequestState,
    check: (request: Asked) => void = () => undefined,
  ): Promise<Asked> {
    const asked = ['id', 'personId', 'role', 'askedBy', 'state', 'askedAt'] as const;
    const request = await lockRow(tx, RoleRequest, { id }, asked, 'for no key update');
    if (!request) throw refuse(platformRefusals.not_found);
    transition(roleRequestMoves, request.state, state);
    check(request);
    await updateRows(tx, RoleRequest, { id }, { state, decidedBy: actor.personId, decidedAt: this.clock.now() });
    return request;
  }

  private async grant(
    tx: Tx,
    doer: Doer,
    { id, personId, role, grantedBy }: Pick<RoleGrant, 'id' | 'personId' | 'role' | 'grantedBy'>,
  ): Promise<string> {
    await this.requireFree(tx, personId, role);
    const now = this.clock.now();
    await tx.insert(RoleGrant, { id, personId, role, grantedBy, grantedAt: now });
    // What was signed in as a learner for weeks must not live on as staff.
    const latest = new Date(now.getTime() + signInLife(role !== 'learner').atMost);
    await changed(
      tx,
      'update sign_in set expires_at = least(expires_at, $2) where person_id = $1 and ended_at is null',
      [personId, latest],
    );
    await this.events.record(tx, doer, { type: 'role.given', subjectId: id, personId, refs: { role } });
    return id;
  }

  /** The lock on the person makes two grants of conflicting roles see each other. */
  private async requireFree(tx: Tx, personId: string, role: Role): Promise<void> {
    if (!(await lockRow(tx, Person, { id: personId, erasedAt: null }, ['id'], 'for no key update')))
      throw refuse(platformRefusals.not_found);
    const held = (await tx.findBy(RoleGrant, { personId, endedAt: IsNull() })).map((grant) => grant.role);
    if (held.includes(role)) throw refuse(peopleRefusals.role_held_already);
    if (!compatible(held, role)) throw refuse(peopleRefusals.roles_incompatible);
  }

  /** Whoever changes who is administrator waits here for others who do. */
  private async lockAdministrators(tx: Tx): Promise<string[]> {
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
}
