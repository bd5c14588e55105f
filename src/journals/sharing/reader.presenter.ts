import { columnsOf } from '../../platform/database/tables.js';
import type { JournalReadDto } from './grant.dto.js';
import { JournalRead } from './journal-grant.entity.js';

const own = ['id', 'grantId', 'readerId', 'what', 'readAt'] as const;

export interface ReadRow extends Pick<JournalRead, (typeof own)[number]> {
  readerName: string | null;
}

export const readColumns = `
  select ${columnsOf(JournalRead, 'r', ...own)}, p.chosen_name as "readerName"
  from journal_read r
  join person p on p.id = r.reader_id`;

export const presentRead = ({ id, grantId, readerId, readerName, what, readAt }: ReadRow): JournalReadDto => ({
  id,
  grantId,
  reader: { id: readerId, chosenName: readerName },
  what,
  readAt: readAt.toISOString(),
});
