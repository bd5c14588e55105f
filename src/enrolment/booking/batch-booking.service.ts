import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { isOwnRecord } from '../../platform/access/own-record.rules.js';
import { judge, type Judged, resultOf } from '../../platform/batches/batch.rules.js';
import { Batches, type DoneBatch } from '../../platform/batches/batches.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { refusalFor } from '../eligibility/eligibility.rules.js';
import { mayBook } from '../enrolments/enrolment.policy.js';
import { RunSeatService } from '../seats/run-seat.service.js';
import type { Outcome } from '../seats/seat.rules.js';
import type { SettledRun } from '../seats/settled-run.js';
import type { Decision } from './booking.rules.js';
import { BookingService, type Newcomer } from './booking.service.js';
import type { EnrolmentBatchBody, EnrolmentBatchDto } from './enrolment-batch.dto.js';

/** A wish that is granted, on the run as it was read. */
type Booked = Newcomer & { places: SettledRun };

interface Seated {
  enrolmentId: string | null;
  outcome: Outcome;
}

/** Booking several people at once: refused rows are decided first and named, the rest commit together (I-56). */
@Injectable()
export class BatchBookingService {
  constructor(
    private readonly batches: Batches,
    private readonly seats: RunSeatService,
    private readonly bookings: BookingService,
  ) {}

  /** Books, or with `dryRun` only says what would happen, without waiting for the lock of the run. */
  async book(
    actor: Actor,
    runId: string,
    { personIds, source = 'staff', dryRun = false }: EnrolmentBatchBody,
  ): Promise<EnrolmentBatchDto> {
    const done = await this.batches.run<Booked, Seated>(actor, dryRun, {
      judge: async (tx, onlyLook) => {
        const places = onlyLook
          ? await this.seats.look(tx, actor, runId)
          : await this.seats.lockSeats(tx, actor, runId, personIds);
        if (!mayBook(actor, places.run.state)) throw refuse(platformRefusals.not_found);
        const decisions = await besidesOneself(actor, personIds, (others) =>
          this.bookings.decide(tx, places, others, source),
        );
        return decisions.map((decision) => judged(decision, places));
      },
      write: async (tx, seated) => {
        const [{ places }] = seated;
        const ids = await this.bookings.join(tx, actor, places, source, seated);
        return seated.map(({ outcome }, index) => ({ enrolmentId: ids[index] ?? null, outcome }));
      },
      foreseen: ({ outcome }) => ({ enrolmentId: null, outcome }),
    });
    return present(done);
  }
}

/** What staff book for others passes gates that a learner does not pass, so nobody books themselves so (BR-208). */
async function besidesOneself(
  actor: Actor,
  personIds: readonly string[],
  decide: (others: string[]) => Promise<Decision[]>,
): Promise<Decision[]> {
  const decided = await decide(personIds.filter((id) => !isOwnRecord(actor, id)));
  const decisionOf = new Map(decided.map((decision) => [decision.personId, decision]));
  return personIds.map(
    (personId) => decisionOf.get(personId) ?? { personId, refused: [{ code: platformRefusals.own_record }] },
  );
}

const judged = (decision: Decision, places: SettledRun): Judged<Booked> =>
  judge(decision.personId, () => {
    if ('refused' in decision) throw refusalFor(decision.refused);
    return { ...decision, places };
  });

const present = ({ kept, ...done }: DoneBatch<Seated>): EnrolmentBatchDto => ({
  ...done,
  confirmed: kept.filter(({ facts }) => facts?.outcome === 'confirmed').length,
  waitlisted: kept.filter(({ facts }) => facts?.outcome === 'waitlisted').length,
  rows: kept.map(({ id, refused, facts }) => ({
    personId: id,
    enrolmentId: facts?.enrolmentId ?? null,
    outcome: facts?.outcome ?? null,
    ...resultOf({ refused }),
  })),
});
