import { openNote, type VersionPlace } from '../keys/entry-sealing.js';
import type { JournalCommentDto } from './grant.dto.js';

/** A comment as it is stored. */
export interface CommentRow extends VersionPlace {
  id: string;
  grantId: string;
  readerId: string;
  readerName: string | null;
  sealed: Buffer;
  versionKey: Buffer;
  writtenAt: Date;
  version: number;
}

export const commentColumns = `
  select c.id, c.grant_id as "grantId", c.entry_id as "entryId", c.author_id as "authorId",
    g.version_id as "versionId", v.key_id as "keyId", v.sealed_key as "versionKey", c.reader_id as "readerId",
    p.chosen_name as "readerName", c.sealed, c.written_at as "writtenAt", c.version
  from journal_comment c
  join journal_grant g on g.id = c.grant_id
  join journal_version v on v.id = g.version_id
  join person p on p.id = c.reader_id`;

export const presentComment = (comment: CommentRow, key: Buffer): JournalCommentDto => ({
  id: comment.id,
  entryId: comment.entryId,
  versionId: comment.versionId,
  by: { id: comment.readerId, chosenName: comment.readerName },
  text: openNote(key, comment, `comment ${comment.id}`, comment.sealed),
  writtenAt: comment.writtenAt.toISOString(),
  version: comment.version,
  can: ['remove'],
});
