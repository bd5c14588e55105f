import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';

/** TODO evaluation_form */
@Entity('evaluation_form')
export class EvaluationForm {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) about: string;
  @Column('integer') number: number;
  @Column('jsonb') items: unknown;
  @Column('timestamptz') madeAt: Date;
}

/** TODO evaluation_receipt */
@Entity('evaluation_receipt')
export class EvaluationReceipt {
  @PrimaryColumn('uuid') runId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column('uuid', { nullable: true }) sessionId: string | null;
}

/** TODO evaluation_tally */
@Entity('evaluation_tally')
export class EvaluationTally {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('uuid', { nullable: true }) sessionId: string | null;
  @Column('uuid') formId: string;
  @Column('integer') respondents: number;
  @Column('jsonb') counts: unknown;
  @Column('date') closesOn: string;
}
