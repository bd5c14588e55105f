import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';
import type { Counts, EvaluatedThing, FormItem } from './evaluation.rules.js';

/** One version of what is asked about runs, or about sessions. */
@Entity('evaluation_form')
export class EvaluationForm {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) about: EvaluatedThing;
  @Column('integer') number: number;
  @Column('jsonb') items: FormItem[];
  @Column('timestamptz') madeAt: Date;
}

/** That somebody has evaluated a run or one of its sessions, and nothing of what they said. */
@Entity('evaluation_receipt')
export class EvaluationReceipt {
  @PrimaryColumn('uuid') runId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column('uuid', { nullable: true }) sessionId: string | null;
}

/** How often each value was chosen for a run or one of its sessions; the answers are counted, not kept. */
@Entity('evaluation_tally')
export class EvaluationTally {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('uuid', { nullable: true }) sessionId: string | null;
  @Column('uuid') formId: string;
  @Column('integer') respondents: number;
  @Column('jsonb') counts: Counts;
  @Column('date') closesOn: string;
}
