import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';
import type { ContactChannel } from '../../people/contact/safe-contact.rules.js';
import type { AttemptOutcome, FollowUpState, FollowUpTrigger } from './welfare.rules.js';

/** Asking how somebody is: after an absence, a concern of the facilitators, or because they would like to be asked. */
@Entity('welfare_follow_up')
export class WelfareFollowUp {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') enrolmentId: string;
  @Column('uuid', { nullable: true }) sessionId: string | null;
  @Column(codeText) trigger: FollowUpTrigger;
  @Column(codeText) state: FollowUpState;
  @Column('boolean') conversationOffered: boolean;
  @Column('boolean') firstSessionMissed: boolean;
  @Column('timestamptz') openedAt: Date;
  @Column('uuid', { nullable: true }) openedBy: string | null;
  @Column('timestamptz') dueAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('uuid', { nullable: true }) closedBy: string | null;
  @Column(rowVersion) version: number;
}

/** One attempt to get in touch, in a way that was safe then, and what came of it. */
@Entity('welfare_attempt')
export class WelfareAttempt {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') followUpId: string;
  @Column('timestamptz') at: Date;
  @Column('uuid') by: string;
  @Column(codeText) channel: ContactChannel;
  @Column(codeText) outcome: AttemptOutcome;
}
