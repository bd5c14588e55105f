import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';
import type { EntryState } from './entry.rules.js';

/** An entry of a journal. What it says stands in its versions, sealed. */
@Entity('journal_entry')
export class JournalEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') authorId: string;
  @Column(codeText) state: EntryState;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') changedAt: Date;
  @Column('timestamptz', { nullable: true }) deletedAt: Date | null;
  @Column(rowVersion) version: number;
  @Column('bigint') size: string;
}

/** One version of an entry, sealed under a key of its own, which the entry's key seals. */
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
