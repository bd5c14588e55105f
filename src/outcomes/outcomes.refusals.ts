import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  evaluation_given_already: {
    status: 409,
    title: 'Thank you, we have it',
    detail: 'You have answered this already. Since nobody can tell which answers are yours, they cannot be changed.',
  },
  evaluation_form_changed: {
    status: 409,
    title: 'The questions are other ones',
    detail: 'Others have answered another version of this form. Please load it again and answer that one.',
  },
  evaluation_ahead: {
    status: 422,
    title: 'This has not begun yet',
    detail: 'You can say what you think of it from its start on.',
  },
  evaluation_closed: {
    status: 422,
    title: 'The time to answer is over',
    detail:
      'The answers have been put together, and one more could be recognised. Please tell a facilitator what you think, if you would like to.',
  },
  evaluation_item_unknown: {
    status: 422,
    title: 'The form has no such item',
    detail: 'Please load the form and answer its items; you may leave out any.',
  },
  evaluation_item_taken: {
    status: 422,
    title: 'This item is in every form',
    detail: 'Every form begins with the items more_hopeful and gained_skills. Please give yours another name.',
  },

  instrument_not_licensed: {
    status: 422,
    title: 'The college has no licence for this now',
    detail: 'This measure needs a licence that is recorded and not over. What was measured before stays.',
  },
  instrument_not_in_use: {
    status: 422,
    title: 'This measure is not in use',
    detail: 'An administrator takes measures into use. Please choose another one.',
  },
  instrument_known: {
    status: 409,
    title: 'This edition is known already',
    detail: 'Please use the one that is there, or name another edition.',
  },
  conversion_incomplete: {
    status: 422,
    title: 'The table does not fit the items',
    detail: 'Please give one metric score for each possible sum, the smallest first.',
  },
  item_scale: {
    status: 422,
    title: 'The scale does not go up',
    detail: 'The greatest value of an item has to be above the least one.',
  },
  item_texts_incomplete: {
    status: 422,
    title: 'The words of some items are missing',
    detail: 'Please give the words of all {count} items, in order.',
  },

  occasion_window: {
    status: 422,
    title: 'This is not the time for it',
    detail:
      'Each occasion has its time in the run: a baseline ends with the first session, the others follow. You can take the measure by yourself at any time.',
  },
  run_required: {
    status: 422,
    title: 'Please say which run this belongs to',
    detail: 'Only a measure that you take by yourself, at any time, belongs to no run.',
  },
  measurement_offered_already: {
    status: 409,
    title: 'This has been offered already',
    detail: 'Nobody is asked twice on one occasion. You can take the measure by yourself at any time.',
  },
  measure_mode_unknown: {
    status: 422,
    title: 'This measure is not answered in this way',
    detail: 'Please look at the instrument for the ways that are possible.',
  },
  responses_do_not_fit: {
    status: 422,
    title: 'Some answers do not fit this measure',
    detail: 'There are {items} items, each answered from {least} to {most}.',
  },
  raw_out_of_range: {
    status: 422,
    title: 'No answers have this total',
    detail: 'The total lies between {least} and {most}. Please add the answers up once more.',
  },
  score_not_possible: {
    status: 422,
    title: 'No answers have this total',
    detail: 'Please add the answers up once more.',
  },
  answers_or_total: {
    status: 422,
    title: 'Please send answers or a total',
    detail: 'Send the answers item by item, or else the total that was added up on paper.',
  },
  nothing_to_share: {
    status: 422,
    title: 'There is no score yet',
    detail: 'A measure can be shown to somebody once it has a score.',
  },
  reader_unknown: {
    status: 422,
    title: 'You cannot share with this person',
    detail: 'You can share with facilitators of your runs and with your advisor.',
  },
  measurement_shared_already: {
    status: 409,
    title: 'Shared already',
    detail: 'This person sees it already; there is nothing left to do.',
  },
  plan_open_already: {
    status: 409,
    title: 'You have a plan already',
    detail: 'Please go on with that one, or close it before you start another.',
  },
  plan_closed: {
    status: 409,
    title: 'This plan is closed',
    detail: 'It can be read and taken along. For what is ahead, a new plan can be started.',
  },
  plan_not_agreed: {
    status: 409,
    title: 'The plan is still a draft',
    detail: 'The learner says first that this is their plan; then it can be reviewed.',
  },
  goal_not_active: {
    status: 409,
    title: 'Nobody is working on this goal',
    detail: 'A goal changes while it is active. A new one can be set at any time.',
  },
  goal_set_by_learner: {
    status: 403,
    title: 'Only the learner sets a goal',
    detail: 'Others may propose one. It counts once the learner has accepted it.',
  },
  advisor_unknown: {
    status: 422,
    title: 'You cannot ask this person',
    detail: 'You can ask facilitators of your runs and coordinators of the college.',
  },
  advising_answered: {
    status: 409,
    title: 'Answered already',
    detail: 'There is no open question to you. Please load the plan again.',
  },
  review_signed: {
    status: 409,
    title: 'Signed already',
    detail: 'Your signature is there; there is nothing left to do.',
  },
  not_yet_happened: {
    status: 422,
    title: 'That day has not come yet',
    detail: 'Please give the day on which it happened.',
  },
  progression_verified: {
    status: 409,
    title: 'Verified already',
    detail: 'Somebody has done so; there is nothing left to do.',
  },
  outcome_keys_missing: {
    status: 503,
    title: 'We cannot open this right now',
    detail: 'The keys that open it are out of reach. Nothing is lost; please try again later.',
  },
});

declareConstraints({
  instrument_edition_once: 'instrument_known',
  instrument_conversion: 'conversion_incomplete',
  instrument_scale: 'item_scale',
  instrument_licensed: 'instrument_not_licensed',
  instrument_texts_licensed: 'instrument_not_licensed',
  measurement_licensed: 'instrument_not_licensed',
  measurement_occasion_window: 'occasion_window',
  measurement_offered_once: 'measurement_offered_already',
  measurement_raw_in_range: 'score_not_possible',
  measurement_metric_follows: 'score_not_possible',
  learning_plan_one_open: 'plan_open_already',
  learning_plan_advised_by_another: 'advisor_unknown',
  learning_goal_set_by_learner: 'goal_set_by_learner',
  progression_event_verified_by_another: 'forbidden',
  measurement_grant_live_once: 'measurement_shared_already',
  evaluation_receipt_once: 'evaluation_given_already',
});
