import type { JournalReadDto } from './grant.dto.js';

export interface ReadRow {
  id: string;
  grantId: string;
  readerId: string;
  readerName: string | null;
  what: JournalReadDto['what'];
  readAt: Date;
}

export const readColumns = `
  select r.id, r.grant_id as "grantId", r.reader_id as "readerId", p.chosen_name as "readerName", r.what,
    r.read_at as "readAt"
  from journal_read r
  join person p on p.id = r.reader_id`;

export const presentRead = ({ id, grantId, readerId, readerName, what, readAt }: ReadRow): JournalReadDto => ({
  id,
  grantId,
  reader: { id: readerId, chosenName: readerName },
  what,
  readAt: readAt.toISOString(),
});
