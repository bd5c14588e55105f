import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO facilitator_presence */
@Entity('facilitator_presence')
export class FacilitatorPresence {
  @PrimaryColumn('uuid') sessionId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column(codeText) deliveryRole: string;
  @Column('boolean') present: boolean;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
}

/** TODO session_debrief */
@Entity('session_debrief')
export class SessionDebrief {
  @PrimaryColumn('uuid') sessionId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column({ ...longText, nullable: true }) wentWell: string | null;
  @Column({ ...longText, nullable: true }) toChange: string | null;
  @Column({ ...longText, nullable: true }) coFacilitation: string | null;
  @Column('boolean') supervisionWanted: boolean;
  @Column('timestamptz') writtenAt: Date;
  @Column(rowVersion) version: number;
}

/** TODO session_waiver */
@Entity('session_waiver')
export class SessionWaiver {
  @PrimaryColumn('uuid') sessionId: string;
  @Column(shortText) reason: string;
  @Column('uuid') givenBy: string;
  @Column('timestamptz') givenAt: Date;
}
