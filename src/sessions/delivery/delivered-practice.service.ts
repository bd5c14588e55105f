import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { FacilitatorAssignment } from '../facilitators/facilitator-assignment.entity.js';
import { isFacilitatingSql } from '../facilitators/facilitation.sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Run } from '../runs/run.entity.js';
import { Session } from '../sessions/session.entity.js';
import { FacilitatorPresence } from './facilitator-presence.entity.js';

/** What a delivered session was for one of those who held it. */
export interface DeliveredPart
  extends Pick<FacilitatorPresence, 'personId' | 'deliveryRole'>, Pick<Session, 'deliveredBy'> {
  heldOn: string;
  minutes: number;
}

/** A run of which something was delivered. */
export interface DeliveredRun extends Pick<Run, 'versionId' | 'mode'> {
  /** Local date of the last session that was delivered. */
  lastDay: string;
  /** Whether every session was delivered or cancelled. */
  over: boolean;
  /** The planned session that each one holds, by its id; null for an extra meeting (BR-176). */
  planOrders: Record<string, number | null>;
}

/** Who has held sessions, and with whom, for certificates and panels. */
@Injectable()
export class DeliveredPracticeService {
  constructor(private readonly database: Database) {}

  /**
   * Everybody who was in the room and held the session, as what they were that day: a peer without a certification was
   * none (BR-179). None for a session that was not delivered.
   */
  partsOf(sessionId: string): Promise<DeliveredPart[]> {
    return this.database.rows<DeliveredPart>(
      `
        select ${columnsOf(FacilitatorPresence, 'p', 'personId', 'deliveryRole')},
          ${columnsOf(Session, 's', 'deliveredBy')}, s.local_start::date::text as "heldOn",
          s.delivered_contact_minutes as minutes
        from session s
        join facilitator_presence p on p.session_id = s.id
          and p.present
          and (p.certified or p.delivery_role <> 'peer')
        where s.id = $1 and s.state = 'delivered'
        order by p.person_id
        limit 50`,
      [sessionId],
    );
  }

  /** Everybody who was in the room and held a session of this run; not who only watched. */
  async presentersOf(runId: string): Promise<string[]> {
    const present = await this.database.rows<Pick<FacilitatorPresence, 'personId'>>(
      `
        select distinct ${columnsOf(FacilitatorPresence, 'p', 'personId')}
        from facilitator_presence p
        join session s on s.id = p.session_id
        where s.run_id = $1 and p.present and ${isFacilitatingSql('p.delivery_role')}
        order by 1`,
      [runId],
    );
    return present.map(({ personId }) => personId);
  }

  /** Undefined until a session was delivered. */
  deliveredRun(tx: Tx, runId: string): Promise<DeliveredRun | undefined> {
    return row<DeliveredRun>(
      tx,
      `
        select ${columnsOf(Run, 'r', 'versionId', 'mode')},
          max(s.local_start) filter (where s.state = 'delivered')::date::text as "lastDay",
          bool_and(s.state in ('delivered', 'cancelled')) as over,
          json_object_agg(s.id, s.plan_order) as "planOrders"
        from run r
        join session s on s.run_id = r.id
        where r.id = $1
        group by r.id
        having bool_or(s.state = 'delivered')`,
      [runId],
    );
  }

  /** Those of these people who accepted to facilitate a run that this person accepted as well, at any time. */
  async coFacilitatorsAmong(tx: Tx, personIds: readonly string[], personId: string): Promise<Set<string>> {
    const found = await rows<Pick<FacilitatorAssignment, 'personId'>>(
      tx,
      `
        select distinct ${columnsOf(FacilitatorAssignment, 'a', 'personId')}
        from facilitator_assignment a
        join facilitator_assignment b on b.run_id = a.run_id
        where a.person_id = any ($1) and b.person_id = $2 and a.state = 'accepted' and b.state = 'accepted'`,
      [personIds, personId],
    );
    return new Set(found.map((each) => each.personId));
  }

  /** Whether somebody has held a session with one of these people since a day, or is going to. */
  async together(tx: Tx, personId: string, others: string[], since: string): Promise<boolean> {
    const found = await row(
      tx,
      `
        select
        from facilitator_assignment mine
        join facilitator_assignment theirs on theirs.run_id = mine.run_id
          and theirs.person_id = any ($2)
          and theirs.state = 'accepted'
        join session s on s.run_id = mine.run_id and s.state <> 'cancelled' and s.starts_at >= $3::date
        where mine.person_id = $1 and mine.state = 'accepted'
        limit 1`,
      [personId, others, since],
    );
    return found !== undefined;
  }
}
