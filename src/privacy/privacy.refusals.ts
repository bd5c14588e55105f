import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  administers_still: {
    status: 422,
    title: 'The college needs somebody who looks after it',
    detail:
      'You are its only administrator. Please make somebody else an administrator first; then your account can be erased.',
  },
  facilitates_still: {
    status: 422,
    title: 'Somebody is counting on you',
    detail:
      'You have agreed to facilitate runs that are not over yet. Please step down from them first; then your account can be erased.',
  },
  too_many_data_requests: {
    status: 422,
    title: 'Many requests are open',
    detail:
      'There are {most} open requests of yours. Please wait for an answer to one of them; all of them are being looked at.',
  },
  own_data_request: {
    status: 422,
    title: 'This is your own request',
    detail: 'Somebody else looks after it. Please ask another administrator.',
  },
  data_request_answer_incomplete: {
    status: 422,
    title: 'Something is missing from the answer',
    detail: 'Please say why, when not everything is done; for a refusal, also say where the person can complain.',
  },
  data_request_not_extended: {
    status: 422,
    title: 'The time for the answer stays as it is',
    detail:
      'It can be extended once, by as many days as the college allows itself, before the time is over and before the answer.',
  },
  person_erased: {
    status: 409,
    title: 'This account was erased',
    detail: 'Nothing can be added for somebody who has left for good.',
  },
});

declareConstraints({
  person_is_here: 'person_erased',
  person_erased_stays: 'person_erased',
  data_request_not_handled_by_oneself: 'own_data_request',
  data_request_partly_says_why: 'data_request_answer_incomplete',
  data_request_refused_says_why_and_where_to_turn: 'data_request_answer_incomplete',
  data_request_promise_stands: 'data_request_not_extended',
  data_request_extension_is_short: 'data_request_not_extended',
});
