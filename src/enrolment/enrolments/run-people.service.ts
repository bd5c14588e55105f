import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Enrolment } from './enrolment.entity.js';
import { isOnRunSql } from './enrolment.sql.js';

/** Until when an offer stands, and the zone of its run. */
interface StandingOffer {
  notAfter: Date;
  timeZone: string;
}

const standingOffer = `
  select e.offer_expires_at as "notAfter", r.time_zone as "timeZone"
  from enrolment e
  join run r on r.id = e.run_id
  where e.state = 'offered' and e.offer_expires_at > $1`;

/** Who is on runs in whatever way: what those who tell people of a run ask (BR-180). */
@Injectable()
export class RunPeopleService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Everybody who has a place on one of these runs, asks or waits for one, or is offered one. */
  peopleOn(runIds: readonly string[]): Promise<Pick<Enrolment, 'runId' | 'personId'>[]> {
    return this.among(runIds, isOnRunSql('e.state'));
  }

  /** Those among them who wait or ask for a place. */
  waitingOn(runIds: readonly string[]): Promise<Pick<Enrolment, 'runId' | 'personId'>[]> {
    return this.among(runIds, `e.state in ('requested', 'waitlisted')`);
  }

  /** Those whose place on one of these runs ended with an answer: completed or not. */
  concludedOn(runIds: readonly string[]): Promise<Pick<Enrolment, 'runId' | 'personId'>[]> {
    return this.among(runIds, `e.state in ('completed', 'not_completed')`);
  }

  private async among(runIds: readonly string[], condition: string): Promise<Pick<Enrolment, 'runId' | 'personId'>[]> {
    return await this.database.rows(
      `
        select distinct ${columnsOf(Enrolment, 'e', 'runId', 'personId')}
        from enrolment e
        where e.run_id = any ($1) and ${condition}
        order by 1, 2`,
      [runIds],
    );
  }

  /** Whether this person has a place on one of the runs, asks or waits for one, or is offered one. */
  async isOn(tx: Tx, runIds: readonly string[], personId: string): Promise<boolean> {
    const text = `select from enrolment e where e.run_id = any ($1) and e.person_id = $2 and ${isOnRunSql('e.state')} limit 1`;
    return (await row(tx, text, [runIds, personId])) !== undefined;
  }

  /** Until when an offer stands; undefined when it does not stand any more. */
  async offeredUntil(tx: Tx, enrolmentId: string): Promise<StandingOffer | undefined> {
    return await row<StandingOffer>(tx, `${standingOffer} and e.id = $2`, [this.clock.now(), enrolmentId]);
  }

  /** The same of this person's offer on this run. */
  async offerOn(tx: Tx, runId: string, personId: string): Promise<StandingOffer | undefined> {
    const text = `${standingOffer} and e.run_id = $2 and e.person_id = $3`;
    return await row<StandingOffer>(tx, text, [this.clock.now(), runId, personId]);
  }
}
