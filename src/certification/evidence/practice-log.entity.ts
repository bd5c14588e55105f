import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../../platform/database/column-types.js';

/** TODO practice_log */
@Entity('practice_log')
export class PracticeLog {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('date') practisedOn: string;
  @Column('integer') minutes: number;
  @Column(codeText) kind: string;
  @Column({ ...shortText, nullable: true }) note: string | null;
  @Column('uuid', { nullable: true }) supervisorId: string | null;
  @Column('uuid', { nullable: true }) sessionId: string | null;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
  @Column('timestamptz') recordedAt: Date;
}

/** TODO practice_verification */
@Entity('practice_verification')
export class PracticeVerification {
  @PrimaryColumn('uuid') logId: string;
  @Column('uuid') personId: string;
  @Column('uuid') verifiedBy: string;
  @Column('timestamptz') verifiedAt: Date;
}
