import type { PersonalData, PersonalTable } from '../platform/personal/personal-table.js';

/**
 * Journals stand behind row-level security: their own archive takes them home, and their own erasure destroys the key
 * first.
 */
const sealed = (table: string, purpose: string, column: string, doers: readonly string[] = []): PersonalTable => ({
  table,
  purpose,
  rowsOf: `t.${column} = $1`,
  exports: { nothing: 'It is in the archive of the journal, which only its author can have made' },
  whenErased: { fate: 'erased', with: 'the key of the journal' },
  namesStaff: doers,
});

export const journalsPersonal: PersonalData = {
  tables: [
    sealed('journal_read', 'Who read what you shared', 'author_id', ['reader_id']),
    sealed('journal_comment', 'What somebody wrote about what you shared', 'author_id', ['reader_id']),
    sealed('journal_grant', 'With whom you share', 'author_id', ['reader_id']),
    sealed('journal_attachment', 'Pictures and recordings in your journal', 'author_id'),
    sealed('journal_version', 'Your journal, entry by entry', 'author_id'),
    sealed('journal_entry', 'Your journal', 'author_id'),
    sealed('journal_export', 'That you took your journal home', 'author_id'),
    sealed('journal_reader_code', 'Lets somebody share their journal with you', 'reader_id'),
  ],
  doneBy: { journal_prompt_offer: ['offered_by'] },
};
