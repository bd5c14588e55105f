import { Column, Entity, PrimaryColumn } from 'typeorm';
import { rowVersion, shortText } from '../../platform/database/column-types.js';

/** A meeting of peers with peers that the college arranges. */
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

/** Somebody said that they were at a meeting of peers, or will be. */
@Entity('peer_meeting_attendance')
export class PeerMeetingAttendance {
  @PrimaryColumn('uuid') meetingId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column('timestamptz') recordedAt: Date;
}
