import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { aDay, later } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import type { ContactChangeDto } from './contact-change.dto.js';
import {
  type ConfirmationWay,
  type ContactChangeKind,
  type ContactChangeState,
  type Preference,
  waitsForDays,
} from './contact-change.rules.js';
import type { SafeChannels } from './safe-channels.dto.js';
import { nextSafe } from './safe-contact.rules.js';

/** Something that waits to be confirmed. */
export interface ContactChange {
  id: string;
  personId: string;
  kind: ContactChangeKind;
  state: ContactChangeState;
  way: ConfirmationWay;
  wish: Preference | null;
  newEmail: string | null;
  newEmailCanonical: string | null;
  requestedAt: Date;
  expiresAt: Date;
  agreedAt: Date | null;
  agreedBy: string | null;
  agreedBecause: string | null;
  version: number;
}

/** What is asked for, and how it can be confirmed. */
export interface Asked {
  kind: ContactChangeKind;
  way: ConfirmationWay;
  /** The channels of which both the old and the new preference say that they are safe. */
  stillSafe: SafeChannels;
  wish?: Preference;
  email?: { typed: string; canonical: string };
}

export const contactChanges = `
  select id, person_id as "personId", kind, state, way, wish, new_email as "newEmail",
    new_email_canonical as "newEmailCanonical", requested_at as "requestedAt", expires_at as "expiresAt",
    agreed_at as "agreedAt", agreed_by as "agreedBy", agreed_because as "agreedBecause", version
  from contact_change`;

/** Changes of how a person is reached that wait until they are confirmed (BR-149). One of a kind waits at a time. */
@Injectable()
export class ContactChangeService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /** Notes a change; a code leaves only in the safe hours of the old address. The caller holds the person's lock. */
  async askForChange(tx: Tx, actor: Actor, { kind, way, stillSafe, wish, email }: Asked): Promise<string> {
    await this.drop(tx, actor, kind);
    const id = newId();
    const now = this.clock.now();
    await rows(
      tx,
      `
        insert into contact_change (
          id, person_id, kind, way, wish, new_email, new_email_canonical, requested_at, expires_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        actor.personId,
        kind,
        way,
        wish ? JSON.stringify(wish) : null,
        email?.typed ?? null,
        email?.canonical ?? null,
        now,
        later(now, waitsForDays * aDay),
      ],
    );
    await this.events.record(tx, actor, { type: 'contact_change.asked', subjectId: id, refs: { kind, way } });
    if (way === 'email') {
      const { timeZone } = await this.college.current(tx);
      await this.jobs.enqueue(
        tx,
        'contact-code',
        { changeId: id },
        { key: `contact-code:${id}`, runAt: nextSafe(stillSafe.email?.safeHours, now, timeZone) ?? now },
      );
    }
    return id;
  }

  /** Whatever of this kind still waits is not wanted any more. */
  async drop(tx: Tx, actor: Actor, kind: ContactChangeKind): Promise<void> {
    const dropped = await rows<{ id: string }>(
      tx,
      `
        update contact_change
        set state = 'dropped'
        where person_id = $1 and kind = $2 and state in ('waiting', 'agreed')
        returning id`,
      [actor.personId, kind],
    );
    await this.events.record(
      tx,
      actor,
      ...dropped.map(({ id }) => ({ type: 'contact_change.dropped', subjectId: id })),
    );
  }

  /** Takes one of my changes back. 404 for anybody else's, and for one that waits no more. */
  async takeBack(actor: Actor, id: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const taken = await changed(
        tx,
        `
          update contact_change
          set state = 'dropped'
          where id = $1 and person_id = $2 and state in ('waiting', 'agreed')`,
        [id, actor.personId],
      );
      if (taken === 0) throw refuse(platformRefusals.not_found);
      await this.events.record(tx, actor, { type: 'contact_change.dropped', subjectId: id });
      return id;
    });
  }

  /** What of this kind waits for somebody, unless its time is over. */
  async waiting(tx: Tx, personId: string, kind: ContactChangeKind): Promise<ContactChange | undefined> {
    return row<ContactChange & Record<string, unknown>>(
      tx,
      `${contactChanges} where person_id = $1 and kind = $2 and state in ('waiting', 'agreed') and expires_at > $3`,
      [personId, kind, this.clock.now()],
    );
  }

  /** Locks a change, whoever's it is. 404 when there is none. */
  async lock(tx: Tx, id: string): Promise<ContactChange> {
    const found = await row<ContactChange & Record<string, unknown>>(tx, `${contactChanges} where id = $1 for update`, [
      id,
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** Until when this change waits, for the notice of it; undefined once it does not. */
  async waitsUntil(tx: Tx, id: string): Promise<Date | undefined> {
    return (
      await row<{ until: Date }>(
        tx,
        `select expires_at as until from contact_change where id = $1 and state = 'waiting'`,
        [id],
      )
    )?.until;
  }

  /** One of mine. 404 for anybody else's. */
  async one({ personId }: Actor, id: string): Promise<ContactChangeDto> {
    const found = await this.database.row<ContactChange>(`${contactChanges} where id = $1 and person_id = $2`, [
      id,
      personId,
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    return this.presentChange(found);
  }

  /** Mine, newest first. */
  async mine({ personId }: Actor, { limit, cursor }: PageQuery): Promise<Page<ContactChangeDto>> {
    const scope = { list: 'contact-changes', of: personId };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<ContactChange>(
      `${contactChanges} where person_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [personId, after, limit + 1],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (change) => this.presentChange(change),
    );
  }

  presentChange(change: ContactChange): ContactChangeDto {
    const { id, kind, way, wish, newEmail, requestedAt, expiresAt, agreedAt, agreedBy, agreedBecause, version } =
      change;
    const state = change.state !== 'done' && expiresAt <= this.clock.now() ? 'dropped' : change.state;
    return {
      id,
      kind,
      state,
      version,
      confirmBy: way,
      channels: wish?.channels ?? null,
      email: newEmail,
      requestedAt: requestedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      confirmedAt: agreedAt?.toISOString() ?? null,
      confirmedBy: agreedBy,
      confirmedBecause: agreedBecause,
      can: {
        waiting: [...(way === 'in_person' ? [] : ['confirm']), 'take_back'],
        agreed: ['complete', 'take_back'],
        done: [],
        dropped: [],
      }[state],
    };
  }
}
