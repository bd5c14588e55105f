import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import type { JournalBlockDto, JournalVersionDto } from '../entries/entry.dto.js';
import { asMarkdown, type TakenEntry } from '../entries/entry-markdown.js';
import { presentBlock, presentSummary, presentVersion } from '../entries/entry.presenter.js';
import {
  type EntryRow,
  findOwn,
  findVersion,
  listVersions,
  type SealedHeadRow,
  type WithBody,
} from '../entries/entry.queries.js';
import { keyOfVersion, openBody, openHead, openNote } from '../keys/entry-sealing.js';
import { commentColumns, type CommentRow, presentComment } from '../sharing/comment.presenter.js';
import { grantColumns, type GrantRow, presentGrant } from '../sharing/grant.presenter.js';
import { type EntryKey, JournalKeys } from '../keys/journal-keys.js';
import { type Author, JournalTransactions } from '../keys/journal-transactions.js';
import { readColumns, type ReadRow, presentRead } from '../sharing/reader.presenter.js';
import { jsonInPieces } from './json-in-pieces.js';

const pageSize = 200;

/**
 * Everything that belongs to one entry, opened for its author's export; the words of others too (I-47). It comes piece
 * by piece, however much there is.
 */
@Injectable()
export class EntryExportService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
    private readonly clock: Clock,
  ) {}

  /** The newest version to read, and what others said. Nothing when the entry is gone by now. */
  async *markdown(author: Author, entryId: string): AsyncGenerator<string> {
    const found = await this.find(author, entryId);
    if (!found) return;
    const comments: TakenEntry['comments'] = [];
    for await (const comment of this.comments(author, entryId, found.key)) comments.push(comment);
    yield asMarkdown({ ...found.summary, blocks: found.blocks, comments });
  }

  /** The same and all the rest: every version, grant, read and comment. */
  async *json(author: Author, entryId: string): AsyncGenerator<string> {
    const found = await this.find(author, entryId);
    if (!found) return;
    const { key, summary, blocks } = found;
    yield* jsonInPieces(
      { ...summary, blocks },
      {
        versions: this.versions(author, entryId, key),
        grants: this.grants(author, entryId, key),
        reads: this.pages(author, entryId, readColumns, 'r', (read: ReadRow) => presentRead(read)),
        comments: this.comments(author, entryId, key),
      },
    );
  }

  private async find(author: Author, entryId: string) {
    const entry = await this.journal.as(author, (tx) => findOwn(tx, author.personId, entryId));
    if (!entry) return undefined;
    const key = await this.keys.find(author.personId, entry.keyId, entryId);
    return key && { key, ...openedEntry(entry, keyOfVersion(key, entry, entry.sealedKey)) };
  }

  /** One at a time: a version can be large. */
  private async *versions(
    author: Author,
    entryId: string,
    key: EntryKey,
  ): AsyncGenerator<TakenEntry['versions'][number]> {
    for (let below: number | null = null; ;) {
      const page: SealedHeadRow[] = await this.journal.as(author, (tx) =>
        listVersions(tx, author.personId, entryId, below, pageSize),
      );
      for (const { versionId } of page) {
        const version = await this.journal.as(author, (tx) => findVersion(tx, author.personId, versionId));
        if (version) yield openedVersion(version, keyOfVersion(key, version, version.sealedKey));
      }
      if (page.length < pageSize) return;
      below = page.at(-1)?.number ?? 0;
    }
  }

  private grants(author: Author, entryId: string, key: EntryKey) {
    return this.pages(author, entryId, grantColumns, 'g', (grant: GrantRow): TakenEntry['grants'][number] => {
      const purpose = openNote(keyOfVersion(key, grant, grant.versionKey), grant, `purpose ${grant.id}`, grant.purpose);
      return withoutCan(presentGrant(grant, purpose, this.clock.now()));
    });
  }

  private comments(author: Author, entryId: string, key: EntryKey) {
    return this.pages(author, entryId, commentColumns, 'c', (comment: CommentRow): TakenEntry['comments'][number] =>
      withoutCan(presentComment(comment, keyOfVersion(key, comment, comment.versionKey))),
    );
  }

  /** What hangs on the entry, oldest first. */
  private async *pages<Item>(
    author: Author,
    entryId: string,
    columns: string,
    table: string,
    present: (row: never) => Item,
  ): AsyncGenerator<Item> {
    const text = `
      ${columns}
      where ${table}.entry_id = $1 and ${table}.author_id = $2 and ($3::uuid is null or ${table}.id > $3)
      order by ${table}.id
      limit ${pageSize}`;
    for (let after: string | null = null; ;) {
      const page: { id: string }[] = await this.journal.as(author, (tx: Tx) =>
        rows<{ id: string }>(tx, text, [entryId, author.personId, after]),
      );
      for (const each of page) yield present(each as never);
      if (page.length < pageSize) return;
      after = page.at(-1)?.id ?? null;
    }
  }
}

function openedEntry(entry: EntryRow & WithBody, key: Buffer) {
  const { can: _, version: __, ...summary } = presentSummary(entry, openHead(key, entry, entry.head));
  return { summary, blocks: openBody(key, entry, entry.body).map(presentBlock) };
}

const openedVersion = (
  version: SealedHeadRow & WithBody,
  key: Buffer,
): JournalVersionDto & { blocks: JournalBlockDto[] } => ({
  ...presentVersion(version, openHead(key, version, version.head)),
  blocks: openBody(key, version, version.body).map(presentBlock),
});

function withoutCan<T extends { can: string[] }>(item: T): Omit<T, 'can'> {
  const { can: _, ...rest } = item;
  return rest;
}
