import { declareConstraints } from '../platform/errors/database-faults.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const attendanceRefusals = declareRefusals({
  minutes_exceed_session: [422, '/minutesPresent', '/leftMin', '/arrivedMin'],
  presence_outside_session: [422, '/arrivedMin', '/leftMin', '/away'],
  times_not_in_order: [422, '/leftMin', '/away', '/arrivedMin'],
  times_missing: [422, '/arrivedMin'],
  no_minutes_when_absent: [422, '/minutesPresent', '/arrivedMin', '/leftMin', '/away'],
  session_not_started: 422,
  absence_before_start: [422, '/state'],
  occurred_in_future: [422, '/occurredAt'],
  session_not_published: 409,
  session_cancelled: 409,
  apology_too_late: 409,
  register_locked: 409,
  reason_missing: [422, '/reason'],
  reason_not_needed: [422, '/reason'],
  not_on_register: 404,
  row_repeated: [422, '/clientEventId'],
  client_event_reused: 409,
  no_absence_at_drop_in: [422, '/state'],
  not_a_drop_in: 422,
  on_the_register: 409,
  drop_in_recorded: 409,
  check_in_closed: 409,
  check_in_code_wrong: [422, '/code'],
  not_enrolled_here: 404,
  there_already: 409,
  not_the_current_mark: 409,
  no_safe_channel: 422,
  channel_not_safe: [422, '/channel'],
  welfare_contact_missing: 422,
  follow_up_open_already: 409,
});

declareConstraints({
  minutes_exceed_session: {
    code: attendanceRefusals.minutes_exceed_session,
    sentence: 'problems.minutes_exceed_session.unfilled',
  },
  presence_outside_session: {
    code: attendanceRefusals.presence_outside_session,
    sentence: 'problems.presence_outside_session.unfilled',
  },
  presence_never_overlaps: attendanceRefusals.times_not_in_order,
  attendance_mark_event_once: attendanceRefusals.client_event_reused,
  drop_in_person_once: attendanceRefusals.drop_in_recorded,
  drop_in_by_another: platformRefusals.own_record,
  attendance_mark_by_another: platformRefusals.own_record,
  welfare_attempt_by_another: platformRefusals.own_record,
});
