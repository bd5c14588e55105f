import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';
import type { CompletionOutcome } from './completion.rules.js';

/** How a run ended for one enrolment, as it was said at that time; the last one holds (BR-61). */
@Entity('completion_record')
export class CompletionRecord {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') enrolmentId: string;
  @Column('integer') sequence: number;
  @Column(codeText) outcome: CompletionOutcome;
  @Column('integer') sessionsAttended: number;
  @Column('integer') sessionsDelivered: number;
  @Column('integer') minutes: number;
  @Column('timestamptz') decidedAt: Date;
}
