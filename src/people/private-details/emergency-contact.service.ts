import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf, deleteRows, findRow, insertRow, putRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import type {
  EmergencyContactBody,
  EmergencyContactDto,
  EmergencyContactUseDto,
  EmergencyContactUsePage,
  OpenedEmergencyContactDto,
} from './emergency-contact.dto.js';
import { EmergencyContact, EmergencyContactUse } from './emergency-contact.entity.js';
import { limitOf } from './emergency-contact.rules.js';
import { Person } from '../account/person.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import { PrivateTextService } from './private-text.service.js';

const place = 'emergency_contact';

/**
 * Whom to call when somebody is in danger. Opening it leaves a trace that the person and every administrator see
 * (BR-150, BR-151).
 */
@Injectable()
export class EmergencyContactService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly texts: PrivateTextService,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /** 404 while I have named nobody. */
  async mine({ personId }: Actor): Promise<EmergencyContactDto> {
    const found = await this.stored(personId);
    if (!found) throw refuse(platformRefusals.not_found);
    return { ...(await this.opened(personId, found)), can: ['change', 'remove'], version: found.version };
  }

  async name(actor: Actor, { name, relation, phone, knowsAboutCollege }: EmergencyContactBody): Promise<void> {
    requireRecentSignIn(actor, this.clock.now());
    await this.database.command(actor, async (tx) => {
      const { keyId, sealed } = await this.texts.seal(
        tx,
        actor.personId,
        place,
        JSON.stringify({ name, relation, phone }),
      );
      const { personId } = actor;
      await putRow(tx, EmergencyContact, ['personId'], { personId, keyId, sealed, knowsAboutCollege });
      await this.events.record(tx, actor, { type: 'emergency_contact.named', subjectId: actor.personId });
      return actor.personId;
    });
  }

  /** 404 when there is none. */
  async remove(actor: Actor): Promise<void> {
    requireRecentSignIn(actor, this.clock.now());
    await this.database.command(actor, async (tx) => {
      if ((await deleteRows(tx, EmergencyContact, { personId: actor.personId })) === 0)
        throw refuse(platformRefusals.not_found);
      await this.events.record(tx, actor, { type: 'emergency_contact.removed', subjectId: actor.personId });
      return actor.personId;
    });
  }

  /**
   * Breaks the glass: 403 `emergency_contact_only_in_danger` for any reason that is not a limit of confidence, 401
   * `sign_in_again` without a recent sign-in, 404 when the person or a contact is not there. Each call that opens it is
   * a use, a repeated one too: nothing is seen that is not recorded and told.
   */
  async use(actor: Actor, personId: string, reason: string): Promise<string> {
    const limit = limitOf(reason);
    if (limit === undefined) throw refuse(peopleRefusals.emergency_contact_only_in_danger);
    requireRecentSignIn(actor, this.clock.now());
    return this.database.transaction(async (tx) => {
      if (personId === actor.personId || !(await findRow(tx, EmergencyContact, { personId }, ['personId'])))
        throw refuse(platformRefusals.not_found);
      const id = newId();
      await insertRow(tx, EmergencyContactUse, {
        id,
        personId,
        usedBy: actor.personId,
        usedByName: (await findRow(tx, Person, { id: actor.personId }, ['chosenName']))?.chosenName ?? null,
        reason: limit,
        usedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, {
        type: 'emergency_contact.used',
        subjectId: id,
        personId,
        refs: { reason: limit },
      });
      return id;
    });
  }

  /** What a use of mine opened, with where help is to be found (BR-157). */
  async usedBy(actor: Actor, useId: string): Promise<OpenedEmergencyContactDto> {
    const use = await this.database.manager.findOneBy(EmergencyContactUse, { id: useId, usedBy: actor.personId });
    const found = use && (await this.stored(use.personId));
    if (!use || !found) throw refuse(platformRefusals.not_found);
    const { crisisSignposts } = await this.college.current();
    return {
      id: useId,
      personId: use.personId,
      reason: use.reason,
      usedAt: use.usedAt.toISOString(),
      ...(await this.opened(use.personId, found)),
      crisisSignposts,
    };
  }

  /** Who opened my emergency contact, when and why. */
  async uses({ personId }: Actor, { limit, cursor }: PageQuery): Promise<EmergencyContactUsePage> {
    const scope = { list: 'emergency-contact-uses', of: personId };
    const [at = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.rows<
      Omit<EmergencyContactUseDto, 'usedAt'> & Pick<EmergencyContactUse, 'usedAt'>
    >(
      `
        select ${columnsOf(EmergencyContactUse, 'u', 'id', 'usedBy', 'usedByName', 'reason', 'usedAt')}
        from emergency_contact_use u
        where u.person_id = $1 and ($2::timestamptz is null or (u.used_at, u.id) < ($2, $3::uuid))
        order by u.used_at desc, u.id desc
        limit $4`,
      [personId, at, id, limit + 1],
    );
    const page = pageOf(
      found,
      limit,
      scope,
      (use) => [use.usedAt.toISOString(), use.id],
      (use) => ({ ...use, usedAt: use.usedAt.toISOString() }),
    );
    return { ...page, crisisSignposts: (await this.college.current()).crisisSignposts };
  }

  private stored(personId: string): Promise<EmergencyContact | null> {
    return this.database.manager.findOneBy(EmergencyContact, { personId });
  }

  private async opened(personId: string, stored: EmergencyContact): Promise<EmergencyContactBody> {
    const { name, relation, phone } = JSON.parse(await this.texts.open(personId, place, stored)) as Record<
      'name' | 'relation' | 'phone',
      string
    >;
    return { name, relation, phone, knowsAboutCollege: stored.knowsAboutCollege };
  }
}
