import { Injectable } from '@nestjs/common';
import { College } from '../college/college.service.js';
import type { Actor } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, row, type Tx } from '../platform/database/sql.js';
import { Events } from '../platform/events/events.js';
import { decodeCursor } from '../platform/http/cursor.js';
import type { PageQuery } from '../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import { newId } from '../platform/ids.js';
import { SafeContact } from './registration.entity.js';
import { Registrations } from './registration.service.js';
import type { SafeChannels, SafeContactBody, SafeContactDto, SafeContactVersionDto } from './safe-contact.dto.js';
import { freshness, usableChannels } from './safe-contact.rules.js';

/** How somebody may be reached today. */
export interface SafeWays {
  /** Only what may be used: allowed, confirmed lately, and by e-mail only where the address is confirmed. */
  channels: SafeChannels;
  discreet: boolean;
  learnerWillInitiate: boolean;
  /** The confirmed address of the account. */
  email: string | null;
}

/** How people may safely be reached. Nothing is safe until its owner says so. */
@Injectable()
export class SafeContacts {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly registrations: Registrations,
    private readonly college: College,
    private readonly clock: Clock,
  ) {}

  /** Replaces my preference by a new version; what was safe before stays on record. */
  async say(actor: Actor, wish: SafeContactBody): Promise<void> {
    await this.database.command(actor, async (tx) => {
      await changed(tx, 'select from person where id = $1 for no key update', [actor.personId]);
      const last = await this.last(tx, actor.personId);
      const id = newId();
      await tx.insert(SafeContact, {
        id,
        personId: actor.personId,
        version: (last?.version ?? 0) + 1,
        channels: wish.channels,
        discreet: wish.discreet ?? true,
        learnerWillInitiate: wish.learnerWillInitiate ?? false,
        confirmedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'safe_contact.said', subjectId: id });
      await this.registrations.activateIfComplete(tx, actor);
      return actor.personId;
    });
  }

  /** My preference as it stands, and whether it is time to confirm it (BR-148). Nothing is safe while I have said nothing. */
  mine(actor: Actor): Promise<SafeContactDto> {
    return this.database.transaction(async (tx) => {
      const said = await this.last(tx, actor.personId);
      return {
        channels: said?.channels ?? {},
        discreet: said?.discreet ?? true,
        learnerWillInitiate: said?.learnerWillInitiate ?? false,
        confirmedAt: said?.confirmedAt.toISOString() ?? null,
        ...freshness(said, await this.college.policy(tx), this.clock.now()),
        version: said?.version ?? 0,
      };
    });
  }

  /** Everything that I have said so far, newest first. */
  async history(actor: Actor, { limit, cursor }: PageQuery): Promise<Page<SafeContactVersionDto>> {
    const scope = { list: 'safe-contact-history', of: actor.personId };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<SafeContactVersionDto & { confirmedAt: Date }>(
      `select id, channels, discreet, learner_will_initiate as "learnerWillInitiate", confirmed_at as "confirmedAt", version
         from safe_contact where person_id = $1 and ($2::integer is null or version < $2) order by version desc limit $3`,
      [actor.personId, before, limit + 1],
    );
    return pageOf(found, limit, scope, ({ version }) => [version], (said) => ({ ...said, confirmedAt: said.confirmedAt.toISOString() }));
  }

  /** How a person may be reached today; for whoever writes to them or calls them. */
  async ways(tx: Tx, personId: string): Promise<SafeWays> {
    const said = await this.last(tx, personId);
    const account = await row<{ email: string }>(tx, 'select email from person where id = $1 and email_confirmed_at is not null', [personId]);
    const { onlyInApp } = freshness(said, await this.college.policy(tx), this.clock.now());
    const { email, ...others } = usableChannels(said?.channels ?? {}, onlyInApp);
    return {
      channels: { ...others, ...(account && { email }) },
      discreet: said?.discreet ?? true,
      learnerWillInitiate: said?.learnerWillInitiate ?? false,
      email: account?.email ?? null,
    };
  }

  private last(tx: Tx, personId: string): Promise<SafeContact | null> {
    return tx.findOne(SafeContact, { where: { personId }, order: { version: 'DESC' } });
  }
}
