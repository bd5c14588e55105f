import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { aDay, later } from '../../platform/calendar.js';
import { hiddenAfterCard } from '../../platform/access/after-card.js';
import type { Actor } from '../../platform/actor.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, findRow, insertRow, updateRows } from '../../platform/database/tables.js';
import { Endings } from '../../platform/endings/endings.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { findOwn, findVersion, lockOwn, type SealedHeadRow } from '../entries/entry.queries.js';
import { undoUntil } from '../entries/entry.rules.js';
import { keyOfVersion, sealForReader, sealNote } from '../keys/entry-sealing.js';
import type { JournalGrantBody, JournalGrantDto, JournalReadDto, SharedWithMeDto } from './grant.dto.js';
import { grantColumns, type GrantRow, presentGrant } from './grant.presenter.js';
import { JournalGrant } from './journal-grant.entity.js';
import { JournalKeys } from '../keys/journal-keys.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { journalsRefusals } from '../journals.refusals.js';
import { presentRead, readColumns, type ReadRow } from './reader.presenter.js';
import { ReaderCodeService } from './reader-code.service.js';
import { RecipientService } from './recipient.service.js';

/** Sharing: one version, one person, a purpose and an end. */
@Injectable()
export class JournalGrantService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
    private readonly recipients: RecipientService,
    private readonly codes: ReaderCodeService,
    private readonly college: CollegeService,
    private readonly endings: Endings,
    private readonly clock: Clock,
  ) {}

  /** Whom the actor may share this entry with; 404 for anybody else's entry. */
  async recipientsOf(actor: Actor, entryId: string): Promise<{ id: string; chosenName: string | null }[]> {
    await this.journal.as(actor, (tx) => this.mine(tx, actor, entryId));
    return this.recipients.of(actor.personId);
  }

  /**
   * Shares a version (BR-122, BR-125 to BR-127). 401 `sign_in_again` after ten minutes; 422 `recipient_not_allowed`,
   * the same for everybody who is not on the list or whose code does not hold; 422 `grant_too_long`; 409
   * `already_shared`.
   */
  async share(actor: Actor, entryId: string, wish: JournalGrantBody): Promise<string> {
    requireRecentSignIn(actor, this.clock.now());
    const { journalGrantDays, journalGrantDaysMost } = (await this.college.current()).policy;
    const days = wish.days ?? Math.min(journalGrantDays, journalGrantDaysMost);
    if (days > journalGrantDaysMost)
      throw refuse(journalsRefusals.grant_too_long, { values: { most: journalGrantDaysMost } });
    const reader = await this.readerFor(actor, wish);
    return this.journal.command(actor, async (tx) => {
      const version = await this.versionToShare(tx, actor, entryId, wish.versionId);
      if (!reader || (reader.code !== undefined && !(await this.codes.use(tx, reader.code))))
        throw refuse(journalsRefusals.recipient_not_allowed);
      const entryKey = await this.keys.forOpening(actor.personId, version.keyId, entryId);
      const now = this.clock.now();
      const twin = await row(
        tx,
        `
          select ${columnsOf(JournalGrant, 'g', 'id')}
          from journal_grant g
          where g.version_id = $1 and g.reader_id = $2 and g.revoked_at is null and g.expires_at > $3`,
        [version.versionId, reader.id, now],
      );
      if (twin) throw refuse(journalsRefusals.already_shared);
      const id = newId();
      const key = keyOfVersion(entryKey, version, version.sealedKey);
      await insertRow(tx, JournalGrant, {
        id,
        versionId: version.versionId,
        entryId,
        authorId: actor.personId,
        readerId: reader.id,
        permission: wish.permission ?? 'read',
        purpose: sealNote(key, version, `purpose ${id}`, wish.purpose),
        sealedKey: sealForReader(key, entryKey, reader.key, version, id),
        grantedAt: now,
        expiresAt: later(now, days * aDay),
      });
      return id;
    });
  }

  /** Ends a grant at once: the reader's next request finds nothing. Doing it twice changes nothing. */
  async revoke(actor: Actor, grantId: string): Promise<void> {
    await this.journal.command(actor, async (tx) => {
      if (!(await findRow(tx, JournalGrant, { id: grantId, authorId: actor.personId }, ['id'])))
        throw refuse(platformRefusals.not_found);
      const ended = { revokedAt: this.clock.now(), sealedKey: null };
      if ((await updateRows(tx, JournalGrant, { id: grantId, revokedAt: null }, ended)) > 0)
        this.endings.note(tx, 'journal_grant_ended', grantId);
      return grantId;
    });
  }

  /** One of the actor's own grants. */
  async one(actor: Actor, grantId: string): Promise<JournalGrantDto> {
    const found = await this.journal.as(actor, (tx) =>
      row<GrantRow>(tx, `${grantColumns} where g.id = $1 and g.author_id = $2`, [grantId, actor.personId]),
    );
    if (!found) throw hiddenAfterCard(actor, refuse(platformRefusals.not_found));
    return this.presentGrantFor(found);
  }

  /** Every grant of the actor's own entry, ended ones too, newest first. */
  async of(actor: Actor, entryId: string, { limit, cursor }: PageQuery): Promise<Page<JournalGrantDto>> {
    const scope = { list: 'journal-grants', entryId };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.journal.as(actor, async (tx) => {
      await this.mine(tx, actor, entryId);
      return rows<GrantRow>(
        tx,
        `
          ${grantColumns}
          where g.entry_id = $1 and g.author_id = $2 and ($3::uuid is null or g.id < $3)
          order by g.id desc
          limit $4`,
        [entryId, actor.personId, before, limit + 1],
      );
    });
    const page = pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (grant) => grant,
    );
    const items: JournalGrantDto[] = [];
    for (const grant of page.items) items.push(await this.presentGrantFor(grant));
    return { items, next: page.next };
  }

  /** Who read the actor's own entry, newest first (I-49). */
  async reads(actor: Actor, entryId: string, { limit, cursor }: PageQuery): Promise<Page<JournalReadDto>> {
    const scope = { list: 'journal-reads', entryId };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.journal.as(actor, async (tx) => {
      await this.mine(tx, actor, entryId);
      return rows<ReadRow>(
        tx,
        `
          ${readColumns}
          where r.entry_id = $1 and r.author_id = $2 and ($3::uuid is null or r.id < $3)
          order by r.id desc
          limit $4`,
        [entryId, actor.personId, before, limit + 1],
      );
    });
    return pageOf(found, limit, scope, ({ id }) => [id], presentRead);
  }

  /** What others share with the actor now and the actor may still read (BR-126), newest first. */
  async withMe(actor: Actor, { limit, cursor }: PageQuery): Promise<Page<SharedWithMeDto>> {
    const scope = { list: 'shared-with-me' };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    return this.journal.as(actor, async (tx) => {
      const found = await rows<
        Pick<JournalGrant, 'id' | 'entryId' | 'permission' | 'authorId' | 'expiresAt'> & { authorName: string | null }
      >(
        tx,
        `
          select ${columnsOf(JournalGrant, 'g', 'id', 'entryId', 'permission', 'authorId', 'expiresAt')},
            p.chosen_name as "authorName"
          from journal_grant g
          join person p on p.id = g.author_id
          where g.reader_id = $1 and g.revoked_at is null and g.expires_at > $2 and ($3::uuid is null or g.id < $3)
          order by g.id desc
          limit $4`,
        [actor.personId, this.clock.now(), before, limit + 1],
      );
      const page = pageOf(
        found,
        limit,
        scope,
        ({ id }) => [id],
        ({ id, entryId, permission, authorId, authorName, expiresAt }) => ({
          id,
          entryId,
          by: { id: authorId, chosenName: authorName },
          until: expiresAt.toISOString(),
          permission,
        }),
      );
      const authors = [...new Set(page.items.map(({ by }) => by.id))];
      const allowed = await this.recipients.allowed(
        tx,
        authors.map((authorId) => ({ authorId, readerId: actor.personId })),
      );
      const open = new Set(allowed.map(({ authorId }) => authorId));
      return { items: page.items.filter(({ by }) => open.has(by.id)), next: page.next };
    });
  }

  private async versionToShare(tx: Tx, actor: Actor, entryId: string, versionId: string): Promise<SealedHeadRow> {
    const entry = await lockOwn(tx, actor.personId, entryId);
    if (!entry) throw refuse(platformRefusals.not_found);
    if (entry.deletedAt)
      throw refuse(journalsRefusals.journal_entry_deleted, {
        values: { date: undoUntil(entry.deletedAt).toISOString().slice(0, 10) },
      });
    const version = await findVersion(tx, actor.personId, versionId);
    if (version?.entryId !== entryId) throw refuse(platformRefusals.not_found);
    return version;
  }

  /** Undefined for whoever must not be a reader; why is nobody's business. */
  private async readerFor(actor: Actor, { recipientId, recipientCode }: JournalGrantBody) {
    const code = recipientId === undefined ? recipientCode : undefined;
    const id = code === undefined ? recipientId : await this.codes.readerOf(actor, code);
    if (id === undefined) return undefined;
    const allowed =
      code === undefined
        ? (await this.recipients.of(actor.personId)).some((one) => one.id === id)
        : await this.journal.as(actor, (tx) => this.recipients.mayRead(tx, actor.personId, id));
    return allowed ? { id, code, key: await this.keys.forReader(id) } : undefined;
  }

  private async mine(tx: Tx, actor: Actor, entryId: string): Promise<void> {
    if (!(await findOwn(tx, actor.personId, entryId))) throw refuse(platformRefusals.not_found);
  }

  private async presentGrantFor(grant: GrantRow): Promise<JournalGrantDto> {
    const key = await this.keys.forOpening(grant.authorId, grant.keyId, grant.entryId);
    return presentGrant(grant, key, this.clock.now());
  }
}
