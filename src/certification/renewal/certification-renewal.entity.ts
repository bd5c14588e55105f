import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, shortText } from '../../platform/database/column-types.js';

/** TODO certification_renewal */
@Entity('certification_renewal')
export class CertificationRenewal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') certificationId: string;
  @Column('uuid') holderId: string;
  @Column(codeText) kind: string;
  @Column('uuid') setId: string;
  @Column('date') cycleStart: string;
  @Column(codeText) codeVersion: string;
  @Column('boolean') late: boolean;
  @Column('date') submittedOn: string;
  @Column('timestamptz') submittedAt: Date;
}

/** TODO renewal_credit */
@Entity('renewal_credit')
export class RenewalCredit {
  @PrimaryColumn('uuid') renewalId: string;
  @PrimaryColumn('uuid') awardId: string;
  @Column(shortText) eventKey: string;
  @PrimaryColumn(codeText) category: string;
  @Column('integer') minutes: number;
  @Column('date') creditedOn: string;
}

/** TODO renewal_decision */
@Entity('renewal_decision')
export class RenewalDecision {
  @PrimaryColumn('uuid') renewalId: string;
  @Column('uuid') holderId: string;
  @Column(codeText) outcome: string;
  @Column({ ...longText, nullable: true }) reasons: string | null;
  @Column('date') decidedOn: string;
  @Column('uuid') decidedBy: string;
  @Column('timestamptz') decidedAt: Date;
}
