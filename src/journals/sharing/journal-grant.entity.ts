import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';

/** TODO journal_grant */
@Entity('journal_grant')
export class JournalGrant {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid') entryId: string;
  @Column('uuid') authorId: string;
  @Column('uuid') readerId: string;
  @Column(codeText) permission: string;
  @Column('bytea') purpose: Buffer;
  @Column('bytea', { nullable: true }) sealedKey: Buffer | null;
  @Column('timestamptz') grantedAt: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) revokedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** TODO journal_comment */
@Entity('journal_comment')
export class JournalComment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') grantId: string;
  @Column('uuid') entryId: string;
  @Column('uuid') authorId: string;
  @Column('uuid') readerId: string;
  @Column('bytea') sealed: Buffer;
  @Column('timestamptz') writtenAt: Date;
  @Column(rowVersion) version: number;
}

/** TODO journal_read */
@Entity('journal_read')
export class JournalRead {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') grantId: string;
  @Column('uuid') entryId: string;
  @Column('uuid') authorId: string;
  @Column('uuid') readerId: string;
  @Column(codeText) what: string;
  @Column('timestamptz') readAt: Date;
}

/** TODO journal_reader_code */
@Entity('journal_reader_code')
export class JournalReaderCode {
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('uuid') readerId: string;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
