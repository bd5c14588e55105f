import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed, shortText } from '../../platform/database/column-types.js';

/** TODO ce_entry */
@Entity('ce_entry')
export class CeEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) entryType: string;
  @Column('uuid', { nullable: true }) runId: string | null;
  @Column('uuid', { nullable: true }) claimId: string | null;
  @Column({ type: 'uuid', ...computed }) eventId: string;
  @Column('uuid', { nullable: true }) approvalId: string | null;
  @Column('integer') number: number;
  @Column(codeText) kind: string;
  @Column(codeText) role: string;
  @Column('integer') minutes: number;
  @Column('jsonb') categories: unknown;
  @Column('integer') credits: number;
  @Column(shortText) title: string;
  @Column(codeText) mode: string;
  @Column(shortText) provider: string;
  @Column('date') startsOn: string;
  @Column('date') endsOn: string;
  @Column('date') completedOn: string;
  @Column('integer') cycleYear: number;
  @Column('jsonb') rule: unknown;
  @Column('jsonb', { nullable: true }) approval: unknown;
  @Column('jsonb') evidence: unknown;
  @Column({ ...codeText, nullable: true }) cause: string | null;
  @Column({ ...shortText, nullable: true }) reason: string | null;
  @Column('timestamptz') enteredAt: Date;
  @Column('uuid', { nullable: true }) enteredBy: string | null;
  @Column('date') retainedUntil: string;
}

/** TODO ce_completion */
@Entity('ce_completion')
export class CeCompletion {
  @PrimaryColumn('uuid') personId: string;
  @PrimaryColumn('uuid') runId: string;
  @Column('uuid') versionId: string;
  @Column(codeText) role: string;
  @Column('boolean') completed: boolean;
  @Column(codeText) mode: string;
  @Column('date') completedOn: string;
  @Column('jsonb') sessions: unknown;
  @Column('timestamptz') recordedAt: Date;
}

/** TODO ce_requirement */
@Entity('ce_requirement')
export class CeRequirement {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') runId: string;
  @Column(codeText) requirement: string;
  @Column('boolean') met: boolean;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
  @Column('timestamptz') recordedAt: Date;
}
