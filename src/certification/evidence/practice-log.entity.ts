import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed, shortText } from '../../platform/database/column-types.js';
import type { PracticeKind } from '../schemes/scheme.rules.js';

/** Practice of somebody on one day, logged by them or credited from a delivered session. */
@Entity('practice_log')
export class PracticeLog {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('date') practisedOn: string;
  @Column('integer') minutes: number;
  @Column(codeText) kind: PracticeKind;
  @Column({ ...shortText, nullable: true }) note: string | null;
  @Column('uuid', { nullable: true }) supervisorId: string | null;
  @Column('uuid', { nullable: true }) sessionId: string | null;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
  @Column('timestamptz') recordedAt: Date;
  /** Whether it has a `PracticeVerification`; kept by a trigger of it. */
  @Column({ type: 'boolean', ...computed }) confirmed: boolean;
}

/** Somebody else confirmed a practice log. */
@Entity('practice_verification')
export class PracticeVerification {
  @PrimaryColumn('uuid') logId: string;
  @Column('uuid') personId: string;
  @Column('uuid') verifiedBy: string;
  @Column('timestamptz') verifiedAt: Date;
}
