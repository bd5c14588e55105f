import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  issuer_unnamed: {
    status: 422,
    title: 'Who issues it?',
    detail: 'An external scheme needs the name of its issuing body; a scheme of the college has none.',
  },
  scheme_is_external: {
    status: 422,
    title: 'Another body issues this',
    detail:
      'The college neither sets its terms nor takes applications for it. Please record the certificate once it is issued.',
  },
  scheme_is_of_college: {
    status: 422,
    title: 'The college issues this itself',
    detail: 'Its certificates come from an application and a panel, and are not recorded by hand.',
  },
  terms_do_not_fit: {
    status: 422,
    title: 'These terms do not fit together',
    detail: 'Please look at what is listed and send the set again.',
  },
  terms_parts_exceed_whole: {
    status: 422,
    title: 'A part is larger than the whole',
    detail: 'Minutes of one kind cannot be more than the minutes in all, nor a minimum more than its maximum.',
  },
  terms_dates_missing: {
    status: 422,
    title: 'A date is missing',
    detail: 'The renewal model "{model}" needs its months, or its fixed day.',
  },
  terms_window_too_long: {
    status: 422,
    title: 'The window is too long',
    detail: 'The renewal window has to be shorter than the period itself.',
  },
  terms_carry_over_open: {
    status: 422,
    title: 'What may be carried over?',
    detail: 'Minutes can be carried over only with the categories that may be.',
  },
  set_not_later: {
    status: 422,
    title: 'A set applies from today on at the earliest',
    detail: 'It also has to begin after the one before. What was asked for in the past stays as it was.',
  },
  nothing_required_yet: {
    status: 422,
    title: 'This scheme is not ready',
    detail: 'Nobody has said yet what it asks for. Please try again once the college has added a requirement set.',
  },

  application_open_already: {
    status: 409,
    title: 'You have applied already',
    detail: 'There is an open application of yours under this scheme. Please go on with that one.',
  },
  certified_already: {
    status: 409,
    title: 'Certified already',
    detail: 'A certificate under this scheme stands; it can be renewed and needs no new application.',
  },
  application_expired: {
    status: 409,
    title: 'This application has expired',
    detail:
      'Nothing has happened on it for too long. Please start a new one; your training and practice are still there.',
  },
  application_over: {
    status: 409,
    title: 'This application is over',
    detail: 'Nothing can be added to it any more. What was handed in is still there for a new one.',
  },
  own_application: {
    status: 422,
    title: 'This is your own application',
    detail: 'Nobody has a part in judging their own. Please ask a colleague.',
  },
  nothing_to_advance: {
    status: 409,
    title: 'There is no next stage',
    detail: 'This application waits for a decision, or has had one.',
  },
  stage_incomplete: {
    status: 422,
    title: 'Something is still missing for the next stage',
    detail: 'What is missing is listed, each with what to do.',
  },
  attestation_missing: {
    status: 422,
    title: 'The declaration is missing',
    detail: 'Please sign code of ethics {version} and declare what the scheme asks for.',
  },
  too_young: {
    status: 422,
    title: 'Not old enough yet, or no date of birth',
    detail: 'This scheme is open from the age of {age} on. Please check the date of birth on your page.',
  },
  selection_missing: {
    status: 422,
    title: 'The first talk is still to come',
    detail: 'Please book a selection talk in which every competency is met.',
  },
  training_too_old: {
    status: 422,
    title: 'This training was too long ago',
    detail: 'It has to have been completed within the last {months} months before the application.',
  },
  training_short: {
    status: 422,
    title: 'More training is needed',
    detail: '{have} of {need} minutes of training count; {missing} are missing.',
  },
  live_training_short: {
    status: 422,
    title: 'More live training is needed',
    detail: '{have} of {need} minutes of live training count; {missing} are missing.',
  },
  ethics_training_short: {
    status: 422,
    title: 'More training on ethics is needed',
    detail: '{have} of {need} minutes on ethics count; {missing} are missing.',
  },
  training_parts_exceed_whole: {
    status: 422,
    title: 'A part is longer than the whole',
    detail: 'Live minutes and minutes on ethics cannot be more than the minutes in all.',
  },
  practice_short: {
    status: 422,
    title: 'More practice is needed',
    detail: '{have} of {need} minutes of practice count; {missing} are missing.',
  },
  practice_kind_not_counted: {
    status: 422,
    title: 'This kind does not count',
    detail: 'It is good to have, but does not count towards the hours of this scheme.',
  },
  practice_outside_window: {
    status: 422,
    title: 'This was too long ago',
    detail: 'Practice counts when it lies within the last {months} months.',
  },
  practice_unverified: {
    status: 422,
    title: 'Nobody has confirmed this yet',
    detail: 'It counts once somebody who was there, or a coordinator, has confirmed it.',
  },
  practice_verified_already: {
    status: 409,
    title: 'Confirmed already',
    detail: 'Somebody has confirmed this practice; there is nothing left to do.',
  },
  not_done_yet: { status: 422, title: 'This lies in the future', detail: 'Please add it after it has happened.' },
  day_passed: { status: 422, title: 'This day is over', detail: 'Please choose today or a later day.' },
  self_verified: {
    status: 422,
    title: 'Somebody else has to check this',
    detail: 'Nobody confirms what is their own. Please ask somebody who was there, or a coordinator.',
  },
  self_assessed: {
    status: 422,
    title: 'Somebody else has to assess this',
    detail: 'An applicant cannot be their own assessor.',
  },
  other_code_of_ethics: {
    status: 422,
    title: 'This is another code of ethics',
    detail: 'This application asks for version {version}. Please read and sign that one.',
  },
  references_missing: {
    status: 422,
    title: 'References are missing',
    detail: '{have} of {need} references are accepted and recent enough.',
  },
  reference_kind_not_asked: {
    status: 422,
    title: 'This scheme asks for other references',
    detail: 'Please look at who may speak for you under this scheme.',
  },
  self_referenced: {
    status: 422,
    title: 'Somebody else has to speak for you',
    detail: 'This is your own address. Please name the address of the person whom you ask.',
  },
  reference_link_invalid: {
    status: 422,
    title: 'This code does not work',
    detail: 'It may have been used or be too old. Please ask the person who named you to send a new one.',
  },
  assessment_missing: {
    status: 422,
    title: 'The assessment is still to come',
    detail: 'Please book the exam or the observed practice that this scheme asks for.',
  },
  assessor_booked: {
    status: 409,
    title: 'This time is taken',
    detail: 'The assessor has another assessment then. Please choose another time.',
  },
  competencies_incomplete: {
    status: 422,
    title: 'Some competencies are missing',
    detail: 'Please say for each whether it was met: {asked}.',
  },
  panel_composition: {
    status: 422,
    title: 'This panel cannot decide',
    detail:
      'It needs at least three panel members, half of them with lived experience, the recorder among them, and nobody who is close to the applicant or has judged this before. Please ask other members.',
  },
  reasons_required: {
    status: 422,
    title: 'Please give the reasons',
    detail: 'Whoever this concerns has a right to know why, and to answer.',
  },
  appeal_window_closed: {
    status: 422,
    title: 'The time for an appeal is over',
    detail: 'An appeal was possible until {until}. Please talk to the college about what is possible now.',
  },

  certification_recorded: {
    status: 409,
    title: 'Recorded already',
    detail: 'A certification with this number is on record already. A renewal is added to it as a new period.',
  },
  certification_periods_overlap: {
    status: 409,
    title: 'These periods overlap',
    detail: 'Another period of this certification covers part of this time. Please check both dates.',
  },
  period_ends_before_start: {
    status: 422,
    title: 'The end comes before the start',
    detail: 'Please check the first and the last day.',
  },
  period_verified: {
    status: 409,
    title: 'Verified already',
    detail: 'Somebody has checked this already; there is nothing left to do.',
  },
  own_certification: {
    status: 422,
    title: 'This is your own certification',
    detail: 'Nobody decides on their own. Please ask a colleague.',
  },
  not_standing: {
    status: 409,
    title: 'This certification does not stand',
    detail: 'It has lapsed, was revoked or was given back; this step is not possible any more.',
  },

  renewal_not_open: {
    status: 409,
    title: 'This cannot be renewed now',
    detail: 'The renewal window opens on {opens}; after the days of grace, please ask for reinstatement or apply anew.',
  },
  renewal_pending: {
    status: 409,
    title: 'Handed in already',
    detail: 'Your renewal waits for a decision; there is nothing left to do.',
  },
  no_renewal_pending: {
    status: 409,
    title: 'Nothing waits for a decision',
    detail: 'No renewal has been handed in, or somebody has decided on it.',
  },
  renewal_incomplete: {
    status: 422,
    title: 'Something is still missing for the renewal',
    detail: 'What is missing is listed, each with what to do.',
  },
  code_of_ethics_unsigned: {
    status: 422,
    title: 'Please sign the code of ethics that is in force',
    detail: 'A renewal needs a new signature under version {version}.',
  },
  credits_short: {
    status: 422,
    title: 'More continuing education is needed',
    detail: '{have} of {need} minutes count in this cycle; {missing} are missing.',
  },
  category_credits_short: {
    status: 422,
    title: 'More continuing education of one category is needed',
    detail: '{have} of {need} minutes of {category} count in this cycle; {missing} are missing.',
  },
  category_double_count: {
    status: 422,
    title: 'These minutes stand in another category',
    detail: 'Each minute of an award counts once, in the category in which it stands in the ledger.',
  },
  duplicate_event: {
    status: 409,
    title: 'This event counts already',
    detail: 'One event counts once in a cycle, however often it is recorded.',
  },
  credit_outside_cycle: {
    status: 422,
    title: 'This credit is not of this cycle',
    detail: 'Only what was earned between the start of the cycle and today counts.',
  },
  not_provisional: {
    status: 409,
    title: 'Only a provisional certificate is extended',
    detail: 'A full certificate is renewed; an expired one is applied for anew.',
  },
  extended_already: {
    status: 409,
    title: 'Extended already',
    detail: 'A provisional certificate is extended once. It is now renewed to a full one, or ends.',
  },

  safety_reason_required: {
    status: 422,
    title: 'Please say which danger it averts',
    detail: 'An interim suspension, before anything is decided, is only for safety and needs its reason.',
  },
  interim_renewed_by_same_person: {
    status: 409,
    title: 'Somebody else has to renew this',
    detail: 'An interim suspension goes on only when another person looks at it and agrees.',
  },
  interim_renewed_already: {
    status: 409,
    title: 'Renewed already',
    detail: 'The next thirty days are covered. Please look at it again once they have begun.',
  },
  not_suspended: {
    status: 409,
    title: 'This is not suspended',
    detail: 'No suspension runs; there is nothing to lift.',
  },
  notice_open: { status: 409, title: 'A notice has been given already', detail: 'Please decide on that one first.' },
  no_notice: { status: 409, title: 'No notice is open', detail: 'There is nothing to answer or to decide on.' },
  answered_already: {
    status: 409,
    title: 'Answered already',
    detail: 'Your answer is with the college; there is nothing left to do until the decision.',
  },
  response_window_open: {
    status: 409,
    title: 'The holder may still answer',
    detail: 'This can be decided once they have answered, or after {until}.',
  },
  response_window_over: {
    status: 409,
    title: 'The time to answer is over',
    detail: 'An answer was possible until {until}. An appeal against the decision is still open to you.',
  },
  decision_window_over: {
    status: 409,
    title: 'The time to decide is over',
    detail: 'It ended on {until}. Please give a new notice if it is still needed.',
  },
  not_inactive: {
    status: 409,
    title: 'This is not inactive',
    detail: 'It does not rest; there is nothing to take up again.',
  },
  nothing_to_appeal: {
    status: 409,
    title: 'There is nothing to appeal against',
    detail: 'No revocation stands that has not been appealed against already.',
  },
  appeal_needs_another: {
    status: 422,
    title: 'Somebody else has to decide this',
    detail: 'An appeal is decided by a person who did not revoke the certification.',
  },

  supervises_oneself: {
    status: 422,
    title: 'Somebody else has to supervise',
    detail: 'Nobody supervises themselves. Please choose another person.',
  },
  supervised_already: {
    status: 409,
    title: 'This supervision exists',
    detail: 'The two have a supervision that goes on.',
  },
  supervision_over: {
    status: 409,
    title: 'This supervision has ended',
    detail: 'What was written stays. A new one can be arranged.',
  },
  works_with_peers_missing: {
    status: 422,
    title: 'This person cannot do this now',
    detail: 'Assessors and supervisors are facilitators, coordinators or administrators. Please choose one of them.',
  },
  certification_person_unknown: {
    status: 422,
    title: 'We do not know this person',
    detail: 'One of the people named does not exist. Please check the ids.',
  },
});

