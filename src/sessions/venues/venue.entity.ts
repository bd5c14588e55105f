import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { AccessFeature } from './venue.dto.js';

/** A building where sessions take place, or a room of one. */
@Entity('venue')
export class Venue {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { nullable: true }) partOf: string | null;
  @Column(shortText) name: string;
  @Column(codeText) timeZone: string;
  @Column(longText) address: string;
  @Column({ ...longText, nullable: true }) directions: string | null;
  @Column('text', { array: true }) accessFeatures: AccessFeature[];
  @Column({ ...longText, nullable: true }) accessNotes: string | null;
  @Column('integer') capacity: number;
  @Column('timestamptz', { nullable: true }) verifiedAt: Date | null;
  @Column('uuid', { nullable: true }) verifiedBy: string | null;
  @Column(rowVersion) version: number;
}

/** A place to meet online. Its join link is a secret, read in one place only. */
@Entity('online_room')
export class OnlineRoom {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) name: string;
  @Column(shortText) provider: string;
  @Column({ ...longText, nullable: true }) joinLink: string | null;
  @Column({ ...longText, nullable: true }) joiningHelp: string | null;
  @Column(rowVersion) version: number;
}
