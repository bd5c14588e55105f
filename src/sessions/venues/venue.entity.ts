import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccessFeature } from './venue.dto.js';

/** A building where sessions take place, or a room of one. */
@Entity('venue')
export class Venue {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'part_of', nullable: true }) partOf: string | null;
  @Column('text') name: string;
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('text') address: string;
  @Column('text', { nullable: true }) directions: string | null;
  @Column('text', { name: 'access_features', array: true }) accessFeatures: AccessFeature[];
  @Column('text', { name: 'access_notes', nullable: true }) accessNotes: string | null;
  @Column('integer') capacity: number;
  @Column('timestamptz', { name: 'verified_at', nullable: true }) verifiedAt: Date | null;
  @Column('uuid', { name: 'verified_by', nullable: true }) verifiedBy: string | null;
  @Column({ type: 'int', default: 1, insert: false, update: false }) version: number;
}

/** A place to meet online. Its join link is a secret, read in one place only. */
@Entity('online_room')
export class OnlineRoom {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') provider: string;
  @Column('text', { name: 'join_link', nullable: true }) joinLink: string | null;
  @Column('text', { name: 'joining_help', nullable: true }) joiningHelp: string | null;
  @Column({ type: 'int', default: 1, insert: false, update: false }) version: number;
}
