import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';

/** TODO journal_entry */
@Entity('journal_entry')
export class JournalEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') authorId: string;
  @Column(codeText) state: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') changedAt: Date;
  @Column('timestamptz', { nullable: true }) deletedAt: Date | null;
  @Column(rowVersion) version: number;
  @Column('bigint') size: string;
}

/** TODO journal_version */
@Entity('journal_version')
export class JournalVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') entryId: string;
  @Column('uuid') authorId: string;
  @Column('integer') number: number;
  @Column('uuid') keyId: string;
  @Column('bytea') sealedKey: Buffer;
  @Column('bytea') head: Buffer;
  @Column('bytea') body: Buffer;
  @Column('timestamptz') writtenAt: Date;
  @Column('timestamptz') begunAt: Date;
}
