import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { PartialCredit } from '../ledger/ce-award.rules.js';
import type { Approver } from './ce-approval.rules.js';
import type { CeOutcome } from './ce-configuration.dto.js';
import type { RoundingRule } from './rounding.rules.js';

/** An approval under which the college gives credit, with its rules. */
@Entity('ce_approval')
export class CeApproval {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) name: string;
  @Column(codeText) approver: Approver;
  @Column(codeText) approvalNumber: string;
  @Column('text', { array: true }) categoryScope: string[];
  @Column('date') validFrom: string;
  @Column('date', { nullable: true }) validTo: string | null;
  @Column('date', { nullable: true }) withdrawnOn: string | null;
  @Column(codeText) rounding: RoundingRule;
  @Column('integer') minimumMinutes: number;
  @Column('integer') attendancePercent: number;
  @Column(codeText) partialCredit: PartialCredit;
  @Column('integer', { nullable: true }) maxMinutesPerDay: number | null;
  @Column('boolean') evaluationRequired: boolean;
  @Column('boolean') assessmentRequired: boolean;
  @Column('boolean') presenterMinutes: boolean;
  @Column({ ...shortText, nullable: true }) certificateText: string | null;
  @Column('integer') retentionYears: number;
  @Column('timestamptz') createdAt: Date;
  @Column(rowVersion) version: number;
}

/** An approval covers a course version for some days. */
@Entity('ce_attachment')
export class CeAttachment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid') approvalId: string;
  @Column('date') validFrom: string;
  @Column('date', { nullable: true }) validTo: string | null;
}

/** Which outcomes of a course version serve which category of credit; it counts the changes of what covers it. */
@Entity('ce_configuration')
export class CeConfiguration {
  @PrimaryColumn('uuid') versionId: string;
  @Column('jsonb') outcomes: CeOutcome[];
  @Column(rowVersion) version: number;
}
