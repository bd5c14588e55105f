import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed, longText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { SessionState } from './session.rules.js';

/** One dated meeting of a run. Its wall times are the intention; its instants follow from them. */
@Entity('session')
export class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('uuid', { nullable: true }) seriesId: string | null;
  /** Changed by itself, so that changes of its series pass it by. */
  @Column('boolean') editedAlone: boolean;
  /** The planned session that it holds; null for an extra meeting. */
  @Column('integer', { nullable: true }) planOrder: number | null;
  @Column({ ...shortText, nullable: true }) title: string | null;
  @Column('timestamp', { select: false }) localStart: string;
  @Column('timestamp', { select: false }) localEnd: string;
  @Column(codeText) timeZone: string;
  @Column('timestamptz') startsAt: Date;
  @Column('timestamptz') endsAt: Date;
  @Column('integer', { nullable: true }) plannedContactMinutes: number | null;
  @Column('integer', { nullable: true }) deliveredContactMinutes: number | null;
  /** When it really began, in minutes from the planned start; null until it was delivered, and where nobody said so. */
  @Column('integer', { nullable: true }) startedMin: number | null;
  @Column('uuid', { nullable: true }) venueId: string | null;
  @Column({ ...longText, nullable: true }) accessNote: string | null;
  @Column(codeText) state: SessionState;
  /** How often what a calendar shows of it was changed; counted by a trigger. */
  @Column({ type: 'integer', ...computed }) sequence: number;
  /** When that was last, or when it was published; written by the same trigger. */
  @Column({ type: 'timestamptz', nullable: true, ...computed }) shownAt: Date | null;
  @Column('timestamptz', { nullable: true }) publishedAt: Date | null;
  @Column('uuid', { nullable: true }) publishedBy: string | null;
  @Column('timestamptz', { nullable: true }) deliveredAt: Date | null;
  @Column('uuid', { nullable: true }) deliveredBy: string | null;
  @Column('boolean', { nullable: true }) coDelivered: boolean | null;
  @Column('timestamptz', { nullable: true }) cancelledAt: Date | null;
  @Column('uuid', { nullable: true }) cancelledBy: string | null;
  @Column({ ...shortText, nullable: true }) cancellationReason: string | null;
  @Column(rowVersion) version: number;
}

/** One move of a session that was announced, with its times before and after. */
@Entity('session_rescheduling')
export class SessionRescheduling {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') sessionId: string;
  @Column('timestamptz') fromStartsAt: Date;
  @Column('timestamptz') fromEndsAt: Date;
  @Column(codeText) fromTimeZone: string;
  @Column('uuid', { nullable: true }) fromVenueId: string | null;
  @Column('timestamptz') toStartsAt: Date;
  @Column('timestamptz') toEndsAt: Date;
  @Column(codeText) toTimeZone: string;
  @Column('uuid', { nullable: true }) toVenueId: string | null;
  @Column('boolean') freeWithdrawal: boolean;
  @Column('uuid') changeSet: string;
  /** Null where the rules of its time zone changed. */
  @Column('uuid', { nullable: true }) movedBy: string | null;
  @Column('timestamptz') movedAt: Date;
}

/** Sessions that were planned together, at the same time every so many weeks. */
@Entity('session_series')
export class SessionSeries {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('date') firstDate: string;
  @Column('integer') everyWeeks: number;
  @Column('time') startTime: string;
  @Column('time') endTime: string;
  @Column(rowVersion) version: number;
}
