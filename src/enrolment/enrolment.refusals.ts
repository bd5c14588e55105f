import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  registration_incomplete: {
    status: 422,
    title: 'Your registration is not complete yet',
    detail: 'Registering happens once for all courses. What is still open is listed here; after that you can enrol.',
  },
  registration_not_active: {
    status: 422,
    title: 'Your registration is resting',
    detail: 'Please tell the college that you would like to come back; then you can enrol.',
  },
  adjustment_needs_a_place: {
    status: 422,
    title: 'This enrolment is over',
    detail:
      'Something can be arranged for what is still ahead. Please ask for it with an enrolment that you hold or wait for.',
  },
  adjustment_not_in_place: {
    status: 422,
    title: 'Not yet',
    detail: 'You can say whether it helps once it is said to be in place.',
  },
  too_many_adjustments: {
    status: 422,
    title: 'That is as many as we can keep',
    detail: 'Please keep at most {most} for one enrolment; several things may stand in one.',
  },
  below_minimum_age: {
    status: 422,
    title: 'This course is for older learners',
    detail: 'This course is open from {age} years on. Other courses may suit you; please look at the prospectus.',
  },
  condition_not_met: {
    status: 422,
    title: 'This course is for another group',
    detail:
      '{condition} If you think that this fits you, please look at what your registration says, or ask the college.',
  },
  term_limit: {
    status: 422,
    title: 'Your places for this term are used',
    detail:
      'You can hold {most} places and offers in one term. You are welcome to give one back and take this one, or to wait for the next term.',
  },
  time_clash: {
    status: 409,
    title: 'Two courses meet at the same time',
    detail:
      'A course that you are booked on meets at the same time. If you want both, please confirm that with confirmTimeClash.',
  },
  run_not_open: {
    status: 409,
    title: 'This course is not open yet',
    detail: 'This course is still being prepared. Please look again later.',
  },
  run_over: {
    status: 409,
    title: 'This course is over',
    detail: 'This course has ended. Please look in the prospectus for the next one.',
  },
  run_cancelled: {
    status: 409,
    title: 'This course does not take place',
    detail: 'The college had to cancel this course. Please look in the prospectus for another one.',
  },
  booking_not_open: {
    status: 422,
    title: 'Booking is not open yet',
    detail: 'Booking for this course opens on {day}.',
  },
  booking_closed: {
    status: 422,
    title: 'Booking has closed',
    detail: 'Booking for this course is closed. Please ask the college, or look for the next one.',
  },
  run_full: {
    status: 409,
    title: 'This course is full',
    detail: 'All places are taken and this course keeps no waiting list. Please look for another date.',
  },
  person_unknown: {
    status: 422,
    title: 'We do not know this person',
    detail: 'Please check who is meant, or add the person first.',
  },
  already_enrolled: {
    status: 409,
    title: 'You are on this course already',
    detail: 'There is one enrolment on this course already; there is nothing left to do.',
  },
  offer_expired: {
    status: 409,
    title: 'This offer has ended',
    detail:
      'The place was held for you until the time given, and is now offered to the next person. You can join the waiting list again.',
  },
  no_free_place: {
    status: 409,
    title: 'No place is free there',
    detail:
      'The other course has no free place, so your place here stays yours. You can join its waiting list beside it.',
  },
  no_place_to_move: {
    status: 409,
    title: 'There is no place to move',
    detail: 'Only a confirmed place can be moved to another run. You can enrol there instead.',
  },
  transfer_asks_approval: {
    status: 409,
    title: 'That course asks for approval',
    detail: 'Please enrol there first; once it is approved you can give this place back. Your place here stays yours.',
  },
  transfer_to_same_run: {
    status: 422,
    title: 'That is the same course',
    detail: 'Please choose another run to move to.',
  },
  priority_basis_forbidden: {
    status: 422,
    title: 'This may not decide who goes first',
    detail: 'Absences, incidents and scores never decide who is asked first. Please choose another basis.',
  },
  priority_tier_unknown: {
    status: 422,
    title: 'This tier does not exist',
    detail: 'Please publish the tier and its reason first, then use it.',
  },
  priority_tier_exists: {
    status: 409,
    title: 'This tier exists already',
    detail: 'There is a tier with this number. Please choose another number.',
  },
  tier_stays: { status: 409, title: 'Nothing to change', detail: 'This person stands in that tier already.' },
  not_requested: {
    status: 409,
    title: 'No answer is needed here',
    detail: 'This enrolment does not wait for an approval; it may have been answered already.',
  },
  not_waiting: {
    status: 409,
    title: 'Nobody waits here',
    detail: 'Only somebody who waits can be moved in the queue.',
  },
});

declareConstraints({
  enrolment_one_live: 'already_enrolled',
  enrolment_tier: 'priority_tier_unknown',
  priority_tier_once: 'priority_tier_exists',
});
