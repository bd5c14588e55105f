import { Injectable } from '@nestjs/common';
import { hasWithdrawnSql } from '../../people/consents/consent.sql.js';
import { automatic } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { row } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { RunSeatService } from '../seats/run-seat.service.js';
import { Enrolment } from './enrolment.entity.js';
import { EnrolmentService } from './enrolment.service.js';

const endsWaiting = `
  e.state in ('requested', 'waitlisted', 'offered') and ${hasWithdrawnSql('e.person_id', 'registration_processing')}`;

/** What becomes of the turns of somebody who took back that the college may book for them (BR-142, BR-182). */
@Injectable()
export class WithdrawnConsentService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly seats: RunSeatService,
    private readonly enrolments: EnrolmentService,
  ) {}

  /**
   * Ends everything that this person, or anybody, asks or waits for or is offered, run by run, unless they have said yes
   * again meanwhile; what they have stays theirs. Each ending is an event of its own, of which they are told.
   */
  async endWaiting(personId: string | null, cause: string): Promise<void> {
    const found = await this.database.rows<Pick<Enrolment, 'id' | 'runId'>>(
      `
        select ${columnsOf(Enrolment, 'e', 'id', 'runId')}
        from enrolment e
        where ($1::uuid is null or e.person_id = $1) and ${endsWaiting}`,
      [personId],
    );
    for (const { id, runId } of found) await this.endOne(id, runId, cause);
  }

  private async endOne(id: string, runId: string, cause: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const doer = automatic(cause);
      const places = await this.seats.lockSeats(tx, doer, runId);
      if (!(await row(tx, `select from enrolment e where e.id = $1 and ${endsWaiting}`, [id]))) return;
      const enrolment = await this.enrolments.underLock(tx, id);
      await this.enrolments.endEnrolment(tx, doer, places, enrolment, 'withdrawn');
      await this.events.record(tx, doer, {
        type: 'enrolment.waiting_ended',
        subjectId: id,
        personId: enrolment.personId,
        refs: { runId },
      });
    });
  }
}
