import { Column, Entity, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/column-types.js';

/** TODO coproduction_meeting */
@Entity('coproduction_meeting')
export class CoproductionMeeting {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('timestamptz') heldAt: Date;
  @Column('integer') minutes: number;
  @Column(longText) decisions: string;
  @Column({ ...longText, nullable: true }) dissentNote: string | null;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
}

/** TODO coproduction_attendance */
@Entity('coproduction_attendance')
export class CoproductionAttendance {
  @PrimaryColumn('uuid') meetingId: string;
  @PrimaryColumn('uuid') contributorId: string;
  @Column('uuid') versionId: string;
}
