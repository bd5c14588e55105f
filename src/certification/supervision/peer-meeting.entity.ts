import { Column, Entity, PrimaryColumn } from 'typeorm';
import { rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO peer_meeting */
@Entity('peer_meeting')
export class PeerMeeting {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) title: string;
  @Column({ ...shortText, nullable: true }) place: string | null;
  @Column('timestamptz') startsAt: Date;
  @Column('integer') minutes: number;
  @Column('uuid') arrangedBy: string;
  @Column(rowVersion) version: number;
}

/** TODO peer_meeting_attendance */
@Entity('peer_meeting_attendance')
export class PeerMeetingAttendance {
  @PrimaryColumn('uuid') meetingId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column('timestamptz') recordedAt: Date;
}
