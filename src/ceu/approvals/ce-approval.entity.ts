import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO ce_approval */
@Entity('ce_approval')
export class CeApproval {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) name: string;
  @Column(codeText) approver: string;
  @Column(codeText) approvalNumber: string;
  @Column('text', { array: true }) categoryScope: string[];
  @Column('date') validFrom: string;
  @Column('date', { nullable: true }) validTo: string | null;
  @Column('date', { nullable: true }) withdrawnOn: string | null;
  @Column(codeText) rounding: string;
  @Column('integer') minimumMinutes: number;
  @Column('integer') attendancePercent: number;
  @Column(codeText) partialCredit: string;
  @Column('integer', { nullable: true }) maxMinutesPerDay: number | null;
  @Column('boolean') evaluationRequired: boolean;
  @Column('boolean') assessmentRequired: boolean;
  @Column('boolean') presenterMinutes: boolean;
  @Column({ ...shortText, nullable: true }) certificateText: string | null;
  @Column('integer') retentionYears: number;
  @Column('timestamptz') createdAt: Date;
  @Column(rowVersion) version: number;
}

/** TODO ce_attachment */
@Entity('ce_attachment')
export class CeAttachment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid') approvalId: string;
  @Column('date') validFrom: string;
  @Column('date', { nullable: true }) validTo: string | null;
}

/** TODO ce_configuration */
@Entity('ce_configuration')
export class CeConfiguration {
  @PrimaryColumn('uuid') versionId: string;
  @Column('jsonb') outcomes: unknown;
  @Column(rowVersion) version: number;
}
