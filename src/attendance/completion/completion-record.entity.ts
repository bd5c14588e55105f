import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';

/** TODO completion_record */
@Entity('completion_record')
export class CompletionRecord {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') enrolmentId: string;
  @Column('integer') sequence: number;
  @Column(codeText) outcome: string;
  @Column('integer') sessionsAttended: number;
  @Column('integer') sessionsDelivered: number;
  @Column('integer') minutes: number;
  @Column('timestamptz') decidedAt: Date;
}
