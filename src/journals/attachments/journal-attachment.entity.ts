import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';

/** A picture or recording of an entry; its file is sealed under a key of its own. */
@Entity('journal_attachment')
export class JournalAttachment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') entryId: string;
  @Column('uuid') authorId: string;
  @Column('uuid') fileId: string;
  @Column('uuid') keyId: string;
  @Column('bytea') sealedKey: Buffer;
  @Column(codeText) mediaType: string;
  @Column('integer') size: number;
  @Column('timestamptz') addedAt: Date;
  @Column(rowVersion) version: number;
}
