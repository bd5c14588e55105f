import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.js';
import type { Page } from '../../platform/http/pagination.js';
import { foldedToFind } from '../../platform/text/folded-text.rules.js';
import type { JournalEntrySummaryDto } from './entry.dto.js';
import { presentSummary } from './entry.presenter.js';
import { type EntryRow, listWhole, type WithBody } from './entry.queries.js';
import { openVersion } from '../keys/entry-sealing.js';
import { JournalKeys } from '../keys/journal-keys.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import type { JournalSearchBody } from './search.dto.js';

const batch = 20;
const mostEntries = 400;
const mostBytes = 8 * 1024 * 1024;
const scope = { list: 'journal-search' };

/**
 * Looks through one's own journal by opening entries in memory, newest first. There is no index, and nothing remains of
 * the words.
 */
@Injectable()
export class JournalSearchService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
  ) {}

  /**
   * Looks at a bounded part of the journal; `next` goes on from there, also when nothing was found so far. A damaged
   * entry is always named: nobody can say any more whether the words were in it.
   */
  async find(actor: Actor, { words, limit = 20, cursor }: JournalSearchBody): Promise<Page<JournalEntrySummaryDto>> {
    const wanted = foldedToFind(words).split(/\s+/).filter(Boolean);
    let [before = null] = decodeCursor(cursor ?? undefined, scope, 1) ?? [];
    const items: JournalEntrySummaryDto[] = [];
    let [seen, bytes] = [0, 0];
    while (seen < mostEntries && bytes < mostBytes) {
      const after = before === null ? null : String(before);
      const entries = await this.journal.as(actor, (tx) => listWhole(tx, actor.personId, after, batch));
      for (const entry of entries) {
        const found = await this.look(entry, wanted);
        if (found) items.push(found);
        before = entry.entryId;
        seen++;
        bytes += entry.body.length;
        if (items.length === limit) return { items, next: encodeCursor([before], scope) };
      }
      if (entries.length < batch) return { items, next: null };
    }
    return { items, next: encodeCursor([before], scope) };
  }

  private async look(entry: EntryRow & WithBody, wanted: string[]): Promise<JournalEntrySummaryDto | undefined> {
    const entryKey = await this.keys.find(entry.authorId, entry.keyId, entry.entryId);
    if (!entryKey) return undefined;
    const { head, blocks } = openVersion(entryKey, entry);
    if (!head || !blocks) return presentSummary(entry, head, false);
    const text = foldedToFind(
      [head.title, head.mood, ...head.tags, ...blocks.flatMap((block) => [block.text, block.attachment?.description])]
        .filter(Boolean)
        .join('\n'),
    );
    return wanted.length > 0 && wanted.every((word) => text.includes(word)) ? presentSummary(entry, head) : undefined;
  }
}
