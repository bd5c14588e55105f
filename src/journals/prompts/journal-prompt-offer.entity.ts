import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';

/** TODO journal_prompt_offer */
@Entity('journal_prompt_offer')
export class JournalPromptOffer {
  @PrimaryColumn('uuid') sessionId: string;
  @PrimaryColumn(codeText) promptId: string;
  @Column('uuid') offeredBy: string;
  @Column('timestamptz') offeredAt: Date;
}
