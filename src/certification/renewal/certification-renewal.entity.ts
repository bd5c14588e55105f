import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, shortText } from '../../platform/database/column-types.js';
import type { PeriodKind } from '../certifications/certification.rules.js';
import type { RenewalDecisionBody } from './renewal.dto.js';

/** A holder asks to have a certification renewed, or after a lapse reinstated. */
@Entity('certification_renewal')
export class CertificationRenewal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') certificationId: string;
  @Column('uuid') holderId: string;
  @Column(codeText) kind: Extract<PeriodKind, 'renewal' | 'reinstatement'>;
  @Column('uuid') setId: string;
  @Column('date') cycleStart: string;
  @Column(codeText) codeVersion: string;
  @Column('boolean') late: boolean;
  @Column('date') submittedOn: string;
  @Column('timestamptz') submittedAt: Date;
}

/** Minutes of one category of an award that are put forward for a renewal; once in a cycle. */
@Entity('renewal_credit')
export class RenewalCredit {
  @PrimaryColumn('uuid') renewalId: string;
  @PrimaryColumn('uuid') awardId: string;
  @Column(shortText) eventKey: string;
  @PrimaryColumn(codeText) category: string;
  @Column('integer') minutes: number;
  @Column('date') creditedOn: string;
}

/** What was decided on a renewal. */
@Entity('renewal_decision')
export class RenewalDecision {
  @PrimaryColumn('uuid') renewalId: string;
  @Column('uuid') holderId: string;
  @Column(codeText) outcome: RenewalDecisionBody['outcome'];
  @Column({ ...longText, nullable: true }) reasons: string | null;
  @Column('date') decidedOn: string;
  @Column('uuid') decidedBy: string;
  @Column('timestamptz') decidedAt: Date;
}
