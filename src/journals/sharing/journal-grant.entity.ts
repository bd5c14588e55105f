import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';
import type { GrantPermission } from './grant.rules.js';
import type { WhatWasRead } from './shared-versions.js';

/** One version, shared with one person for a purpose and a limited time. */
@Entity('journal_grant')
export class JournalGrant {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid') entryId: string;
  @Column('uuid') authorId: string;
  @Column('uuid') readerId: string;
  @Column(codeText) permission: GrantPermission;
  @Column('bytea') purpose: Buffer;
  @Column('bytea', { nullable: true }) sealedKey: Buffer | null;
  @Column('timestamptz') grantedAt: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) revokedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** What a reader wrote to the author about a version, sealed under its key. */
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

/** One reading of what is shared, for its author to see (I-49). */
@Entity('journal_read')
export class JournalRead {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') grantId: string;
  @Column('uuid') entryId: string;
  @Column('uuid') authorId: string;
  @Column('uuid') readerId: string;
  @Column(codeText) what: WhatWasRead;
  @Column('timestamptz') readAt: Date;
}

/** A code by which somebody agrees to read; only its hash is kept. */
@Entity('journal_reader_code')
export class JournalReaderCode {
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('uuid') readerId: string;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
