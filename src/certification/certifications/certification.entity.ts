import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { Grade } from '../schemes/scheme.rules.js';
import type { PeriodKind, waysToVerify } from './certification.rules.js';

/** Somebody is certified under a scheme, by the college or by another body. */
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

/** A stretch of days for which a certification was granted or recorded; only ever added. */
@Entity('certification_period')
export class CertificationPeriod {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') certificationId: string;
  @Column(codeText) grade: Grade;
  @Column('date') validFrom: string;
  @Column('date') validThrough: string;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
  @Column('uuid', { nullable: true }) verifiedBy: string | null;
  @Column('timestamptz', { nullable: true }) verifiedAt: Date | null;
  @Column({ ...codeText, nullable: true }) verifiedHow: (typeof waysToVerify)[number] | 'decision' | null;
  @Column(rowVersion) version: number;
  @Column(codeText) kind: PeriodKind;
  @Column('uuid', { nullable: true }) setId: string | null;
  @Column('date', { nullable: true }) cycleStart: string | null;
  @Column('boolean') late: boolean;
}

/** That the end of a period was announced on an occasion, so that it is announced once. */
@Entity('certification_notice')
export class CertificationNotice {
  @PrimaryColumn('uuid') periodId: string;
  @PrimaryColumn(codeText) occasion: string;
  @Column('timestamptz') raisedAt: Date;
}

/** What is kept of a certification of the college whose holder was erased (BR-105). */
@Entity('certification_register')
export class CertificationRegister {
  @PrimaryColumn('uuid') certificationId: string;
  @Column(shortText) initials: string;
  @Column(shortText) legalBasis: string;
  @Column('date') keepUntil: string;
  @Column('timestamptz') enteredAt: Date;
}
