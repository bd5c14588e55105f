import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText } from '../../platform/database/column-types.js';
import type { ActKind } from './due-process.rules.js';

/** A step taken against a certification or for it; never changed. */
@Entity('certification_act')
export class CertificationAct {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') certificationId: string;
  @Column('uuid') holderId: string;
  @Column(codeText) kind: ActKind;
  @Column('uuid', { nullable: true }) aboutId: string | null;
  @Column('date', { nullable: true }) fromOn: string | null;
  @Column('date', { nullable: true }) untilOn: string | null;
  @Column('date', { nullable: true }) answerBy: string | null;
  @Column('date') takenOn: string;
  @Column('uuid') takenBy: string;
  @Column('timestamptz') takenAt: Date;
}

/** The words of a step, apart from it, so that they can be erased. */
@Entity('certification_act_words')
export class CertificationActWords {
  @PrimaryColumn('uuid') actId: string;
  @Column(longText) words: string;
}
