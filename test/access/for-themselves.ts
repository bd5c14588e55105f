import type { Kind } from './world.js';

/** What those hear who would decide about themselves. */
export const ownRecordCodes: ReadonlySet<string> = new Set([
  'own_record',
  'own_application',
  'own_certification',
  'self_verified',
  'ce_own_record',
  'claim_review_conflict',
  'own_data_request',
  'role_not_to_oneself',
  'conflict_of_oneself',
]);

/** Things in which many take part: a command about one of them is about a person only where its body names one. */
export const manyTakePart: readonly Kind[] = [
  'run',
  'held-run',
  'series',
  'session',
  'held-session',
  'present-session',
  'peer-meeting',
];

/**
 * Commands that staff may do about others, and everybody for themselves; with why. What only the person themselves may
 * do at all needs no line here.
 */
export const forThemselves: Readonly<Record<string, string>> = {
  // A place is taken, answered and given back by whoever it is for, under the rules for everybody.
  'POST /runs/:id/enrolments': 'everybody enrols themselves, and passes each gate that a learner passes',
  'POST /enrolments/:id/offer/acceptance': 'the offer is theirs to answer',
  'POST /enrolments/:id/offer/decline': 'the offer is theirs to answer',
  'POST /enrolments/:id/transfer': 'they move under the gates of the other run, as every learner',
  'POST /enrolments/:id/withdrawal': 'everybody may leave, at any time (BR-53)',
  'POST /welfare-follow-ups': 'whoever would like to be asked how they are asks for it',
  'POST /adjustments/:id/ending': 'whoever does not need it any more says so',

  // What they wrote, share or are named with.
  'DELETE /journal-comments/:id': 'their own words',
  'POST /journal-entries/:id/comments': 'only whoever it was given to comments, and never the author',
  'POST /learning-plans/:id/goals': 'their own plan',
  'POST /learning-plans/:id/reviews': 'their own plan',
  'POST /learning-plan-reviews/:id/signature': 'each side signs for itself',
  'POST /learning-plans/:id/advisor/acceptance': 'only the advisor answers, who is never the author',
  'POST /learning-plans/:id/advisor/decline': 'only the advisor answers, who is never the author',
  'PATCH /contributors/:id': 'how they are named and what they gave is theirs to say',
  'POST /contributors/:id/stepping-back': 'everybody may leave a group',
  'POST /course-versions/:id/contributors': 'joining a group judges nobody; what it makes is signed by two people',
  'POST /course-versions/:id/reviews':
    'a review is of a version; who made it or facilitates it is refused there (BR-6)',

  // Working here.
  'POST /runs/:id/facilitators': 'a coordinator may facilitate; whether they can is said by certificates and the pair',
  'POST /facilitator-assignments/:id/standing-down': 'everybody may give up a part',
  'DELETE /people/:id/roles/:role': 'everybody may give up a role',
  'POST /supervisions': 'to have a supervisor judges nobody, and none is their own',
  'POST /supervisions/:id/ending': 'the same, at its end',
  'POST /supervisions/:id/notes': 'only the supervisor writes, who is never the peer',

  // What they hand in, and what somebody else checks.
  'POST /certifications': 'it stands as not verified until somebody else has checked it',
  'POST /certifications/:id/periods': 'it stands as not verified until somebody else has checked it',
  'POST /certification-assessments/:id/result': 'only the assessor, who is never the applicant',

  // Their own record.
  'POST /password-cards/:id/end': 'whoever it is for ends a card at any time, as under /me; it opens nothing then',
  'POST /me/contact-changes/:id/completion': 'the code that went to them is the proof',
  'POST /people/:id/emergency-contact-uses': 'answered as absent: their own stands under /me',
  'POST /people/:id/legal-name-readings': 'a reading, and it is recorded',
  'POST /people/:id/transcript-releases': 'to ask is to authorise, as under /me; somebody else hands it over',
};
