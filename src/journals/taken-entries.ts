import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { rows } from '../platform/database/sql.js';
import type { JournalBlockDto, JournalVersionDto } from './entry.dto.js';
import type { TakenEntry } from './entry-markdown.js';
import { presentBlock, presentSummary, presentVersion } from './entry.presenters.js';
import { findOwn, findVersion, listVersions, type SealedHeadRow, type WithBody } from './entry.queries.js';
import { keyOfVersion, openBody, openHead, openNote } from './entry-sealing.js';
import { commentColumns, type CommentRow, presentComment } from './comment.presenter.js';
import type { JournalReadDto } from './grant.dto.js';
import { grantColumns, type GrantRow, presentGrant } from './grant.presenter.js';
import { JournalKeys } from './journal-keys.js';
import { JournalRows } from './journal-rows.js';
import { readColumns, type ReadRow, presentRead } from './read.presenter.js';

const mostOfEach = 1_000;

/** Everything that belongs to one entry, opened for its author's export; the words of others too (I-47). */
@Injectable()
export class TakenEntries {
  constructor(
    private readonly journal: JournalRows,
    private readonly keys: JournalKeys,
    private readonly clock: Clock,
  ) {}

  async one(authorId: string, entryId: string): Promise<TakenEntry | undefined> {
    const found = await this.journal.for(authorId, async (tx) => {
      const entry = await findOwn(tx, authorId, entryId);
      if (!entry) return undefined;
      const mine = `where %.entry_id = $1 and %.author_id = $2 order by %.id limit ${mostOfEach}`;
      return {
        entry,
        versions: await listVersions(tx, authorId, entryId, null, mostOfEach),
        grants: await rows<GrantRow>(tx, `${grantColumns} ${mine.replaceAll('%', 'g')}`, [entryId, authorId]),
        reads: await rows<ReadRow>(tx, `${readColumns} ${mine.replaceAll('%', 'r')}`, [entryId, authorId]),
        comments: await rows<CommentRow>(tx, `${commentColumns} ${mine.replaceAll('%', 'c')}`, [entryId, authorId]),
      };
    });
    if (!found) return undefined;

    const author = await this.keys.forOpening(authorId, found.entry.keyId);
    const { can: _, version: __, ...summary } = presentSummary(found.entry, openHead(keyOfVersion(author, found.entry, found.entry.sealedKey), found.entry, found.entry.head));
    const versions: TakenEntry['versions'] = [];
    for (const { versionId } of found.versions) {
      const version = await this.journal.for(authorId, (tx) => findVersion(tx, authorId, versionId));
      if (version) versions.push(opened(keyOfVersion(author, version, version.sealedKey), version));
    }
    const purposeOf = (grant: GrantRow) => openNote(keyOfVersion(author, grant, grant.versionKey), grant, `purpose ${grant.id}`, grant.purpose);
    return {
      ...summary,
      blocks: versions[0]?.blocks ?? [],
      versions,
      grants: found.grants.map((grant) => withoutCan(presentGrant(grant, purposeOf(grant), this.clock.now()))),
      reads: found.reads.map((read): JournalReadDto => presentRead(read)),
      comments: found.comments.map((comment) => withoutCan(presentComment(comment, keyOfVersion(author, comment, comment.versionKey)))),
    };
  }
}

const opened = (key: Buffer, version: SealedHeadRow & WithBody): JournalVersionDto & { blocks: JournalBlockDto[] } => ({
  ...presentVersion(version, openHead(key, version, version.head)),
  blocks: openBody(key, version, version.body).map(presentBlock),
});

function withoutCan<T extends { can: string[] }>(item: T): Omit<T, 'can'> {
  const { can: _, ...rest } = item;
  return rest;
}
