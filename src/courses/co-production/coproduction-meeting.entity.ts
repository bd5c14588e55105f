import { Column, Entity, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/column-types.js';

/** A meeting of a co-production group, recorded after it was held and never changed. */
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

/** Somebody of the group who was present at one of its meetings. */
@Entity('coproduction_attendance')
export class CoproductionAttendance {
  @PrimaryColumn('uuid') meetingId: string;
  @PrimaryColumn('uuid') contributorId: string;
  @Column('uuid') versionId: string;
}
