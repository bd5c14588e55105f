import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { seal, unseal } from '../../platform/keys/sealing.js';
import type { JournalBlockBody } from '../entries/entry.dto.js';
import type { EntryBlock } from '../keys/entry-sealing.js';
import type { EntryKey } from '../keys/journal-keys.js';
import { journalsRefusals } from '../journals.refusals.js';
import { isPrompt } from '../prompts/prompts.js';
import { JournalAttachment } from './journal-attachment.entity.js';

/** An attachment of my own or of an entry that is shared with me; which version shows it is the reader's to check. */
export const findAttachment = (tx: Tx, id: string) =>
  row<JournalAttachment>(tx, `select ${columnsOf(JournalAttachment, 'a')} from journal_attachment a where a.id = $1`, [
    id,
  ]);

/** How many an entry may have. */
export const mostAttachments = 200;

export const attachmentsOf = (tx: Tx, entryId: string) =>
  rows<JournalAttachment>(
    tx,
    `
      select ${columnsOf(JournalAttachment, 'a')}
      from journal_attachment a
      where a.entry_id = $1
      order by a.added_at, a.id
      limit ${mostAttachments}`,
    [entryId],
  );

/** All of an author's own; their number is bounded by the room that a journal has. */
export const everyAttachment = (tx: Tx, authorId: string) =>
  rows<JournalAttachment>(
    tx,
    `select ${columnsOf(JournalAttachment, 'a')} from journal_attachment a where a.author_id = $1 order by a.added_at, a.id`,
    [authorId],
  );

type AttachmentPlace = Pick<JournalAttachment, 'id' | 'entryId' | 'authorId'>;

export const sealFileKey = (entry: EntryKey, place: AttachmentPlace, fileKey: Buffer): Buffer =>
  seal(entry.key, fileKey, about(place, entry.id));
export const openFileKey = (entry: EntryKey, { sealedKey, keyId, ...place }: JournalAttachment): Buffer =>
  unseal(entry.key, sealedKey, about(place, keyId));

/** The blocks as they are stored. 422 for an unknown prompt or for an attachment of another entry. */
export async function blocksFor(
  tx: Tx,
  key: EntryKey,
  entryId: string,
  wish: JournalBlockBody[],
): Promise<EntryBlock[]> {
  if (wish.some(({ promptId }) => promptId && !isPrompt(promptId))) throw refuse(journalsRefusals.prompt_unknown);
  const known = wish.some(({ attachmentId }) => attachmentId) ? await attachmentsOf(tx, entryId) : [];
  return wish.map(({ promptId = null, text = '', attachmentId, description = null }) => {
    if (!attachmentId) return { promptId, text, attachment: null };
    const found = known.find(({ id }) => id === attachmentId);
    if (!found) throw refuse(journalsRefusals.attachment_not_here);
    return {
      promptId,
      text,
      attachment: { id: found.id, key: openFileKey(key, found).toString('base64url'), description },
    };
  });
}

const about = ({ id, entryId, authorId }: AttachmentPlace, keyId: string) => [
  'journal 1',
  'attachment',
  authorId,
  entryId,
  id,
  keyId,
];
