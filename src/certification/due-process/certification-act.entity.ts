import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText } from '../../platform/database/column-types.js';

/** TODO certification_act */
@Entity('certification_act')
export class CertificationAct {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') certificationId: string;
  @Column('uuid') holderId: string;
  @Column(codeText) kind: string;
  @Column('uuid', { nullable: true }) aboutId: string | null;
  @Column('date', { nullable: true }) fromOn: string | null;
  @Column('date', { nullable: true }) untilOn: string | null;
  @Column('date', { nullable: true }) answerBy: string | null;
  @Column('date') takenOn: string;
  @Column('uuid') takenBy: string;
  @Column('timestamptz') takenAt: Date;
}

/** TODO certification_act_words */
@Entity('certification_act_words')
export class CertificationActWords {
  @PrimaryColumn('uuid') actId: string;
  @Column(longText) words: string;
}
