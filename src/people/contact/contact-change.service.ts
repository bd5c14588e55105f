import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { aDay, later } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, findRow, insertRow, lockRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import type { ContactChangeDto } from './contact-change.dto.js';
import { ContactChange } from './contact-change.entity.js';
import { type ConfirmationWay, type ContactChangeKind, type Preference, waitsForDays } from './contact-change.rules.js';
import type { SafeChannels } from './safe-channels.dto.js';
import { nextSafe } from './safe-contact.rules.js';
import { when } from '../../platform/access/acts.js';

/** What is read of a change: all but its secrets. */
const told = [
  'id',
  'personId',
  'kind',
  'state',
  'way',
  'wish',
  'newEmail',
  'newEmailCanonical',
  'requestedAt',
  'expiresAt',
  'agreedAt',
  'agreedBy',
  'agreedBecause',
  'version',
] as const;

/** Something that waits to be confirmed. */
export type ToldChange = Pick<ContactChange, (typeof told)[number]>;

/** What is asked for, and how it can be confirmed. */
export interface Asked {
  kind: ContactChangeKind;
  way: ConfirmationWay;
  /** The channels of which both the old and the new preference say that they are safe. */
  stillSafe: SafeChannels;
  wish?: Preference;
  email?: { typed: string; canonical: string };
}

/** Changes `c`; the condition follows. */
export const contactChanges = `select ${columnsOf(ContactChange, 'c', ...told)} from contact_change c`;

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
    await insertRow(tx, ContactChange, {
      id,
      personId: actor.personId,
      kind,
      way,
      wish: wish ?? null,
      newEmail: email?.typed ?? null,
      newEmailCanonical: email?.canonical ?? null,
      requestedAt: now,
      expiresAt: later(now, waitsForDays * aDay),
    });
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
    const dropped = await rows<Pick<ContactChange, 'id'>>(
      tx,
      `
        update contact_change c
        set state = 'dropped'
        where c.person_id = $1 and c.kind = $2 and c.state in ('waiting', 'agreed')
        returning ${columnsOf(ContactChange, 'c', 'id')}`,
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
      const taken = await updateRows(
        tx,
        ContactChange,
        { id, personId: actor.personId, state: ['waiting', 'agreed'] },
        { state: 'dropped' },
      );
      if (taken === 0) throw refuse(platformRefusals.not_found);
      await this.events.record(tx, actor, { type: 'contact_change.dropped', subjectId: id });
      return id;
    });
  }

  /** What of this kind waits for somebody, unless its time is over. */
  async waiting(tx: Tx, personId: string, kind: ContactChangeKind): Promise<ToldChange | undefined> {
    return row<ToldChange>(
      tx,
      `
        ${contactChanges}
        where c.person_id = $1 and c.kind = $2 and c.state in ('waiting', 'agreed') and c.expires_at > $3`,
      [personId, kind, this.clock.now()],
    );
  }

  /** Locks a change, whoever's it is. 404 when there is none. */
  async lock(tx: Tx, id: string): Promise<ToldChange> {
    const found = await this.lockIfThere(tx, id);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** The same for jobs: whoever was erased meanwhile has no change left. */
  lockIfThere(tx: Tx, id: string) {
    return lockRow(tx, ContactChange, { id }, told);
  }

  /** Until when this change waits, for the notice of it; undefined once it does not. */
  async waitsUntil(tx: Tx, id: string): Promise<Date | undefined> {
    return (await findRow(tx, ContactChange, { id, state: 'waiting' }, ['expiresAt']))?.expiresAt;
  }

  /** One of mine. 404 for anybody else's. */
  async one({ personId }: Actor, id: string): Promise<ContactChangeDto> {
    const found = await this.database.row<ToldChange>(`${contactChanges} where c.id = $1 and c.person_id = $2`, [
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
    const found = await this.database.rows<ToldChange>(
      `${contactChanges} where c.person_id = $1 and ($2::uuid is null or c.id < $2) order by c.id desc limit $3`,
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

  presentChange(change: ToldChange): ContactChangeDto {
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
      can: (
        {
          waiting: [...when(way !== 'in_person', 'confirm'), 'take_back'],
          agreed: ['complete', 'take_back'],
          done: [],
          dropped: [],
        } satisfies Record<ContactChangeDto['state'], ContactChangeDto['can']>
      )[state],
    };
  }
}
