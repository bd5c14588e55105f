import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { AssignmentState, ConflictState, DeliveryRole } from './facilitator.rules.js';

/** Somebody who was asked to facilitate a run, and their answer. */
@Entity('facilitator_assignment')
export class FacilitatorAssignment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('uuid') personId: string;
  @Column(codeText) deliveryRole: DeliveryRole;
  @Column('boolean') subjectExpert: boolean;
  @Column(codeText) state: AssignmentState;
  @Column(codeText) conflict: ConflictState;
  @Column({ ...longText, nullable: true }) conflictText: string | null;
  @Column({ ...longText, nullable: true }) conflictResolution: string | null;
  @Column('uuid', { nullable: true }) conflictResolvedBy: string | null;
  @Column('uuid', { nullable: true }) offeredBy: string | null;
  @Column('timestamptz') offeredAt: Date;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('timestamptz', { nullable: true }) stoodDownAt: Date | null;
  @Column('uuid', { nullable: true }) stoodDownBy: string | null;
  @Column({ ...shortText, nullable: true }) stoodDownReason: string | null;
  @Column(rowVersion) version: number;
}
