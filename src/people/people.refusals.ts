import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  sign_in_failed: {
    status: 401,
    title: 'That did not work',
    detail: 'The e-mail address and password do not fit together. Check both and try again, or ask for a new password.',
  },
  second_factor_needed: {
    status: 401,
    title: 'One more step',
    detail:
      'Please send the six digits that your authenticator app shows now, or a recovery code, together with your password.',
  },
  second_factor_wrong: {
    status: 401,
    title: 'This code does not fit',
    detail:
      'Each code works once and for a short time. Please wait for the next one, check the clock of the device, or use a recovery code.',
  },
  second_factor_on: {
    status: 409,
    title: 'A second factor is on already',
    detail: 'Turn it off first if you want to connect another device.',
  },
  sign_in_queue_full: {
    status: 503,
    title: 'Many people are signing in',
    detail: 'Please wait a moment and try again.',
  },
  sign_in_ended: { status: 401, title: 'You are signed out', detail: 'This sign-in has ended. Please sign in again.' },
  link_invalid: {
    status: 422,
    title: 'This link does not work any more',
    detail: 'It was used already, or its time is over. Ask for a new one; nothing is lost.',
  },
  first_password_code_invalid: {
    status: 422,
    title: 'Number and code do not fit',
    detail:
      'Please check both. A code works once, for a day and for five tries; staff can hand you a new one, and nothing is lost.',
  },
  account_in_use: {
    status: 409,
    title: 'This account is in use',
    detail:
      'A card is only for somebody without an e-mail address and without a role besides learner. The person can ask for a new password by e-mail.',
  },
  identity_not_checked: {
    status: 422,
    title: 'Please make sure who it is',
    detail:
      'This person has a password already. If they forgot it, meet them, see who they are, say so, and hand the new card to nobody else.',
  },
  password_easily_guessed: {
    status: 422,
    title: 'This password is easily guessed',
    detail:
      'Many people use it, or it follows from your address. A few words of your own that do not belong together make a good one.',
  },
  password_wrong: {
    status: 422,
    title: 'The present password does not fit',
    detail: 'Please check it and try again, or ask for a new password.',
  },
  email_unusable: {
    status: 400,
    title: 'This e-mail address cannot be used',
    detail: 'Please check the spelling, or use another address.',
  },
  role_not_to_oneself: {
    status: 422,
    title: 'Another administrator has to do this',
    detail: 'Nobody gives a role to themselves. Please ask another administrator.',
  },
  roles_incompatible: {
    status: 422,
    title: 'These roles do not go together',
    detail:
      'An analyst reads figures only and cannot hold a role that sees people. End the other role first, or use another account.',
  },
  role_held_already: {
    status: 409,
    title: 'Already given',
    detail: 'This person holds the role already; there is nothing left to do.',
  },
  role_request_over: {
    status: 409,
    title: 'This was asked for too long ago',
    detail: 'It was not confirmed within {days} days. If the role is still wanted, please ask for it again.',
  },
  role_awaits_second: {
    status: 409,
    title: 'Asked for already',
    detail: 'This grant waits for a second administrator; one of them can confirm or decline it.',
  },
  second_administrator_needed: {
    status: 422,
    title: 'Two administrators have to agree',
    detail:
      'One asks and another one confirms, neither for themselves, and both are administrators at that time. Please ask another administrator.',
  },
  last_administrator: {
    status: 409,
    title: 'Somebody has to keep the keys',
    detail: 'This is the last administrator. Give the role to another person first.',
  },
  charter_not_accepted: {
    status: 422,
    title: 'The charter is not accepted yet',
    detail: 'Please read and accept the current charter (version {version}).',
  },
  safe_contact_missing: {
    status: 422,
    title: 'No safe way to reach you yet',
    detail: 'Please say how we may safely reach you; messages inside this service alone are fine.',
  },
  date_of_birth_missing: {
    status: 422,
    title: 'Your date of birth is missing',
    detail: 'Please add your date of birth, so that we can check the minimum age.',
  },
  below_college_minimum_age: {
    status: 422,
    title: 'Not old enough yet',
    detail: 'The college is open to people from {age} years on.',
  },
  eligibility_basis_missing: {
    status: 422,
    title: 'One question is open',
    detail: 'Please say in which way you come to the college, in your own view.',
  },
  safe_contact_due: {
    status: 422,
    title: 'Is this still safe?',
    detail: 'Please look at how you may be reached, and say whether it is still so. What is safe can change.',
  },
  contact_code_wrong: {
    status: 422,
    title: 'This code does not fit',
    detail:
      'Please check the 8 digits of the newest message. It comes only in your safe hours, works for a day and can be tried {most} times; you can always ask for the change again.',
  },
  confirm_in_person: {
    status: 403,
    title: 'Please come by',
    detail:
      'No way that was safe before is left to confirm this on. A coordinator can confirm it when you are there in person.',
  },
  contact_not_confirmed: {
    status: 422,
    title: 'This waits to be confirmed',
    detail:
      'What makes more ways of contact safe is confirmed on a way that was safe before. Please see GET /me/contact-changes.',
  },
  chosen_name_missing: {
    status: 422,
    title: 'What may we call you?',
    detail: 'Please say which name everybody here shall use for you. Until then you appear as "student".',
  },
  consent_needs_details: {
    status: 422,
    title: 'A little more is needed',
    detail:
      'Please allow this way at PUT /me/safe-contact, together with when it is safe. Taking it back works here too.',
  },
  private_details_locked: {
    status: 503,
    title: 'We cannot open this right now',
    detail: 'The keys that protect it are out of reach at the moment. Nothing is lost; please try again later.',
  },
  too_many_support_needs: {
    status: 422,
    title: 'That is as many as we can keep',
    detail: 'Please keep at most {most}; several things may stand in one.',
  },
  support_need_period: {
    status: 422,
    title: 'These dates do not fit together',
    detail: 'Please give a last day that is not before the first.',
  },
  emergency_contact_only_in_danger: {
    status: 403,
    title: 'An emergency contact is for danger only',
    detail:
      'It is never used for reminders, absences or anything owed. Please use the ways of contact that the person has said are safe.',
  },
  printed_name_missing: {
    status: 422,
    title: 'This name is not known yet',
    detail: 'Please write down the name that shall be printed, in the same call or before.',
  },
  charter_version_unknown: {
    status: 422,
    title: 'Another version of the charter applies',
    detail: 'Please read and accept version {version} of the charter.',
  },
});

declareConstraints({
  safe_contact_widening_confirmed: 'contact_not_confirmed',
  person_email_agreed: 'contact_not_confirmed',
  support_need_shared_with_consent: 'consent_withdrawn',
  support_need_period: 'support_need_period',
  emergency_contact_use_only_in_danger: 'emergency_contact_only_in_danger',
  person_name_printed_is_known: 'printed_name_missing',
  person_email_once: 'email_unusable',
  role_grant_live_once: 'role_held_already',
  role_grant_not_to_oneself: 'role_not_to_oneself',
  role_grant_compatible: 'roles_incompatible',
  role_grant_confirmed_by_second: 'second_administrator_needed',
  role_request_confirmed_in_time: 'role_request_over',
  first_password_code_only_way: 'account_in_use',
  role_request_waits_once: 'role_awaits_second',
  role_request_not_to_oneself: 'role_not_to_oneself',
  role_request_second_administrator: 'second_administrator_needed',
});
