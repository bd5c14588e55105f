import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  approval_not_valid_on_date: {
    status: 422,
    title: 'No valid approval on that day',
    detail: 'The approval was not valid for this course on {day}. Credit needs an approval that covers every session.',
  },
  attendance_below_threshold: {
    status: 422,
    title: 'Not enough attended for this credit',
    detail:
      'You took part in {attended} of {allowable} minutes that count; this approval asks for {percent} %. Your certificate of attendance is not affected.',
  },
  minutes_below_minimum: {
    status: 422,
    title: 'Too short for this credit',
    detail: '{minutes} minutes count here; this approval gives credit from {minimum} minutes on.',
  },
  run_not_completed: { status: 422, title: 'Not completed', detail: 'Credit is given once the run is completed.' },
  evaluation_missing: {
    status: 422,
    title: 'The evaluation is open',
    detail: 'This approval asks for an evaluation of the course. Please hand it in; it stays anonymous.',
  },
  ce_assessment_missing: {
    status: 422,
    title: 'The assessment is open',
    detail: 'This approval asks for an assessment. A facilitator records when it is passed.',
  },
  presenter_minutes_not_granted: {
    status: 422,
    title: 'Presenting is not credited',
    detail: 'This approval gives no credit for presenting.',
  },
  ce_not_earned: {
    status: 422,
    title: 'No credit is due',
    detail: 'Not every condition of this approval is met. The person can see for themselves what is open.',
  },
  ce_awarded_already: {
    status: 409,
    title: 'Credited already',
    detail: 'This person holds the credit of this run under this approval; there is nothing left to do.',
  },
  ce_reversed_already: {
    status: 409,
    title: 'Reversed already',
    detail: 'This award does not stand any more; there is nothing left to take back.',
  },
  ce_own_record: {
    status: 403,
    title: 'Somebody else decides here',
    detail: 'Nobody decides on their own credit. Please ask a colleague.',
  },
  approval_unknown: {
    status: 422,
    title: 'We do not know this approval',
    detail: 'One of the approvals named does not exist. Please check the ids.',
  },
  approval_exists: {
    status: 409,
    title: 'This approval exists',
    detail: 'There is an approval with this number and first day already.',
  },
  approval_attached_twice: {
    status: 422,
    title: 'These dates overlap',
    detail: 'The same approval is attached twice for the same days. Please join or part the dates.',
  },
  outcome_unknown: {
    status: 422,
    title: 'We do not know this outcome',
    detail: 'An entry names learning outcome {outcome}, and this version does not have it.',
  },
  claim_duplicate: {
    status: 409,
    title: 'You have claimed this already',
    detail: 'There is a claim of yours with the same title, provider and dates. Please look at that one.',
  },
  claim_evidence_missing: {
    status: 422,
    title: 'The certificate is missing',
    detail: 'Please upload the certificate first, and name the file in your claim.',
  },
  claim_evidence_type: {
    status: 422,
    title: 'We cannot read this file',
    detail: 'Please upload the certificate as a PDF, JPEG or PNG file.',
  },
  claim_not_over: { status: 422, title: 'This is not over yet', detail: 'Please claim credit once the event is over.' },
  claim_not_monitored: {
    status: 422,
    title: 'Self-paced learning needs a check',
    detail: 'Self-paced minutes count only where the provider monitored them. Please say so if it did.',
  },
  claim_objectives_missing: {
    status: 422,
    title: 'Learning objectives are missing',
    detail: 'Please add what the event wanted people to learn, then hand the claim in again.',
  },
  claim_presenter_missing: {
    status: 422,
    title: 'The presenter is missing',
    detail: 'Please add who presented, then hand the claim in again.',
  },
  claim_review_conflict: {
    status: 403,
    title: 'Somebody else reviews this',
    detail: 'Nobody reviews their own claim or that of somebody they facilitate with. Please ask a colleague.',
  },
  claim_reviewed_by_you: {
    status: 403,
    title: 'A second pair of eyes is needed',
    detail: 'An appeal is decided by somebody who did not decide before. Please ask a colleague.',
  },
  claim_minutes_do_not_fit: {
    status: 422,
    title: 'These minutes do not fit',
    detail: 'In part means fewer than {minutes} minutes, and at least one.',
  },
  claim_reasons_missing: {
    status: 422,
    title: 'The reasons are missing',
    detail: 'Please write why, in words that help the person go on.',
  },
  claim_appealed_already: {
    status: 409,
    title: 'The appeal was decided',
    detail: 'An appeal was decided on this claim already, and that decision stands.',
  },
  transcript_release_not_authorised: {
    status: 403,
    title: 'The learner has not agreed',
    detail: 'A transcript leaves the college only when the learner has authorised this very release.',
  },
  period_reversed: {
    status: 422,
    title: 'The period ends before it starts',
    detail: 'Please give a first day that does not lie after the last one.',
  },
  roster_posted: {
    status: 409,
    title: 'This roster was posted',
    detail: 'What was told to an accreditor stays as it is. A change is a line of the next roster.',
  },
  export_too_large: {
    status: 422,
    title: 'This is too much for one file',
    detail: 'The file would have more than {most} lines. Please narrow the period or the filters.',
  },
});

declareConstraints({
  ce_approval_number_once: 'approval_exists',
  ce_attachment_approval: 'approval_unknown',
  ce_attachment_once_at_a_time: 'approval_attached_twice',
  ce_requirement_not_for_oneself: 'ce_own_record',
  external_ce_claim_once: 'claim_duplicate',
  external_ce_claim_not_by_oneself: 'claim_review_conflict',
  ce_roster_posted_stays: 'roster_posted',
});
