import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { randomBytes } from 'node:crypto';
import type { Actor } from '../../platform/actor.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { Every } from '../../platform/jobs/job.decorators.js';
import { hashOfSecret } from '../../platform/secrets.js';
import type { CalendarFeedDto, TitleStyle } from './calendar-feed.dto.js';
import { CalendarFeed } from './calendar-feed.entity.js';
import { unusedDays } from './calendar-feed.rules.js';
import { type CalendarEntry, calendarText } from './calendar.presenter.js';
import { calendarEntries } from '../around-a-run/timetable.queries.js';
import { Replays } from '../../platform/endings/restore.decorators.js';

/**
 * Whether the link `f` still opens: it ends with the password that was good when it was made, and when no calendar
 * fetches it (BR-213).
 */
const opens = (now: string) => `
  f.revoked_at is null
  and coalesce(f.last_used_at, f.created_at) > ${now}::timestamptz - interval '${unusedDays * 24} hours'
  and not exists (select from credential c where c.person_id = f.person_id and c.changed_at >= f.created_at)`;

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
    requireRecentSignIn(actor, this.clock.now());
    let link: string | null = null;
    await this.database.command(actor, async (tx) => {
      await changed(tx, 'select from person where id = $1 for no key update', [actor.personId]);
      await this.endOf(tx, actor.personId);
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
    const [found] = await this.database.rows<CalendarFeed>(
      `
        select ${columnsOf(CalendarFeed, 'f', 'id', 'titles', 'createdAt', 'lastUsedAt', 'version')}
        from calendar_feed f
        where f.person_id = $1 and ${opens('$2')}`,
      [actor.personId, this.clock.now()],
    );
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

  /** Says what the calendar shows. 404 when I have no feed, 401 `sign_in_again` for showing all without a proof. */
  async show(actor: Actor, titles: TitleStyle): Promise<void> {
    if (titles === 'full') requireRecentSignIn(actor, this.clock.now());
    await this.database.command(actor, async (tx) => {
      const feed = await row<Pick<CalendarFeed, 'id' | 'titles'>>(
        tx,
        `
          select ${columnsOf(CalendarFeed, 'f', 'id', 'titles')}
          from calendar_feed f
          where f.person_id = $1 and ${opens('$2')}
          for no key update of f`,
        [actor.personId, this.clock.now()],
      );
      if (!feed) throw refuse(platformRefusals.not_found);
      await tx.update(CalendarFeed, { id: feed.id }, { titles });
      if (titles === 'full' && feed.titles !== 'full')
        await this.events.record(tx, actor, { type: 'calendar_feed.shown_in_full', subjectId: feed.id });
      return actor.personId;
    });
  }

  /** The secret link stops working at once. 404 when I have none. */
  async revoke(actor: Actor): Promise<void> {
    await this.database.command(actor, async (tx) => {
      if (!(await this.endOf(tx, actor.personId))) throw refuse(platformRefusals.not_found);
      await this.events.record(tx, actor, { type: 'calendar_feed.revoked', subjectId: actor.personId });
      return actor.personId;
    });
  }

  /** The calendar behind a secret link. 404 for an unknown one and one that is over, and nothing tells the two apart. */
  async read(token: string): Promise<string> {
    const now = this.clock.now();
    const [feed] = await this.database.rows<Pick<CalendarFeed, 'personId' | 'titles'>>(
      `
        update calendar_feed f
        set last_used_at = $2
        where f.token_hash = $1 and ${opens('$2')}
        returning ${columnsOf(CalendarFeed, 'f', 'personId', 'titles')}`,
      [hashOfSecret(token), now],
    );
    if (!feed) throw refuse(platformRefusals.not_found);
    return calendarText(await this.database.rows<CalendarEntry>(calendarEntries, [feed.personId, now]), feed.titles);
  }

  /** Tidies up: what is over opens nothing without this. */
  @Every('23 3 * * *', 'end-calendar-feeds')
  async endWhatIsOver(): Promise<void> {
    await this.database.transaction((tx) =>
      changed(tx, `update calendar_feed f set revoked_at = $1 where f.revoked_at is null and not (${opens('$1')})`, [
        this.clock.now(),
      ]),
    );
  }

  /** A link that was revoked, or that a new one took the place of, opens nothing after a restore (BR-191). */
  @Replays('calendar_feed_ended', { 'calendar_feed.revoked': 'subject', 'calendar_feed.made': 'person' })
  endAgain(personIds: string[]): Promise<void> {
    return this.database.transaction(
      async (tx) =>
        void (await tx.update(
          CalendarFeed,
          { personId: In(personIds), revokedAt: IsNull() },
          { revokedAt: this.clock.now() },
        )),
    );
  }

  /** Ends this person's link. False when they have none. */
  async endOf(tx: Tx, personId: string): Promise<boolean> {
    const { affected } = await tx.update(
      CalendarFeed,
      { personId, revokedAt: IsNull() },
      { revokedAt: this.clock.now() },
    );
    return affected === 1;
  }
}
