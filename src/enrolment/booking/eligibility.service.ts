import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import type { EligibilityDto } from '../eligibility/eligibility.dto.js';
import { unmetWords } from '../eligibility/eligibility.rules.js';
import { mayBook, sourceOf } from '../enrolments/enrolment.policy.js';
import { RunSeatService } from '../seats/run-seat.service.js';
import { outcomeOf } from '../seats/seat.rules.js';
import { BookingService } from './booking.service.js';

/** Answers "could I?" without writing anything. */
@Injectable()
export class EligibilityService {
  constructor(
    private readonly database: Database,
    private readonly seats: RunSeatService,
    private readonly bookings: BookingService,
  ) {}

  /**
   * Whether this person could enrol now, with every rule that is in the way. For those who do not run it, places are as
   * they were at the last full hour (BR-211).
   */
  eligibilityFor(actor: Actor, runId: string, personId: string = actor.personId): Promise<EligibilityDto> {
    const source = sourceOf(actor, personId, undefined);
    if (!source) throw refuse(platformRefusals.forbidden);
    const answer = async (tx: Tx): Promise<EligibilityDto> => {
      const { told, ...now } = await this.seats.look(tx, actor, runId);
      if (!mayBook(actor, now.run.state)) throw refuse(platformRefusals.not_found);
      const places = now.hearsNumbers ? now : { ...now, ...told };
      const [decision] = await this.bookings.decide(tx, places, [personId], source);
      const refused = decision && 'refused' in decision ? decision.refused : [];
      const enrolmentId = refused.find(({ code }) => code === 'already_enrolled')?.extensions?.['enrolmentId'];
      return {
        eligible: refused.length === 0,
        outcome: outcomeOf(places, places.run.approvalNeeded, source !== 'self'),
        gates: refused.flatMap(unmetWords).map(({ code, message }) => ({ code, message })),
        enrolmentId: typeof enrolmentId === 'string' ? enrolmentId : null,
      };
    };
    return this.database.transaction(answer, { plannedOnce: true });
  }
}
