import type { PersonalData, PersonalTable } from '../platform/personal/personal-table.js';

/**
 * Journals stand behind row-level security: their own archive takes them home, and their own erasure destroys the key
 * first.
 */
const sealed = (table: string, column: string, doers: readonly string[] = []): PersonalTable => ({
  table,
  rowsOf: `t.${column} = $1`,
  exports: { nothing: 'It is in the archive of the journal, which only its author can have made' },
  whenErased: { fate: 'erased', with: 'the key of the journal' },
  namesStaff: doers,
});

export const journalsPersonal: PersonalData = {
  tables: [
    sealed('journal_read', 'author_id', ['reader_id']),
    sealed('journal_comment', 'author_id', ['reader_id']),
    sealed('journal_grant', 'author_id', ['reader_id']),
    sealed('journal_attachment', 'author_id'),
    sealed('journal_version', 'author_id'),
    sealed('journal_entry', 'author_id'),
    sealed('journal_export', 'author_id'),
    sealed('journal_reader_code', 'reader_id'),
  ],
  doneBy: { journal_prompt_offer: ['offered_by'] },
};
