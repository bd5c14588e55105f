import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  minutes_exceed_session: {
    status: 422,
    title: 'More minutes than the session has',
    detail: 'The session has {contact} minutes of contact time. Please check when the person arrived and left.',
  },
  presence_outside_session: {
    status: 422,
    title: 'Outside the session',
    detail:
      'Somebody can be recorded from {grace} minutes before the start until {grace} minutes after the end. Please check the times.',
  },
  times_not_in_order: {
    status: 422,
    title: 'The times do not follow one another',
    detail: 'Leaving comes after arriving, and times away lie in between without overlapping. Please check the times.',
  },
  times_missing: {
    status: 422,
    title: 'A time is missing',
    detail: 'Please say when the person arrived or left, or how many minutes they were there.',
  },
  no_minutes_when_absent: {
    status: 422,
    title: 'Nobody is there and absent at once',
    detail: 'Times and minutes belong to somebody who was there. Please leave them out, or change the state.',
  },
  session_not_started: {
    status: 422,
    title: 'Not yet',
    detail: 'The session has not started. This can be recorded from {grace} minutes before its start.',
  },
  absence_before_start: {
    status: 422,
    title: 'Not yet',
    detail: 'Whether somebody comes shows only once the session has started. An apology can be noted now.',
  },
  occurred_in_future: {
    status: 422,
    title: 'This lies in the future',
    detail: 'A mark tells what has happened. Please check the clock of your device.',
  },
  session_not_published: {
    status: 409,
    title: 'This session is not published yet',
    detail: 'The register opens once the session is published.',
  },
  session_cancelled: {
    status: 409,
    title: 'This session was cancelled',
    detail: 'A cancelled session counts for nobody, so there is nothing to record.',
  },
  apology_too_late: {
    status: 409,
    title: 'This session is over',
    detail:
      'An apology can be sent until the session ends. If something is not right, please tell the college; it can be corrected.',
  },
  register_locked: {
    status: 409,
    title: 'This register is locked',
    detail: 'A register locks {days} days after the session. A coordinator can still correct it and say why.',
  },
  reason_missing: {
    status: 422,
    title: 'Please say why',
    detail: 'A correction needs a short reason, because the first mark stays on record beside it.',
  },
  reason_not_needed: {
    status: 422,
    title: 'No reason is needed',
    detail: 'The register is open, so this is an ordinary mark. Please leave the reason out.',
  },
  not_on_register: {
    status: 404,
    title: 'Not on this register',
    detail: 'This enrolment has no place on this run. Please load the register again.',
  },
  row_repeated: {
    status: 422,
    title: 'The same event twice',
    detail: 'Two rows carry the same clientEventId. Each event is sent once.',
  },
  client_event_reused: {
    status: 409,
    title: 'This event belongs to somebody else',
    detail: 'The clientEventId was used for another person of this session. Please use a new one for each event.',
  },
  no_absence_at_drop_in: {
    status: 422,
    title: 'Nobody is absent from a drop-in',
    detail: 'People come to a drop-in when they like. Please record only who came.',
  },
  not_a_drop_in: {
    status: 422,
    title: 'This is not a drop-in',
    detail: 'People enrol on this course. Please use its register.',
  },
  on_the_register: {
    status: 409,
    title: 'On the register',
    detail: 'This person has a place on this run. Please mark them on the register.',
  },
  drop_in_recorded: {
    status: 409,
    title: 'Recorded already',
    detail: 'This person is recorded for this session already; there is nothing left to do.',
  },
  check_in_closed: {
    status: 409,
    title: 'Check-in is closed',
    detail: 'Check-in is open from {grace} minutes before the start until the end of the session.',
  },
  check_in_code_wrong: {
    status: 422,
    title: 'This code does not fit',
    detail:
      'The code changes every minute. Please read it again and type the new one, or ask the facilitator to mark you.',
  },
  not_enrolled_here: {
    status: 404,
    title: 'No place on this course',
    detail: 'You have no place on this course at the moment, so there is nothing to record.',
  },
  there_already: {
    status: 409,
    title: 'You were there',
    detail: 'You are marked as having been there. If that is not right, please tell the college; it can be corrected.',
  },
  not_the_current_mark: {
    status: 409,
    title: 'Nothing is recorded here yet',
    detail: 'There is no mark to correct. Please use the register.',
  },
  no_safe_channel: {
    status: 422,
    title: 'There is no safe way to get in touch',
    detail:
      'This person has not marked any way of contact as safe, so nobody writes or calls. They can change that at any time.',
  },
  channel_not_safe: {
    status: 422,
    title: 'Not this way',
    detail: 'This person has not marked this way of contact as safe. Please use one of: {channels}.',
  },
  welfare_contact_missing: {
    status: 422,
    title: 'Please get in touch first',
    detail:
      'A place can be released only after somebody has asked how the person is, at least once, in a way that is safe for them.',
  },
  follow_up_open_already: {
    status: 409,
    title: 'Somebody is asking already',
    detail: 'A follow-up of this kind is open for this person. Please go on there.',
  },
});

declareConstraints({
  minutes_exceed_session: 'minutes_exceed_session',
  presence_outside_session: 'presence_outside_session',
  presence_never_overlaps: 'times_not_in_order',
  attendance_mark_event_once: 'client_event_reused',
  drop_in_person_once: 'drop_in_recorded',
});
