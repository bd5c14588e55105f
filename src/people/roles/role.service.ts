import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import type { Actor, Doer, Role } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { columnsOf, lockRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { canonicalEmail } from '../../platform/text/email-address.rules.js';
import { Person } from '../account/person.entity.js';
import { RoleGrant, type RoleRequest } from './role-grant.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import { signInLife } from '../sign-in/refresh.rules.js';
import { RoleRequestService } from './role-request.service.js';
import { compatible, endingNeedsSecond, needsSecond } from './role.rules.js';

/**
 * Who may be what. Roles are given by an administrator to somebody else, and take effect at once; a third administrator
 * by two, who also end the role of another (BR-212).
 */
@Injectable()
export class RoleService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly rememberedTokens: RememberedTokens,
    private readonly requests: RoleRequestService,
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
      if (role === 'administrator') await this.requests.lockAdministrators(tx);
      const recently = role === 'administrator' ? await this.requests.recentAdministrators(tx) : [];
      if (needsSecond(role, recently)) {
        await this.requireFree(tx, personId, role);
        return this.askForSecond(tx, actor, { personId, role, ending: false });
      }
      return this.grant(tx, actor, { id: newId(), personId, role, grantedBy: actor.personId });
    });
    this.rememberedTokens.forget();
    return id;
  }

  /**
   * Does what another administrator asked for: makes a grant live, or ends one. 404, 409 `state_conflict`,
   * `role_request_over` or `last_administrator`, 422 `second_administrator_needed` or `role_end_needs_second`.
   */
  async confirm(actor: Actor, requestId: string): Promise<void> {
    requireRecentSignIn(actor, this.clock.now());
    await this.database.command(actor, async (tx) => {
      const { id, personId, role, askedBy, ending } = await this.requests.confirm(tx, actor, requestId);
      if (!ending) return this.grant(tx, actor, { id, personId, role, grantedBy: askedBy });
      await this.endGrant(tx, actor, personId, role, askedBy);
      return id;
    });
    this.rememberedTokens.forget();
  }

  /** Declines what waits; whoever asked for it takes it back in the same way. 404, 409 `state_conflict`. */
  async decline(actor: Actor, requestId: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { id, personId, role } = await this.requests.decline(tx, actor, requestId);
      await this.events.record(tx, actor, { type: 'role.declined', subjectId: id, personId, refs: { role } });
      return id;
    });
  }

  /**
   * Ends the role, or asks a second administrator to end it where it is the role administrator of somebody else
   * (BR-212); answers the id of the grant or of what waits. 404 when the person does not hold the role, 409
   * `last_administrator` when nobody would be left to give roles, or `role_awaits_second`.
   */
  async end(actor: Actor, personId: string, role: Role): Promise<string> {
    requireRecentSignIn(actor, this.clock.now());
    const id = await this.database.command(actor, async (tx) => {
      const administrators = await this.requests.lockAdministrators(tx);
      if (!endingNeedsSecond(role, personId, actor.personId))
        return this.endGrant(tx, actor, personId, role, actor.personId);
      if (!administrators.includes(personId)) throw refuse(platformRefusals.not_found);
      return this.askForSecond(tx, actor, { personId, role, ending: true });
    });
    this.rememberedTokens.forget();
    return id;
  }

  /**
   * For the command line on the server: makes a confirmed person the first administrator. Undefined when nobody has
   * that address.
   */
  async makeAdministrator(doer: Doer, email: string): Promise<string | undefined> {
    const person = await this.withAddress(email);
    if (!person) return undefined;
    const id = await this.database.command(doer, (tx) =>
      this.grant(tx, doer, { id: newId(), personId: person.id, role: 'administrator', grantedBy: null }),
    );
    this.rememberedTokens.forget();
    return id;
  }

  /**
   * For the command line on the server, when an account is in the wrong hands: ends the role administrator at once.
   * Undefined when nobody who has that address holds it; 409 `last_administrator` as above.
   */
  async endAdministrator(doer: Doer, email: string): Promise<string | undefined> {
    const person = await this.withAddress(email);
    if (!person) return undefined;
    const id = await this.database.command(doer, async (tx) => {
      const administrators = await this.requests.lockAdministrators(tx);
      return administrators.includes(person.id) ? this.endGrant(tx, doer, person.id, 'administrator', null) : '';
    });
    this.rememberedTokens.forget();
    return id || undefined;
  }

  private withAddress(email: string): Promise<Person | null> {
    return this.database.manager.findOneBy(Person, { emailCanonical: canonicalEmail(email) ?? '' });
  }

  private async askForSecond(
    tx: Tx,
    actor: Actor,
    wish: Pick<RoleRequest, 'personId' | 'role' | 'ending'>,
  ): Promise<string> {
    const { personId, role, ending } = wish;
    const subjectId = await this.requests.ask(tx, actor, wish);
    const type = ending ? 'role.end_asked_for' : 'role.asked_for';
    await this.events.record(tx, actor, { type, subjectId, personId, refs: { role } });
    return subjectId;
  }

  /** The caller holds the lock on the administrators. */
  private async endGrant(tx: Tx, doer: Doer, personId: string, role: Role, endedBy: string | null): Promise<string> {
    const ended = await row<Pick<RoleGrant, 'id'>>(
      tx,
      `
        update role_grant g
        set ended_at = $3, ended_by = $4
        where g.person_id = $1 and g.role = $2 and g.ended_at is null
        returning ${columnsOf(RoleGrant, 'g', 'id')}`,
      [personId, role, this.clock.now(), endedBy],
    );
    if (!ended) throw refuse(platformRefusals.not_found);
    if (role === 'administrator' && !(await tx.existsBy(RoleGrant, { role, endedAt: IsNull() })))
      throw refuse(peopleRefusals.last_administrator);
    await this.requests.settle(tx, personId, role, endedBy ?? personId);
    await this.events.record(tx, doer, { type: 'role.ended', subjectId: ended.id, personId, refs: { role } });
    return ended.id;
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
}
