import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  coproduction_roles_missing: {
    status: 422,
    title: 'The group is not complete yet',
    detail:
      'A course is made together: at least one active contributor with lived experience and one with learned experience are needed. Missing: {missing}.',
  },
  no_shared_meeting: {
    status: 422,
    title: 'The group has not met yet',
    detail:
      'Please record at least one meeting at which somebody with lived and somebody with learned experience were both present.',
  },
  content_incomplete: {
    status: 422,
    title: 'Some content is still open',
    detail: 'Before others can review it, please fill in: {missing}.',
  },
  review_missing: {
    status: 422,
    title: 'The review is still open',
    detail:
      'Please hand this version in, and let somebody with lived experience who did not contribute review and approve it.',
  },
  qa_reviewer_conflict: {
    status: 422,
    title: 'Another reviewer is needed',
    detail: 'An approval needs at least one reviewer with lived experience who did not contribute to this version.',
  },
  signoff_missing: {
    status: 422,
    title: 'A sign-off is missing',
    detail: 'Nobody with {role} experience has signed off this content yet. Please ask them to read and sign it.',
  },
  signoff_stale: {
    status: 422,
    title: 'A sign-off belongs to earlier content',
    detail:
      'The content changed after it was signed off for {role} experience. Please ask for a new sign-off of what it says now.',
  },
  signoff_same_person: {
    status: 422,
    title: 'Two people need to sign',
    detail: 'Both sign-offs come from the same person. Please ask a second person for one of them.',
  },
  warnings_undeclared: {
    status: 422,
    title: 'Content warnings are not declared',
    detail: 'Please declare every content warning that an activity carries, or declare an empty list if there is none.',
  },
  warned_activity_not_skippable: {
    status: 422,
    title: 'People must be able to sit this out',
    detail: 'Every activity with a content warning must be skippable. Please look at: {activities}.',
  },
  session_minutes_do_not_add_up: {
    status: 422,
    title: 'The minutes do not add up',
    detail: 'The activities take longer than the contact minutes of: {sessions}. Please adjust one or the other.',
  },
  fee_while_free: {
    status: 422,
    title: 'Courses here are free of charge',
    detail: 'As long as the college is free of charge, no course can carry a fee. Please set it to 0.',
  },
  ineligible_rule_type: {
    status: 422,
    title: 'Courses are not tied to a diagnosis',
    detail: 'Who may come can depend on age, area, eligibility basis or an earlier course, and on nothing else.',
  },
  file_unknown: {
    status: 422,
    title: 'We do not know this file',
    detail: 'A material names a file that does not belong to this course. Please upload it first.',
  },
  handout_type_unsupported: {
    status: 415,
    title: 'We cannot keep this kind of file',
    detail: 'Please send a PDF, EPUB, ODT, DOCX, MP3 or plain text file.',
  },
  version_immutable: {
    status: 409,
    title: 'What is published stays as it is',
    detail: 'This version was published and cannot change any more. Please make a new version of the course instead.',
  },
  version_not_editable: {
    status: 409,
    title: 'This is not open for writing',
    detail: 'This version cannot be worked on while it is {state}.',
  },
  version_not_published: {
    status: 422,
    title: 'Not published yet',
    detail: 'Only a published version can be run. Please publish it first.',
  },
  version_superseded: {
    status: 409,
    title: 'There is a newer version',
    detail: 'A newer version has taken its place; please plan the run with that one. Runs that exist go on.',
  },
  review_overdue: {
    status: 422,
    title: 'This version waits for its review',
    detail:
      'Its review was due on {due} and the time after that is over. Please hold the review, then plan new runs. Runs that exist go on.',
  },
  semver_taken: {
    status: 409,
    title: 'This version number is taken',
    detail: 'The course already has a version with this number. Please choose another, or leave it out.',
  },
  another_version_published: {
    status: 409,
    title: 'Somebody was faster',
    detail: 'Another version of this course was published at the same moment. Please load the course again.',
  },
  different_courses: {
    status: 422,
    title: 'These belong to different courses',
    detail: 'Only two versions of one course can be compared or follow each other.',
  },
  not_contributor_in_role: {
    status: 403,
    title: 'This signature belongs to somebody else',
    detail: 'Only an active contributor with {role} experience can sign off in that role.',
  },
  content_changed_since_read: {
    status: 409,
    title: 'The content is not the one you read',
    detail: 'It changed since you loaded it. Please read it again and sign off what it says now.',
  },
  signed_off_already: {
    status: 409,
    title: 'Signed off already',
    detail: 'You have signed off this content in that role; there is nothing left to do.',
  },
  nothing_signed_off: {
    status: 404,
    title: 'There is no sign-off of yours',
    detail: 'You have no live sign-off on this version; there is nothing to withdraw.',
  },
  contributor_already: {
    status: 409,
    title: 'Already in the group',
    detail: 'This person is already invited or active in that role.',
  },
  people_unknown: {
    status: 422,
    title: 'We do not know this person',
    detail: 'One of the people named does not exist. Please check the ids.',
  },
  not_held_yet: {
    status: 422,
    title: 'This lies in the future',
    detail: 'Please record a meeting or review after it was held.',
  },
  attendee_not_contributor: {
    status: 422,
    title: 'Somebody is not in the group',
    detail: 'Only active contributors of this version can be named as present. Please check the list.',
  },
  credit_is_personal: {
    status: 403,
    title: 'Everybody decides on their own credit',
    detail: 'How a contributor is credited is theirs alone to say.',
  },
  alias_missing: {
    status: 422,
    title: 'The alias is missing',
    detail: 'Please give the alias to be credited as, and only with the choice "alias".',
  },
  not_an_active_learner: {
    status: 422,
    title: 'Please finish registering first',
    detail: 'Every learner with an active registration can propose a course. What is missing is listed.',
  },
});

declareConstraints({
  version_immutable: 'version_immutable',
  course_version_semver_once: 'semver_taken',
  course_version_one_current: 'another_version_published',
  course_version_published_is_signed: 'signoff_missing',
  course_version_lived_sign_off: 'signoff_stale',
  course_version_learned_sign_off: 'signoff_stale',
  sign_off_once: 'signed_off_already',
  contributor_once: 'contributor_already',
  contributor_person: 'people_unknown',
  qa_reviewer_person: 'people_unknown',
});
