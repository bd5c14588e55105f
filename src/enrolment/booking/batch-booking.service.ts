import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { isOwnRecord } from '../../platform/access/own-record.rules.js';
import { Database } from '../../platform/database/database.js';
import { insertRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { detailOf, fillingOf, refuse, statusOf, titleOf } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import type { BatchBody, BatchDto, BatchRowDto } from './batch.dto.js';
import type { Decision, KeptDecision } from './booking.rules.js';
import { BookingService } from './booking.service.js';
import { EnrolmentBatch } from './enrolment-batch.entity.js';
import { unmetWords } from '../eligibility/eligibility.rules.js';
import { mayBook } from '../enrolments/enrolment.policy.js';
import { RunSeatService } from '../seats/run-seat.service.js';

/** Booking several people at once: refused rows are decided first and named, the rest commit together (I-56). */
@Injectable()
export class BatchBookingService {
  constructor(
    private readonly database: Database,
    private readonly seats: RunSeatService,
    private readonly bookings: BookingService,
  ) {}

  /** Books, or with `dryRun` only says what would happen and writes nothing. */
  async book(
    actor: Actor,
    runId: string,
    { personIds, source = 'staff', dryRun = false }: BatchBody,
  ): Promise<BatchDto> {
    if (dryRun) return this.tryOut(actor, runId, personIds, source);
    const id = await this.database.command(actor, async (tx) => {
      const places = await this.seats.lockSeats(tx, actor, runId, personIds);
      if (!mayBook(actor, places.run.state)) throw refuse(platformRefusals.not_found);
      const decisions = await besidesOneself(actor, personIds, (others) =>
        this.bookings.decide(tx, places, others, source),
      );
      const seated = decisions.filter((decision) => 'outcome' in decision);
      const ids = await this.bookings.join(tx, actor, places, source, seated);
      const idOf = new Map(seated.map(({ personId }, index) => [personId, ids[index] ?? null]));
      const batchId = newId();
      await insertRow(tx, EnrolmentBatch, {
        id: batchId,
        runId,
        bookedBy: actor.personId,
        bookedAt: places.now,
        outcomes: decisions.map((decision) => kept(decision, idOf.get(decision.personId) ?? null)),
      });
      return batchId;
    });
    const found = await this.database.manager.findOne(EnrolmentBatch, {
      select: { id: true, outcomes: true },
      where: { id },
    });
    return present(id, found?.outcomes ?? []);
  }

  private tryOut(
    actor: Actor,
    runId: string,
    personIds: readonly string[],
    source: 'phone' | 'staff',
  ): Promise<BatchDto> {
    return this.database.transaction(async (tx) => {
      const places = await this.seats.look(tx, actor, runId);
      const decisions = await besidesOneself(actor, personIds, (others) =>
        this.bookings.decide(tx, places, others, source),
      );
      return present(
        null,
        decisions.map((decision) => kept(decision, null)),
      );
    });
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

const kept = (decision: Decision, enrolmentId: string | null): KeptDecision =>
  'outcome' in decision
    ? { personId: decision.personId, enrolmentId, outcome: decision.outcome, refused: [] }
    : {
        personId: decision.personId,
        enrolmentId: null,
        outcome: null,
        refused: decision.refused.flatMap((unmet) => [
          { code: unmet.code, values: unmet.values ?? {} },
          ...unmetWords(unmet)
            .slice(1)
            .map((item) => ({ code: item.code, values: fillingOf(item) })),
        ]),
      };

const present = (id: string | null, all: readonly KeptDecision[]): BatchDto => ({
  id,
  dryRun: id === null,
  rows: all.map(presentRow),
  confirmed: all.filter(({ outcome }) => outcome === 'confirmed').length,
  waitlisted: all.filter(({ outcome }) => outcome === 'waitlisted').length,
  refused: all.filter(({ outcome }) => outcome === null).length,
});

function presentRow({ personId, enrolmentId, outcome, refused: [first, ...others] }: KeptDecision): BatchRowDto {
  const words = ({ code, values }: KeptDecision['refused'][number]) => ({
    code,
    message: detailOf(code, values),
  });
  return {
    personId,
    enrolmentId,
    outcome,
    status: first ? statusOf(first.code) : 201,
    problem: first
      ? {
          code: first.code,
          title: titleOf(first.code),
          detail: words(first).message,
          errors: others.map(words),
        }
      : null,
  };
}
