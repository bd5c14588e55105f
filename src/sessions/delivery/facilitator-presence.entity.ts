import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { DeliveryRole } from '../facilitators/facilitator.rules.js';

/** Whether somebody who had accepted the run was in the room when a session was delivered. */
@Entity('facilitator_presence')
export class FacilitatorPresence {
  @PrimaryColumn('uuid') sessionId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column(codeText) deliveryRole: DeliveryRole;
  @Column('boolean') present: boolean;
  /** Whether a peer held that day the certification that a peer of the course needs. */
  @Column('boolean') certified: boolean;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
}

/** One facilitator's notes on their own practice in a session; never about a learner. */
@Entity('session_debrief')
export class SessionDebrief {
  @PrimaryColumn('uuid') sessionId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column({ ...longText, nullable: true }) wentWell: string | null;
  @Column({ ...longText, nullable: true }) toChange: string | null;
  @Column({ ...longText, nullable: true }) coFacilitation: string | null;
  /** Since when they would like to talk about it in supervision; null where they would not. */
  @Column('timestamptz', { nullable: true }) supervisionAskedAt: Date | null;
  @Column('timestamptz') writtenAt: Date;
  @Column(rowVersion) version: number;
}

/** A coordinator's leave for a session to go on without a peer who dropped out late; one stands at a time. */
@Entity('session_waiver')
export class SessionWaiver {
  @PrimaryColumn('uuid') sessionId: string;
  @Column(shortText) reason: string;
  @Column('uuid') givenBy: string;
  @PrimaryColumn('timestamptz') givenAt: Date;
  /** When the session was moved to another date, for which it does not speak. */
  @Column('timestamptz', { nullable: true }) takenBackAt: Date | null;
}
