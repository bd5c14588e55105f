import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { hiddenAfterCard } from '../../platform/access/after-card.js';
import type { Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { pageOf } from '../../platform/http/pagination.js';
import type {
  JournalEntryDto,
  JournalEntryPage,
  JournalEntryQuery,
  JournalEntrySummaryDto,
  JournalVersionDto,
  JournalVersionPage,
  JournalVersionWholeDto,
} from './entry.dto.js';
import { presentEntry, presentShared, presentSummary, presentVersion, presentWholeVersion } from './entry.presenter.js';
import { findOwn, findVersion, listOwn, listVersions, type SealedHeadRow } from './entry.queries.js';
import { keyOfVersion, openBody, openHead } from '../keys/entry-sealing.js';
import { JournalKeys } from '../keys/journal-keys.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { SharedVersions } from '../sharing/shared-versions.js';

/** Reading: one's own journal, and what others share. Anything else is as if it did not exist (BR-123). */
@Injectable()
export class JournalQueryService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
    private readonly shared: SharedVersions,
    private readonly college: CollegeService,
  ) {}

  /**
   * My entry, or the version of somebody's entry that is shared with me; each read of the latter is on record before it
   * is answered (I-49).
   */
  async one(actor: Actor, id: string): Promise<JournalEntryDto> {
    const { crisisSignposts } = await this.college.current();
    const found = await this.journal.as(actor, async (tx) => {
      const own = await findOwn(tx, actor.personId, id);
      const [other] = own ? [] : await this.shared.open(tx, actor, id, 'entry');
      return { own, other };
    });
    if (found.other) return presentShared(found.other, crisisSignposts);
    if (!found.own) throw hiddenAfterCard(actor, refuse(platformRefusals.not_found));
    const key = await this.keyOf(found.own);
    return presentEntry(
      found.own,
      openHead(key, found.own, found.own.head),
      openBody(key, found.own, found.own.body),
      crisisSignposts,
    );
  }

  /** My entries, newest first. */
  async list(actor: Actor, { state, limit, cursor }: JournalEntryQuery): Promise<JournalEntryPage> {
    const scope = { list: 'journal-entries', state };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.journal.as(actor, (tx) =>
      listOwn(tx, actor.personId, state ?? null, before === null ? null : String(before), limit + 1),
    );
    const page = pageOf(
      found,
      limit,
      scope,
      ({ entryId }) => [entryId],
      (entry) => entry,
    );
    const items: JournalEntrySummaryDto[] = [];
    for (const entry of page.items) {
      const key = await this.keys.find(entry.authorId, entry.keyId, entry.entryId);
      if (key)
        items.push(presentSummary(entry, openHead(keyOfVersion(key, entry, entry.sealedKey), entry, entry.head)));
    }
    const closedBefore = actor.afterCard?.since.toISOString() ?? null;
    return this.withSignposts({ items, next: page.next, closedBefore });
  }

  /** The versions of my entry, newest first. */
  async versions(actor: Actor, entryId: string, { limit, cursor }: PageQuery): Promise<JournalVersionPage> {
    const scope = { list: 'journal-versions', entryId };
    const [below = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.journal.as(actor, async (tx) => {
      await this.mine(tx, actor, entryId);
      return listVersions(tx, actor.personId, entryId, below === null ? null : Number(below), limit + 1);
    });
    const page = pageOf(
      found,
      limit,
      scope,
      ({ number }) => [number],
      (version) => version,
    );
    const items: JournalVersionDto[] = [];
    for (const version of page.items)
      items.push(presentVersion(version, openHead(await this.keyOf(version), version, version.head)));
    return this.withSignposts({ items, next: page.next });
  }

  /** One version of my entry. */
  async version(actor: Actor, versionId: string): Promise<JournalVersionWholeDto> {
    const found = await this.journal.as(actor, (tx) => findVersion(tx, actor.personId, versionId));
    if (!found) throw hiddenAfterCard(actor, refuse(platformRefusals.not_found));
    const key = await this.keyOf(found);
    return presentWholeVersion(
      found,
      openHead(key, found, found.head),
      openBody(key, found, found.body),
      (await this.college.current()).crisisSignposts,
    );
  }

  /** 404 unless the entry is the actor's own. */
  async mine(tx: Tx, actor: Actor, entryId: string): Promise<void> {
    if (!(await findOwn(tx, actor.personId, entryId))) throw refuse(platformRefusals.not_found);
  }

  /** A page as it is answered: where to find help stands beside what was written, and never because of it. */
  async withSignposts<T extends object>(page: T): Promise<T & Pick<JournalEntryPage, 'crisisSignposts'>> {
    return { ...page, crisisSignposts: (await this.college.current()).crisisSignposts };
  }

  private async keyOf(version: SealedHeadRow): Promise<Buffer> {
    return keyOfVersion(
      await this.keys.forOpening(version.authorId, version.keyId, version.entryId),
      version,
      version.sealedKey,
    );
  }
}
