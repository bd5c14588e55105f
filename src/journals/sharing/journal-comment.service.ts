import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { changed, row, rows } from '../../platform/database/sql.js';
import { insertRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { commentColumns, type CommentRow, presentComment } from './comment.presenter.js';
import { findOwn } from '../entries/entry.queries.js';
import { keyOfVersion, sealNote } from '../keys/entry-sealing.js';
import type { JournalCommentDto } from './grant.dto.js';
import { JournalComment } from './journal-grant.entity.js';
import { JournalKeys } from '../keys/journal-keys.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { type SharedVersion, SharedVersions } from './shared-versions.js';

/** What readers write to the author. The two of them see it; the author may remove it, and so may its writer. */
@Injectable()
export class JournalCommentService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
    private readonly shared: SharedVersions,
    private readonly clock: Clock,
  ) {}

  /**
   * Comments on the version that is shared with the actor. 404 without a living grant, 403 for its author and where the
   * grant is for reading alone.
   */
  async add(actor: Actor, entryId: string, text: string): Promise<string> {
    return this.journal.command(actor, async (tx) => {
      const shared = await this.shared.open(tx, actor, entryId, null);
      const version = shared.find(({ permission }) => permission === 'comment');
      if (!version)
        throw refuse(
          shared.length > 0 || (await findOwn(tx, actor.personId, entryId))
            ? platformRefusals.forbidden
            : platformRefusals.not_found,
        );
      const id = newId();
      await insertRow(tx, JournalComment, {
        id,
        grantId: version.grantId,
        entryId,
        authorId: version.authorId,
        readerId: actor.personId,
        sealed: sealNote(version.key, version, `comment ${id}`, text),
        writtenAt: this.clock.now(),
      });
      return id;
    });
  }

  /** On my entry all comments, on a shared one my own; oldest first. 404 for anybody else. */
  async on(actor: Actor, entryId: string, { limit, cursor }: PageQuery): Promise<Page<JournalCommentDto>> {
    const scope = { list: 'journal-comments', entryId };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    return this.journal.as(actor, async (tx) => {
      const own = await findOwn(tx, actor.personId, entryId);
      const shared = await this.shared.open(tx, actor, entryId, null);
      if (!own && shared.length === 0) throw refuse(platformRefusals.not_found);
      const found = await rows<CommentRow>(
        tx,
        `
          ${commentColumns}
          where c.entry_id = $1 and (c.author_id = $2 or c.reader_id = $2) and ($3::uuid is null or c.id > $3)
          order by c.id
          limit $4`,
        [entryId, actor.personId, after, limit + 1],
      );
      const page = pageOf(
        found,
        limit,
        scope,
        ({ id }) => [id],
        (comment) => comment,
      );
      const items: JournalCommentDto[] = [];
      for (const comment of page.items) items.push(presentComment(comment, await this.keyTo(comment, actor, shared)));
      return { items, next: page.next };
    });
  }

  async one(actor: Actor, id: string): Promise<JournalCommentDto> {
    return this.journal.as(actor, async (tx) => {
      const found = await row<CommentRow>(tx, `${commentColumns} where c.id = $1`, [id]);
      if (!found) throw refuse(platformRefusals.not_found);
      return presentComment(
        found,
        await this.keyTo(found, actor, await this.shared.open(tx, actor, found.entryId, null)),
      );
    });
  }

  /** For the author of the entry, and for the writer while the grant lives. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.journal.command(actor, async (tx) => {
      const removed = await changed(
        tx,
        'delete from journal_comment where id = $1 and (author_id = $2 or reader_id = $2)',
        [id, actor.personId],
      );
      if (removed === 0) throw refuse(platformRefusals.not_found);
      return id;
    });
  }

  private async keyTo(comment: CommentRow, actor: Actor, shared: SharedVersion[]): Promise<Buffer> {
    if (comment.authorId === actor.personId)
      return keyOfVersion(
        await this.keys.forOpening(comment.authorId, comment.keyId, comment.entryId),
        comment,
        comment.versionKey,
      );
    const version = shared.find(({ grantId }) => grantId === comment.grantId);
    if (!version) throw refuse(platformRefusals.not_found);
    return version.key;
  }
}
