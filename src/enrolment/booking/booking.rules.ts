import { type LearnerFacts, type RunConditions, unmet, type Unmet } from '../eligibility/eligibility.rules.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { type Outcome, outcomeOf, type Places, placesAfter } from '../seats/seat.rules.js';

/** What becomes of one person's wish to enrol. */
export type Decision =
  { personId: string; outcome: Outcome } | { personId: string; refused: readonly [Unmet, ...Unmet[]] };

export interface Booking {
  now: Date;
  byStaff: boolean;
  timeClashConfirmed: boolean;
}

/** Decides for several people in the order in which they are named, each seeing the places that those before left. */
export function decideBooking(
  run: RunConditions & { approvalNeeded: boolean },
  places: Places,
  personIds: readonly string[],
  factsOf: ReadonlyMap<string, LearnerFacts>,
  { now, byStaff, timeClashConfirmed }: Booking,
): Decision[] {
  let seen: Places = { capacity: places.capacity, taken: places.taken, waiting: places.waiting };
  return personIds.map((personId) => {
    const facts = factsOf.get(personId);
    if (!facts) return { personId, refused: [{ code: enrolmentRefusals.person_unknown }] };
    const outcome = outcomeOf(seen, run.approvalNeeded, byStaff);
    const [first, ...others] = unmet(run, facts, { now, outcome, timeClashConfirmed });
    if (first) return { personId, refused: [first, ...others] };
    seen = { ...seen, ...placesAfter(outcome, seen) };
    return { personId, outcome };
  });
}
