import { Column, Entity, PrimaryColumn } from 'typeorm';
import { rowVersion } from '../../platform/database/column-types.js';

/** An address under which an author fetches their journal, once and for 72 hours (BR-133). */
@Entity('journal_export')
export class JournalExport {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') authorId: string;
  @Column('timestamptz') requestedAt: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
  @Column(rowVersion) version: number;
}
