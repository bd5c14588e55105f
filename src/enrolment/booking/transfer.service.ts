import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { findRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { transition } from '../../platform/states/state-table.js';
import { BookingService } from './booking.service.js';
import { refusalFor } from '../eligibility/eligibility.rules.js';
import type { TransferBody } from '../enrolments/enrolment.dto.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import { maySee } from '../enrolments/enrolment.policy.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { enrolmentMoves } from '../enrolments/enrolment.rules.js';
import { EnrolmentService } from '../enrolments/enrolment.service.js';
import { RunSeatService } from '../seats/run-seat.service.js';
import type { SettledRun } from '../seats/settled-run.js';

/** Moving from one run to another without ever standing between them. */
@Injectable()
export class TransferService {
  constructor(
    private readonly database: Database,
    private readonly seats: RunSeatService,
    private readonly bookings: BookingService,
    private readonly enrolments: EnrolmentService,
  ) {}

  /**
   * Takes a free place on the other run and gives this one back, both or neither; 409 `no_free_place` keeps this one.
   * Answers the new enrolment.
   */
  transferTo(actor: Actor, id: string, { runId, confirmTimeClash = false }: TransferBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const known = await findRow(tx, Enrolment, { id }, ['runId', 'personId']);
      if (!known || !maySee(actor, known)) throw refuse(platformRefusals.not_found);
      if (known.runId === runId) throw refuse(enrolmentRefusals.transfer_to_same_run);
      const locked = new Map<string, SettledRun>();
      // Sorted, so that two people who swap do not wait for each other for ever.
      for (const each of [known.runId, runId].sort())
        locked.set(each, await this.seats.lockSeats(tx, actor, each, locked.size === 1 ? [known.personId] : []));
      const [from, to] = [locked.get(known.runId), locked.get(runId)];
      if (!from || !to || to.run.state === 'draft') throw refuse(platformRefusals.not_found);
      this.enrolments.requireRunning(from);
      const enrolment = await this.enrolments.underLock(tx, id);
      transition(enrolmentMoves, enrolment.state, 'withdrawn');
      if (enrolment.state !== 'confirmed') throw refuse(enrolmentRefusals.no_place_to_move);

      const source = actor.personId === known.personId ? 'self' : 'staff';
      const [decision] = await this.bookings.decide(tx, to, [known.personId], source, {
        timeClashConfirmed: confirmTimeClash,
        leaving: known.runId,
      });
      if (!decision || 'refused' in decision)
        throw decision ? refusalFor(decision.refused) : refuse(platformRefusals.not_found);
      if (decision.outcome === 'requested') throw refuse(enrolmentRefusals.transfer_asks_approval);
      if (decision.outcome === 'waitlisted') throw refuse(enrolmentRefusals.no_free_place);
      const [transferredTo = ''] = await this.bookings.join(tx, actor, to, source, [decision]);
      await this.enrolments.endEnrolment(tx, actor, from, enrolment, 'withdrawn', { transferredTo });
      return transferredTo;
    });
  }
}
