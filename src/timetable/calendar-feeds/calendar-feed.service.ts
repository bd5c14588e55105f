import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { randomBytes } from 'node:crypto';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { hashOfSecret } from '../../platform/secrets.js';
import type { CalendarFeedDto, TitleStyle } from './calendar-feed.dto.js';
import { CalendarFeed } from './calendar-feed.entity.js';
import { type CalendarEntry, calendarText } from './calendar.presenter.js';
import { calendarEntries } from '../around-a-run/timetable.queries.js';

/** Private calendar feeds: a random link per person, stored as a hash, revocable at any time (I-23). */
@Injectable()
export class CalendarFeedService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Makes a new secret link; the one before stops working at once. The link is null when a retry repeats this. */
  async make(actor: Actor, titles: TitleStyle = 'neutral'): Promise<{ link: string | null }> {
    let link: string | null = null;
    await this.database.command(actor, async (tx) => {
      await changed(tx, 'select from person where id = $1 for no key update', [actor.personId]);
      await this.end(tx, actor);
      const token = randomBytes(32).toString('base64url');
      const id = newId();
      await tx.insert(CalendarFeed, {
        id,
        personId: actor.personId,
        tokenHash: hashOfSecret(token),
        titles,
        createdAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'calendar_feed.made', subjectId: id });
      link = `${this.config.publicUrl}/api/v1/calendar-feeds/${token}.ics`;
      return id;
    });
    return { link };
  }

  /** My feed, without its secret. 404 when I have none. */
  async mine(actor: Actor): Promise<CalendarFeedDto> {
    const found = await this.database.manager.findOneBy(CalendarFeed, {
      personId: actor.personId,
      revokedAt: IsNull(),
    });
    if (!found) throw refuse(platformRefusals.not_found);
    return {
      id: found.id,
      titles: found.titles,
      createdAt: found.createdAt.toISOString(),
      lastUsedAt: found.lastUsedAt?.toISOString() ?? null,
      can: ['edit', 'revoke'],
      version: found.version,
    };
  }

  /** Says what the calendar shows. 404 when I have no feed. */
  async show(actor: Actor, titles: TitleStyle): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { affected } = await tx.update(CalendarFeed, { personId: actor.personId, revokedAt: IsNull() }, { titles });
      if (!affected) throw refuse(platformRefusals.not_found);
      return actor.personId;
    });
  }

  /** The secret link stops working at once. 404 when I have none. */
  async revoke(actor: Actor): Promise<void> {
    await this.database.command(actor, async (tx) => {
      if (!(await this.end(tx, actor))) throw refuse(platformRefusals.not_found);
      await this.events.record(tx, actor, { type: 'calendar_feed.revoked', subjectId: actor.personId });
      return actor.personId;
    });
  }

  /** The calendar behind a secret link. 404 for an unknown or revoked one, and nothing tells the two apart. */
  async read(token: string): Promise<string> {
    const now = this.clock.now();
    const [feed] = await this.database.rows<Pick<CalendarFeed, 'personId' | 'titles'>>(
      `
        update calendar_feed
        set last_used_at = $2
        where token_hash = $1 and revoked_at is null
        returning ${columnsOf(CalendarFeed, 'calendar_feed', 'personId', 'titles')}`,
      [hashOfSecret(token), now],
    );
    if (!feed) throw refuse(platformRefusals.not_found);
    return calendarText(await this.database.rows<CalendarEntry>(calendarEntries, [feed.personId, now]), feed.titles);
  }

  private async end(tx: Tx, actor: Actor): Promise<boolean> {
    const { affected } = await tx.update(
      CalendarFeed,
      { personId: actor.personId, revokedAt: IsNull() },
      { revokedAt: this.clock.now() },
    );
    return affected === 1;
  }
}
