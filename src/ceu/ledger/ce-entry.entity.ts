import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed, shortText } from '../../platform/database/column-types.js';
import type { CeApproval } from '../approvals/ce-approval.entity.js';
import type { CategoryLines } from '../approvals/category.rules.js';
import type { CreditRule, SessionCredit } from './ce-award.rules.js';
import type { CreditKind, CreditRole } from './ce-credit.rules.js';
import type { entryTypes, reversalCauses } from './ce-ledger.dto.js';

/** What an award shows of its approval, as it was. */
type ApprovalAsItWas = Pick<
  CeApproval,
  'name' | 'approver' | 'approvalNumber' | 'certificateText' | 'validFrom' | 'validTo'
>;

/** A line of the ledger of credit: an award or its reversal, with everything it stands on as it was; never changed. */
@Entity('ce_entry')
export class CeEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) entryType: (typeof entryTypes)[number];
  @Column('uuid', { nullable: true }) runId: string | null;
  @Column('uuid', { nullable: true }) claimId: string | null;
  @Column({ type: 'uuid', ...computed }) eventId: string;
  @Column('uuid', { nullable: true }) approvalId: string | null;
  @Column('integer') number: number;
  @Column(codeText) kind: CreditKind;
  @Column(codeText) role: CreditRole;
  @Column('integer') minutes: number;
  @Column('jsonb') categories: CategoryLines;
  @Column('integer') credits: number;
  @Column(shortText) title: string;
  @Column(codeText) mode: string;
  @Column(shortText) provider: string;
  @Column('date') startsOn: string;
  @Column('date') endsOn: string;
  @Column('date') completedOn: string;
  @Column('integer') cycleYear: number;
  @Column('jsonb') rule: Pick<CreditRule, 'rounding' | 'retentionYears'> &
    Partial<CreditRule> & { approvalVersion?: number };
  @Column('jsonb', { nullable: true }) approval: ApprovalAsItWas | null;
  @Column('jsonb') evidence: object;
  @Column({ ...codeText, nullable: true }) cause: (typeof reversalCauses)[number] | null;
  @Column({ ...shortText, nullable: true }) reason: string | null;
  @Column('timestamptz') enteredAt: Date;
  @Column('uuid', { nullable: true }) enteredBy: string | null;
  @Column('date') retainedUntil: string;
}

/** What somebody did on a run, as far as credit goes, as it was last told. */
@Entity('ce_completion')
export class CeCompletion {
  @PrimaryColumn('uuid') personId: string;
  @PrimaryColumn('uuid') runId: string;
  @Column('uuid') versionId: string;
  @Column(codeText) role: CreditRole;
  @Column('boolean') completed: boolean;
  @Column(codeText) mode: string;
  @Column('date') completedOn: string;
  @Column('jsonb') sessions: SessionCredit[];
  @Column('timestamptz') recordedAt: Date;
}

/** An evaluation or assessment that an approval asks for was met or not; the latest row counts (BR-113). */
@Entity('ce_requirement')
export class CeRequirement {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') runId: string;
  @Column(codeText) requirement: 'evaluation' | 'assessment';
  @Column('boolean') met: boolean;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
  /** The order of rows; 0 for those before there were numbers, in the order of their instants. */
  @Column({ type: 'bigint', ...computed }) number: string;
  @Column('timestamptz') recordedAt: Date;
}
