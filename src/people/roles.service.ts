import { Injectable } from '@nestjs/common';
import type { Actor, Doer } from '../platform/access/actor.js';
import type { Role } from '../platform/access/roles.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, row, rows, type Tx } from '../platform/database/sql.js';
import { refuse as refusePlatform } from '../platform/errors/platform.refusals.js';
import { Events } from '../platform/events/events.js';
import { IsNull } from 'typeorm';
import { newId } from '../platform/ids.js';
import { canonicalEmail } from './email-address.rules.js';
import { refuse } from './people.refusals.js';
import { RoleGrant } from './person.entity.js';
import { compatible } from './role.rules.js';
import { SignIns } from './sign-in.service.js';

/** Who may be what. Roles are given by an administrator to somebody else, and take effect at once. */
@Injectable()
export class Roles {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly signIns: SignIns,
  ) {}

  /** 404 for an unknown person, 409 `role_held_already`, 422 `roles_incompatible` or `role_not_to_oneself`. */
  async give(actor: Actor, personId: string, role: Role): Promise<string> {
    if (actor.personId === personId) throw refuse('role_not_to_oneself');
    const id = await this.database.command(actor, (tx) => this.grant(tx, actor, personId, role));
    this.signIns.forgetRemembered();
    return id;
  }

  /** 404 when the person does not hold the role, 409 `last_administrator` when nobody would be left to give roles. */
  async end(actor: Actor, personId: string, role: Role): Promise<void> {
    await this.database.command(actor, async (tx) => {
      await rows(tx, `select from role_grant where role = 'administrator' and ended_at is null order by id for no key update`);
      const ended = await row<{ id: string }>(
        tx,
        'update role_grant set ended_at = $3, ended_by = $4 where person_id = $1 and role = $2 and ended_at is null returning id',
        [personId, role, this.clock.now(), actor.personId],
      );
      if (!ended) throw refusePlatform('not_found');
      if (role === 'administrator' && !(await tx.existsBy(RoleGrant, { role, endedAt: IsNull() }))) throw refuse('last_administrator');
      await this.events.record(tx, actor, { type: 'role.ended', subjectId: ended.id, personId, refs: { role } });
      return ended.id;
    });
    this.signIns.forgetRemembered();
  }

  /** For the command line on the server: makes a confirmed person the first administrator. Undefined when nobody has that address. */
  async makeAdministrator(doer: Doer, email: string): Promise<string | undefined> {
    const person = await this.database.row<{ id: string }>('select id from person where email_canonical = $1', [canonicalEmail(email) ?? '']);
    if (!person) return undefined;
    return this.database.command(doer, (tx) => this.grant(tx, doer, person.id, 'administrator'));
  }

  private async grant(tx: Tx, doer: Doer, personId: string, role: Role): Promise<string> {
    // The lock on the person makes two grants of conflicting roles see each other.
    if ((await changed(tx, 'select from person where id = $1 for no key update', [personId])) === 0) throw refusePlatform('not_found');
    const held = (await tx.findBy(RoleGrant, { personId, endedAt: IsNull() })).map((grant) => grant.role);
    if (held.includes(role)) throw refuse('role_held_already');
    if (!compatible(held, role)) throw refuse('roles_incompatible');
    const id = newId();
    await tx.insert(RoleGrant, { id, personId, role, grantedBy: doer.personId, grantedAt: this.clock.now() });
    await this.events.record(tx, doer, { type: 'role.given', subjectId: id, personId, refs: { role } });
    return id;
  }
}
