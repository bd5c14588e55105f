import { declareConstraints } from '../platform/errors/database-faults.js';
import { AppError, declareRefusals, type FieldError, fillingOf } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  co_delivery_pair_missing: {
    status: 422,
    title: 'Two people have to run this together',
    detail:
      'A run needs two different people: one peer facilitator and one with learned experience. Please offer the missing part to somebody.',
  },
  assignment_not_accepted: {
    status: 422,
    title: 'Somebody has not answered yet',
    detail:
      'The pair is complete once everybody who was asked has accepted. Please wait for the answer, or ask somebody else.',
  },
  certification_expires_before_last_session: {
    status: 422,
    title: 'A certification ends too early',
    detail:
      'Every peer facilitator needs a verified certification that lasts through {date}, the day of the last session. Please have it renewed and verified.',
  },
  conflict_unresolved: {
    status: 422,
    title: 'A conflict of interest is open',
    detail: 'Somebody declared a conflict of interest. Please talk it over and record how it is resolved.',
  },
  over_ratio: {
    status: 422,
    title: 'Too many places for the people who facilitate',
    detail:
      '{capacity} places are more than {facilitators} accepted facilitators can hold; {most} are possible. Lower the number of places or ask another facilitator.',
  },
  over_capacity: {
    status: 422,
    title: 'The room is too small',
    detail:
      'The venue holds {most} people, and {capacity} places are planned. Lower the number of places or choose a larger venue.',
  },
  delivery_setup_incomplete: {
    status: 422,
    title: 'How people get in is not clear yet',
    detail:
      'In person needs a venue with its access features recorded, online needs a room with a join link, and hybrid needs both.',
  },
  no_session_planned: {
    status: 422,
    title: 'No session is planned',
    detail: 'Please plan at least one session, so that people know when it takes place.',
  },
  facilitator_double_booked: {
    status: 409,
    title: 'Somebody would be in two places',
    detail:
      'A facilitator of this run has another session at this time, or too little time to travel between the two. Please choose another time or another person.',
  },
  room_double_booked: {
    status: 409,
    title: 'The room is taken',
    detail: 'Another session takes place there at this time. Please choose another time or another room.',
  },
  assignment_exists: {
    status: 409,
    title: 'Asked already',
    detail: 'This person has been asked for this run already, or facilitates it.',
  },
  not_a_facilitator: {
    status: 422,
    title: 'This person is not a facilitator yet',
    detail: 'Please ask an administrator to give them the role of facilitator first.',
  },
  conflict_of_oneself: {
    status: 403,
    title: 'Somebody else has to resolve this',
    detail: 'Nobody resolves their own conflict of interest. Please ask another coordinator.',
  },
  no_open_conflict: {
    status: 409,
    title: 'There is nothing to resolve',
    detail: 'No conflict of interest is open here.',
  },
  run_closed: {
    status: 409,
    title: 'This run has ended',
    detail: 'The run is finished or cancelled and stays as it is.',
  },
  mode_not_offered: {
    status: 422,
    title: 'Not made for this way of meeting',
    detail: 'This course version is made for: {modes}. Please choose one of these.',
  },
  term_dates_out_of_order: {
    status: 422,
    title: 'These dates are out of order',
    detail: 'The prospectus opens before or with booking, and a term ends after it starts. Please check the dates.',
  },
  run_booking_out_of_order: {
    status: 422,
    title: 'Booking would close before it opens',
    detail: 'Please check when booking opens and closes.',
  },
  camera_alternative_missing: {
    status: 422,
    title: 'An alternative is missing',
    detail: 'Nobody has to turn a camera on. Please say what people can do instead.',
  },
  capacity_needed: {
    status: 422,
    title: 'Please say how many places there are',
    detail: 'Only a drop-in may be without limit. Please give a number of places.',
  },
  local_time_skipped: {
    status: 422,
    title: 'The clocks skip this time',
    detail:
      'On that day {local} does not exist, because the clocks go forward. Please choose one of the times in "choices", or another one.',
  },
  local_time_repeated: {
    status: 422,
    title: 'The clocks show this time twice',
    detail:
      'On that day {local} comes twice, because the clocks go back. Please say whether you mean the first or the second one.',
  },
  session_ends_before_start: {
    status: 422,
    title: 'The end comes before the start',
    detail: 'A session ends after it starts, and within 24 hours. Please check both times.',
  },
  planned_minutes_missing: {
    status: 422,
    title: 'The contact minutes are missing',
    detail: 'Please say how many minutes of the session are contact time.',
  },
  planned_minutes_exceed_session: {
    status: 422,
    title: 'More contact time than session',
    detail: 'The session lasts {most} minutes; the planned contact minutes cannot be more than that.',
  },
  access_info_missing: {
    status: 422,
    title: 'How people get in is missing',
    detail:
      'Please choose a venue with its access features recorded or an online room with a join link, or add an access note to the session.',
  },
  session_published: {
    status: 409,
    title: 'People have this in their calendars',
    detail: 'A published session is moved by rescheduling it, so that everybody hears about it.',
  },
  sessions_not_over: {
    status: 409,
    title: 'Some sessions are still to come',
    detail: '{count} sessions are neither delivered nor cancelled. Please see to them first.',
  },
  capacity_below_booked: {
    status: 409,
    title: 'More people hold a place',
    detail:
      '{taken} places are held or offered, and nobody loses theirs by a smaller number. Please choose {taken} or more.',
  },
  session_not_begun: {
    status: 422,
    title: 'This session has not begun',
    detail: 'A session is marked delivered once it has begun.',
  },
  session_not_delivered: {
    status: 422,
    title: 'Not delivered yet',
    detail: 'Notes about a session are written once it was delivered.',
  },
  delivered_minutes_exceed_session: {
    status: 422,
    title: 'More contact time than session',
    detail: 'The session lasted {most} minutes; the delivered contact minutes cannot be more than that.',
  },
  not_on_this_run: {
    status: 422,
    title: 'Somebody is not on this run',
    detail: 'Only facilitators who accepted this run can be marked as present. Please check who was there.',
  },
  waiver_missing: {
    status: 422,
    title: 'A coordinator has to agree to this',
    detail:
      'The peer facilitator dropped out and nobody took their place. Please ask a coordinator who does not facilitate this run for a waiver.',
  },
  waiver_by_facilitator: {
    status: 403,
    title: 'Another coordinator has to decide this',
    detail: 'You are on this run yourself. Please ask a coordinator who is not.',
  },
  waiver_not_open: {
    status: 422,
    title: 'No waiver is needed, or it is too early for one',
    detail:
      'A waiver is for a session whose peer facilitator dropped out less than {hours} hours before it and could not be replaced. Please ask another peer first.',
  },
  waiver_given: {
    status: 409,
    title: 'Given already',
    detail: 'A waiver for this session is on record already; there is nothing left to do.',
  },
  future_runs_exist: {
    status: 422,
    title: 'Runs of this version are still to come',
    detail: '{count} runs of this version are drafted or open. Please finish or cancel each of them first.',
  },
  qa_reviewer_facilitates: {
    status: 422,
    title: 'Somebody else has to look at this',
    detail:
      'An approval needs somebody with lived experience who does not facilitate this course now. Please ask another reviewer.',
  },
  session_over: {
    status: 409,
    title: 'This session is over',
    detail: 'It was delivered or cancelled, and stays as it is.',
  },
  not_a_published_session: {
    status: 409,
    title: 'Not published',
    detail: 'Only a published session is moved this way; a draft is simply changed.',
  },
});

declareConstraints({
  booking_facilitator_once: 'facilitator_double_booked',
  booking_travel: 'facilitator_double_booked',
  booking_venue_once: 'room_double_booked',
  booking_online_room_once: 'room_double_booked',
  session_waiver_pk: 'waiver_given',
  facilitator_assignment_live_once: 'assignment_exists',
  facilitator_assignment_resolved_by_another: 'conflict_of_oneself',
  session_ends_after_start: 'session_ends_before_start',
  session_series_time_in_order: 'session_ends_before_start',
  term_dates_in_order: 'term_dates_out_of_order',
  run_booking_in_order: 'run_booking_out_of_order',
  run_camera_has_alternative: 'camera_alternative_missing',
  run_capacity_limited: 'capacity_needed',
  session_minutes_fit: 'planned_minutes_exceed_session',
});

/** Refuses with the first unmet gate as the code, and every one of them in the list; does nothing when all are met. */
export function refuseUnmet(gates: FieldError[]): void {
  const first = gates[0];
  if (first) throw new AppError(first.code, { values: fillingOf(first), errors: gates });
}