declareConstraints({
  certification_once: 'certification_recorded',
  certification_period_apart: 'certification_periods_overlap',
  certification_period_in_order: 'period_ends_before_start',
  certification_period_verified_by_another: 'self_verified',
  certification_period_one_extension: 'extended_already',
  certification_application_one_open: 'application_open_already',
  practice_verification_pk: 'practice_verified_already',
  practice_verified_by_another: 'self_verified',
  practice_log_supervisor: 'certification_person_unknown',
  certification_assessed_by_another: 'self_assessed',
  certification_assessment_assessor: 'certification_person_unknown',
  assessor_once: 'assessor_booked',
  certification_assessment_in_order: 'period_ends_before_start',
  certification_act_in_order: 'period_ends_before_start',
  certification_act_says_why: 'reasons_required',
  renewal_credit_event_once: 'duplicate_event',
  panel_composition: 'panel_composition',
  panel_member_is_not_applicant: 'panel_composition',
  panel_member_person: 'certification_person_unknown',
  panel_decision_says_why: 'reasons_required',
  renewal_decided_by_another: 'own_certification',
  interim_renewed_by_another: 'interim_renewed_by_same_person',
  works_with_peers: 'works_with_peers_missing',
  supervision_by_another: 'supervises_oneself',
  supervision_live_once: 'supervised_already',
  supervision_person: 'certification_person_unknown',
  supervision_supervisor: 'certification_person_unknown',
});
