import { columnsOf } from '../../platform/database/tables.js';
import { unlessDamaged } from '../../platform/keys/sealing.js';
import { openNote, type VersionPlace } from '../keys/entry-sealing.js';
import type { JournalCommentDto } from './grant.dto.js';
import { JournalComment } from './journal-grant.entity.js';

/** A comment as it is stored. */
export interface CommentRow extends VersionPlace, JournalComment {
  readerName: string | null;
  versionKey: Buffer;
}

export const commentColumns = `
  select ${columnsOf(JournalComment, 'c')}, g.version_id as "versionId", v.key_id as "keyId",
    v.sealed_key as "versionKey", p.chosen_name as "readerName"
  from journal_comment c
  join journal_grant g on g.id = c.grant_id
  join journal_version v on v.id = g.version_id
  join person p on p.id = c.reader_id`;

/** Without a key, or where the words do not open under it, the comment is named as damaged. */
export function presentComment(comment: CommentRow, key: Buffer | undefined): JournalCommentDto {
  const text = key && unlessDamaged(() => openNote(key, comment, `comment ${comment.id}`, comment.sealed));
  return {
    id: comment.id,
    entryId: comment.entryId,
    versionId: comment.versionId,
    by: { id: comment.readerId, chosenName: comment.readerName },
    text: text ?? '',
    damaged: text === undefined,
    writtenAt: comment.writtenAt.toISOString(),
    version: comment.version,
    can: ['remove'],
  };
}
