import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';

/** TODO welfare_follow_up */
@Entity('welfare_follow_up')
export class WelfareFollowUp {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') enrolmentId: string;
  @Column('uuid', { nullable: true }) sessionId: string | null;
  @Column(codeText) trigger: string;
  @Column(codeText) state: string;
  @Column('boolean') conversationOffered: boolean;
  @Column('boolean') firstSessionMissed: boolean;
  @Column('timestamptz') openedAt: Date;
  @Column('uuid', { nullable: true }) openedBy: string | null;
  @Column('timestamptz') dueAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('uuid', { nullable: true }) closedBy: string | null;
  @Column(rowVersion) version: number;
}

/** TODO welfare_attempt */
@Entity('welfare_attempt')
export class WelfareAttempt {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') followUpId: string;
  @Column('timestamptz') at: Date;
  @Column('uuid') by: string;
  @Column(codeText) channel: string;
  @Column(codeText) outcome: string;
}
