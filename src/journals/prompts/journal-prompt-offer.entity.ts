import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';

/** A prompt that is offered at a session. Whether anybody looks at it is kept nowhere (BR-128). */
@Entity('journal_prompt_offer')
export class JournalPromptOffer {
  @PrimaryColumn('uuid') sessionId: string;
  @PrimaryColumn(codeText) promptId: string;
  @Column('uuid') offeredBy: string;
  @Column('timestamptz') offeredAt: Date;
}
