import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const privacyRefusals = declareRefusals({
  administers_still: 422,
  facilitates_still: 422,
  too_many_data_requests: 422,
  own_data_request: 422,
  data_request_answer_incomplete: [422, '/reason', '/complaintRoute'],
  data_request_not_extended: [422, '/days'],
  person_erased: 409,
});

declareConstraints({
  person_is_here: privacyRefusals.person_erased,
  person_erased_stays: privacyRefusals.person_erased,
  data_request_not_handled_by_oneself: privacyRefusals.own_data_request,
  data_request_partly_says_why: privacyRefusals.data_request_answer_incomplete,
  data_request_refused_says_why_and_where_to_turn: privacyRefusals.data_request_answer_incomplete,
  data_request_promise_stands: privacyRefusals.data_request_not_extended,
  data_request_extension_is_short: privacyRefusals.data_request_not_extended,
});
