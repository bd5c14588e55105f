import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import type { DeliveryRole } from '../facilitators/facilitator.rules.js';

/** What a delivered session was for one of those who held it. */
export interface DeliveredPart {
  personId: string;
  deliveryRole: DeliveryRole;
  heldOn: string;
  minutes: number;
  deliveredBy: string | null;
}

/** Who has held sessions, and with whom, for certificates and panels. */
@Injectable()
export class DeliveredPracticeService {
  constructor(private readonly database: Database) {}

  /** Everybody who was in the room and held the session; none for one that was not delivered. */
  partsOf(sessionId: string): Promise<DeliveredPart[]> {
    return this.database.rows<DeliveredPart & Record<string, unknown>>(
      `
        select p.person_id as "personId", p.delivery_role as "deliveryRole", s.local_start::date::text as "heldOn",
          s.delivered_contact_minutes as minutes, s.delivered_by as "deliveredBy"
        from session s
        join facilitator_presence p on p.session_id = s.id and p.present
        where s.id = $1 and s.state = 'delivered'
        order by p.person_id
        limit 50`,
      [sessionId],
    );
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
