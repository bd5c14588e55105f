import type { SafeChannels } from '../../people/contact/safe-channels.dto.js';
import {
  type ContactChannel,
  contactChannels,
  type ContactPolicy,
  freshness,
  usableChannels,
} from '../../people/contact/safe-contact.rules.js';
import type { StateTable } from '../../platform/states/state-table.js';

export const followUpStates = [
  'open',
  'no_safe_channel',
  'contacted_ok',
  'contacted_support_offered',
  'not_contactable',
  'learner_prefers_no_contact',
  'not_needed',
  'closed',
] as const;
export type FollowUpState = (typeof followUpStates)[number];

/** There is no move that takes a place away: absence is a reason to ask how somebody is, and nothing else (BR-58). */
export const followUpMoves = {
  open: ['contacted_ok', 'contacted_support_offered', 'not_contactable', 'learner_prefers_no_contact', 'not_needed'],
  no_safe_channel: [
    'contacted_ok',
    'contacted_support_offered',
    'not_contactable',
    'learner_prefers_no_contact',
    'not_needed',
    'closed',
  ],
  not_contactable: ['contacted_ok', 'contacted_support_offered', 'learner_prefers_no_contact', 'not_needed', 'closed'],
  contacted_ok: ['closed'],
  contacted_support_offered: ['closed'],
  learner_prefers_no_contact: ['closed'],
  not_needed: [],
  closed: [],
} as const satisfies StateTable<FollowUpState>;

/** What made somebody ask: an absence, a facilitator's concern, or the learner's own wish. */
export const followUpTriggers = ['dna', 'concern', 'request'] as const;
export type FollowUpTrigger = (typeof followUpTriggers)[number];

/** What came of one attempt to get in touch. A code, so that nothing about health is written down. */
export const attemptOutcomes = [
  'contacted_ok',
  'contacted_support_offered',
  'not_contactable',
  'learner_prefers_no_contact',
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** What a person has said about being contacted; null while they have said nothing. */
export interface ContactWishes {
  channels: SafeChannels;
  learnerWillInitiate: boolean;
  confirmedAt: Date;
  /** Whether a restore came after it (BR-191). */
  awaitsOwner: boolean;
  /** Whether the address of the account is confirmed. */
  emailConfirmed: boolean;
}

/**
 * The ways in which the college may get in touch: marked as safe, and not too long ago unless inside this service
 * (BR-57, 147, 148, 152).
 */
export function safeWays(wishes: ContactWishes | null, terms: ContactPolicy, now: Date): ContactChannel[] {
  if (wishes === null || wishes.learnerWillInitiate) return [];
  const usable = usableChannels(wishes.channels, freshness(wishes, terms, now).onlyInApp);
  return contactChannels.filter(
    (channel) => usable[channel] !== undefined && (channel !== 'email' || wishes.emailConfirmed),
  );
}
