import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const enrolmentRefusals = declareRefusals({
  registration_incomplete: 422,
  registration_not_active: 422,
  facilitates_this_run: 422,
  learns_on_this_run: 422,
  adjustment_needs_a_place: 422,
  adjustment_not_in_place: 422,
  too_many_adjustments: 422,
  below_minimum_age: 422,
  condition_not_met: 422,
  term_limit: 422,
  time_clash: 409,
  run_not_open: 409,
  run_over: 409,
  run_cancelled: 409,
  booking_not_open: 422,
  booking_closed: 422,
  run_full: 409,
  person_unknown: 422,
  already_enrolled: 409,
  offer_expired: 409,
  no_free_place: 409,
  no_place_to_move: 409,
  transfer_asks_approval: 409,
  transfer_to_same_run: 422,
  priority_basis_forbidden: 422,
  priority_tier_unknown: 422,
  priority_tier_exists: 409,
  tier_stays: 409,
  not_requested: 409,
  not_waiting: 409,
});

declareConstraints({
  enrolment_of_nobody_away: enrolmentRefusals.registration_not_active,
  enrolment_one_live: enrolmentRefusals.already_enrolled,
  enrolment_tier: enrolmentRefusals.priority_tier_unknown,
  priority_tier_once: enrolmentRefusals.priority_tier_exists,
});
