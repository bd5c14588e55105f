import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { rows } from '../../platform/database/sql.js';
import { inTurn } from '../../platform/files/archive.js';
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
import { unlessDamaged } from '../../platform/keys/sealing.js';
import { keyOfVersion, openVersion } from '../keys/entry-sealing.js';
import { commentColumns, type CommentRow, presentComment } from '../sharing/comment.presenter.js';
import { grantColumns, type GrantRow, presentGrant } from '../sharing/grant.presenter.js';
import { type EntryKey, JournalKeys } from '../keys/journal-keys.js';
import { type Author, JournalTransactions } from '../keys/journal-transactions.js';
import { readColumns, type ReadRow, presentRead } from '../sharing/reader.presenter.js';
import { jsonInPieces } from './json-in-pieces.js';

const pageSize = 200;

type Part = 'grants' | 'reads' | 'comments';

const onePage = (columns: string, alias: string) => `
  ${columns}
  where ${alias}.entry_id = $1 and ${alias}.author_id = $2 and ($3::uuid is null or ${alias}.id > $3)
  order by ${alias}.id
  limit ${pageSize}`;
const pageOf: Record<Part, string> = {
  grants: onePage(grantColumns, 'g'),
  reads: onePage(readColumns, 'r'),
  comments: onePage(commentColumns, 'c'),
};

/** An entry as it lies in the database, with the beginning of each list that hangs on it. */
interface TakenRows {
  author: Author;
  entry: EntryRow & WithBody;
  key: EntryKey;
  versions: SealedHeadRow[];
  grants: (GrantRow & { id: string })[];
  reads: (ReadRow & { id: string })[];
  comments: (CommentRow & { id: string })[];
}

/**
 * Everything that belongs to one entry, opened for its author's export; the words of others too (I-47). The entry and
 * the beginning of what hangs on it are read at one go; the rest comes piece by piece, however much there is.
 */
@Injectable()
export class EntryExportService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
    private readonly clock: Clock,
  ) {}

  /** Undefined when the entry is gone by now. */
  async take(author: Author, entryId: string): Promise<TakenRows | undefined> {
    const { personId } = author;
    const found = await this.journal.as(author, async (tx) => {
      const entry = await findOwn(tx, personId, entryId);
      if (!entry) return undefined;
      const list = <R extends { id: string }>(part: Part) => rows<R>(tx, pageOf[part], [entryId, personId, null]);
      return {
        entry,
        versions: await listVersions(tx, personId, entryId, null, pageSize),
        grants: await list<GrantRow & { id: string }>('grants'),
        reads: await list<ReadRow & { id: string }>('reads'),
        comments: await list<CommentRow & { id: string }>('comments'),
      };
    });
    if (!found) return undefined;
    const key = await this.keys.find(personId, found.entry.keyId, entryId);
    return key && { author, key, ...found };
  }

  /** The newest version to read, and what others said; `media` names the files that lie beside it. */
  async *markdown(taken: TakenRows, media: ReadonlyMap<string, string>): AsyncGenerator<string> {
    const { summary, blocks } = openedEntry(taken.entry, taken.key);
    const comments: TakenEntry['comments'] = [];
    for await (const comment of this.comments(taken)) comments.push(comment);
    yield asMarkdown({ ...summary, blocks, comments }, media);
  }

  /** The same and all the rest: every version, grant, read and comment. */
  async *json(taken: TakenRows): AsyncGenerator<string> {
    const { summary, blocks } = openedEntry(taken.entry, taken.key);
    yield* jsonInPieces(
      { ...summary, blocks },
      {
        versions: this.versions(taken),
        grants: this.grants(taken),
        reads: this.pages(taken, 'reads', (read) => presentRead(read)),
        comments: this.comments(taken),
      },
    );
  }

  /** One at a time: a version can be large. The newest is there already. */
  private async *versions({ author, entry, key, versions }: TakenRows): AsyncGenerator<TakenEntry['versions'][number]> {
    const { personId } = author;
    for (let page = versions; ;) {
      for (const { versionId } of page) {
        const version =
          versionId === entry.versionId
            ? entry
            : await inTurn(() => this.journal.as(author, (tx) => findVersion(tx, personId, versionId)));
        if (version) yield openedVersion(version, key);
      }
      if (page.length < pageSize) return;
      const below = page.at(-1)?.number ?? 0;
      page = await inTurn(() =>
        this.journal.as(author, (tx) => listVersions(tx, personId, entry.entryId, below, pageSize)),
      );
    }
  }

  private grants(taken: TakenRows) {
    return this.pages(taken, 'grants', (grant): TakenEntry['grants'][number] =>
      withoutCan(presentGrant(grant, taken.key, this.clock.now())),
    );
  }

  private comments(taken: TakenRows) {
    return this.pages(taken, 'comments', (comment): TakenEntry['comments'][number] =>
      withoutCan(
        presentComment(
          comment,
          unlessDamaged(() => keyOfVersion(taken.key, comment, comment.versionKey)),
        ),
      ),
    );
  }

  /** What hangs on the entry, oldest first. */
  private async *pages<P extends Part, Item>(
    { author, entry, ...taken }: TakenRows,
    part: P,
    present: (row: TakenRows[P][number]) => Item,
  ): AsyncGenerator<Item> {
    for (let page: TakenRows[P][number][] = taken[part]; ;) {
      for (const each of page) yield present(each);
      if (page.length < pageSize) return;
      const after = page.at(-1)?.id ?? null;
      page = await inTurn(() =>
        this.journal.as(author, (tx) => rows(tx, pageOf[part], [entry.entryId, author.personId, after])),
      );
    }
  }
}

function openedEntry(entry: EntryRow & WithBody, key: EntryKey) {
  const { head, blocks } = openVersion(key, entry);
  const { can: _, version: __, ...summary } = presentSummary(entry, head, blocks !== undefined);
  return { summary, blocks: (blocks ?? []).map(presentBlock) };
}

function openedVersion(
  version: SealedHeadRow & WithBody,
  key: EntryKey,
): JournalVersionDto & { blocks: JournalBlockDto[] } {
  const { head, blocks } = openVersion(key, version);
  return { ...presentVersion(version, head, blocks !== undefined), blocks: (blocks ?? []).map(presentBlock) };
}

function withoutCan<T extends { can: string[] }>(item: T): Omit<T, 'can'> {
  const { can: _, ...rest } = item;
  return rest;
}
