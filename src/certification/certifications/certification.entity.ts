import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO certification */
@Entity('certification')
export class Certification {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') schemeId: string;
  @Column(shortText) number: string;
  @Column({ ...shortText, nullable: true }) registerLink: string | null;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
  @Column(rowVersion) version: number;
}

/** TODO certification_period */
@Entity('certification_period')
export class CertificationPeriod {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') certificationId: string;
  @Column(codeText) grade: string;
  @Column('date') validFrom: string;
  @Column('date') validThrough: string;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
  @Column('uuid', { nullable: true }) verifiedBy: string | null;
  @Column('timestamptz', { nullable: true }) verifiedAt: Date | null;
  @Column({ ...codeText, nullable: true }) verifiedHow: string | null;
  @Column(rowVersion) version: number;
  @Column(codeText) kind: string;
  @Column('uuid', { nullable: true }) setId: string | null;
  @Column('date', { nullable: true }) cycleStart: string | null;
  @Column('boolean') late: boolean;
}

/** TODO certification_notice */
@Entity('certification_notice')
export class CertificationNotice {
  @PrimaryColumn('uuid') periodId: string;
  @PrimaryColumn(codeText) occasion: string;
  @Column('timestamptz') raisedAt: Date;
}

/** TODO certification_register */
@Entity('certification_register')
export class CertificationRegister {
  @PrimaryColumn('uuid') certificationId: string;
  @Column(shortText) initials: string;
  @Column(shortText) legalBasis: string;
  @Column('date') keepUntil: string;
  @Column('timestamptz') enteredAt: Date;
}
