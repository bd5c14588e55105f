import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO certification_reference */
@Entity('certification_reference')
export class CertificationReference {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') applicationId: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: string;
  @Column(shortText) refereeName: string;
  @Column(shortText) refereeEmail: string;
  @Column(codeText) state: string;
  @Column('timestamptz') askedAt: Date;
  @Column('bytea', { nullable: true }) secretHash: Buffer | null;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) receivedAt: Date | null;
  @Column('date', { nullable: true }) workedTogetherUntil: string | null;
  @Column('boolean', { nullable: true }) recommends: boolean | null;
  @Column({ ...longText, nullable: true }) statement: string | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column(rowVersion) version: number;
}
