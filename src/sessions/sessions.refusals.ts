import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals, fillingOf, refuse, type UnmetGate } from '../platform/errors/refusal.js';

export const sessionsRefusals = declareRefusals({
  co_delivery_pair_missing: 422,
  assignment_not_accepted: 422,
  certification_expires_before_last_session: 422,
  conflict_unresolved: 422,
  over_ratio: 422,
  over_capacity: 422,
  delivery_setup_incomplete: 422,
  no_session_planned: 422,
  facilitator_double_booked: 409,
  room_double_booked: 409,
  assignment_exists: 409,
  not_a_facilitator: 422,
  conflict_of_oneself: 403,
  no_open_conflict: 409,
  run_closed: 409,
  mode_not_offered: 422,
  term_dates_out_of_order: 422,
  run_booking_out_of_order: 422,
  camera_alternative_missing: 422,
  capacity_needed: 422,
  local_time_skipped: 422,
  local_time_repeated: 422,
  session_ends_before_start: 422,
  planned_minutes_missing: 422,
  planned_minutes_exceed_session: 422,
  access_info_missing: 422,
  session_published: 409,
  sessions_not_over: 409,
  capacity_below_booked: 409,
  session_not_begun: 422,
  session_not_delivered: 422,
  delivered_minutes_exceed_session: 422,
  not_on_this_run: 422,
  waiver_missing: 422,
  waiver_by_facilitator: 403,
  waiver_not_open: 422,
  waiver_given: 409,
  future_runs_exist: 422,
  qa_reviewer_facilitates: 422,
  session_over: 409,
  not_a_published_session: 409,
});

declareConstraints({
  booking_facilitator_once: sessionsRefusals.facilitator_double_booked,
  booking_travel: sessionsRefusals.facilitator_double_booked,
  booking_venue_once: sessionsRefusals.room_double_booked,
  booking_online_room_once: sessionsRefusals.room_double_booked,
  session_waiver_pk: sessionsRefusals.waiver_given,
  facilitator_assignment_live_once: sessionsRefusals.assignment_exists,
  facilitator_assignment_resolved_by_another: sessionsRefusals.conflict_of_oneself,
  session_ends_after_start: sessionsRefusals.session_ends_before_start,
  session_series_time_in_order: sessionsRefusals.session_ends_before_start,
  term_dates_in_order: sessionsRefusals.term_dates_out_of_order,
  run_booking_in_order: sessionsRefusals.run_booking_out_of_order,
  run_camera_has_alternative: sessionsRefusals.camera_alternative_missing,
  run_capacity_limited: sessionsRefusals.capacity_needed,
  session_minutes_fit: {
    code: sessionsRefusals.planned_minutes_exceed_session,
    sentence: 'problems.planned_minutes_exceed_session.unfilled',
  },
});

/** Refuses with the first unmet gate as the code, and every one of them in the list; does nothing when all are met. */
export function refuseUnmet(gates: UnmetGate[]): void {
  const first = gates[0];
  if (first) throw refuse(first.code, { values: fillingOf(first), errors: gates });
}
