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
import { findOwn, findVersion, listOwn, listVersions, type OwnEntry, type SealedHeadRow } from './entry.queries.js';
import { keyOfVersion, openBody, openHead, openVersion } from '../keys/entry-sealing.js';
import { type EntryKey, JournalKeys } from '../keys/journal-keys.js';
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
   * is answered (I-49). 409 `damaged_entry` for one that can no longer be opened whole.
   */
  async one(actor: Actor, id: string): Promise<JournalEntryDto> {
    const { own, shared, crisisSignposts } = await this.journal.as(actor, async (tx, around) => {
      const mine = await findOwn(tx, actor.personId, id);
      const [theirs] = mine ? [] : await this.shared.open(tx, actor, id, 'entry');
      return { own: mine, shared: theirs, crisisSignposts: around.crisisSignposts };
    });
    if (shared) return presentShared(shared, crisisSignposts);
    if (!own) throw hiddenAfterCard(actor, refuse(platformRefusals.not_found));
    return this.whole({ own, crisisSignposts });
  }

  /** An entry of one's own that words were just written in; 409 as above. */
  async whole(found: OwnEntry): Promise<JournalEntryDto> {
    const entry = await this.opened(found);
    if (entry.damaged) throw refuse(platformRefusals.damaged_entry);
    return entry;
  }

  /** An entry of one's own as a step left it; a damaged one is named, and its words are left out. */
  async opened({ own, crisisSignposts }: OwnEntry): Promise<JournalEntryDto> {
    const { head, blocks } = openVersion(await this.keyOf(own), own);
    return presentEntry(own, head, blocks, crisisSignposts);
  }

  /** My entries, newest first. */
  async list(actor: Actor, { state, limit, cursor }: JournalEntryQuery): Promise<JournalEntryPage> {
    const scope = { list: 'journal-entries', state };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const { found, crisisSignposts } = await this.journal.as(actor, async (tx, around) => ({
      found: await listOwn(tx, actor.personId, state ?? null, before === null ? null : String(before), limit + 1),
      crisisSignposts: around.crisisSignposts,
    }));
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
      if (key) items.push(presentSummary(entry, openVersion(key, entry).head));
    }
    const closedBefore = actor.afterCard?.since.toISOString() ?? null;
    return { items, next: page.next, closedBefore, crisisSignposts };
  }

  /** The versions of my entry, newest first. */
  async versions(actor: Actor, entryId: string, { limit, cursor }: PageQuery): Promise<JournalVersionPage> {
    const scope = { list: 'journal-versions', entryId };
    const [below = null] = decodeCursor(cursor, scope, 1) ?? [];
    const { found, crisisSignposts } = await this.journal.as(actor, async (tx, around) => {
      await this.mine(tx, actor, entryId);
      const most = limit + 1;
      return {
        found: await listVersions(tx, actor.personId, entryId, below === null ? null : Number(below), most),
        crisisSignposts: around.crisisSignposts,
      };
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
      items.push(presentVersion(version, openVersion(await this.keyOf(version), version).head));
    return { items, next: page.next, crisisSignposts };
  }

  /** One version of my entry; 409 `damaged_entry` when it can no longer be opened. */
  async version(actor: Actor, versionId: string): Promise<JournalVersionWholeDto> {
    const { found, crisisSignposts } = await this.journal.as(actor, async (tx, around) => ({
      found: await findVersion(tx, actor.personId, versionId),
      crisisSignposts: around.crisisSignposts,
    }));
    if (!found) throw hiddenAfterCard(actor, refuse(platformRefusals.not_found));
    const key = keyOfVersion(await this.keyOf(found), found, found.sealedKey);
    return presentWholeVersion(
      found,
      openHead(key, found, found.head),
      openBody(key, found, found.body),
      crisisSignposts,
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

  private keyOf({ authorId, keyId, entryId }: SealedHeadRow): Promise<EntryKey> {
    return this.keys.forOpening(authorId, keyId, entryId);
  }
}
