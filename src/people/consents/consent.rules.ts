import { textOf } from '../../catalogues/catalogues.js';
import { contactChannels } from '../contact/safe-contact.rules.js';

/** What the college may ask consent for, besides the credit that contributors decide on with each version. */
export const consentPurposes = [
  'registration_processing',
  'share_needs_with_facilitators',
  'contact_channel:email',
  'contact_channel:sms',
  'contact_channel:phone',
  'contact_channel:post',
  'photo',
  'quote_use',
  'research',
  'demographic_reporting',
  'supporter_share',
  'external_referral',
] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

export const consentStates = ['given', 'withdrawn', 'superseded'] as const;
export type ConsentState = (typeof consentStates)[number];

/**
 * Asked: the person was shown the words. With a setting: by allowing a channel or sharing a need, which says the same.
 */
export const consentMethods = ['asked', 'with_a_setting'] as const;
export type ConsentMethod = (typeof consentMethods)[number];

export interface ConsentText {
  /** Raised with each change of the words; a consent to older words is superseded and has to be asked for again. */
  version: number;
  /** What is agreed to, in plain words. */
  text: string;
  /** What withdrawing changes, from then on. */
  onWithdrawal: string;
}

/** Raised with each change of the words of a purpose, which stand in the catalogue. */
const consentVersions: Record<ConsentPurpose, number> = {
  registration_processing: 1,
  share_needs_with_facilitators: 1,
  'contact_channel:email': 1,
  'contact_channel:sms': 1,
  'contact_channel:phone': 1,
  'contact_channel:post': 1,
  photo: 1,
  quote_use: 1,
  research: 1,
  demographic_reporting: 1,
  supporter_share: 1,
  external_referral: 1,
};

/** The words of a purpose. */
export const consentText = (purpose: ConsentPurpose): ConsentText => ({
  version: consentVersions[purpose],
  text: textOf(`consents.${purpose}.text`),
  onWithdrawal: textOf(`consents.${purpose}.on_withdrawal`),
});

/** A channel is allowed together with its number and hours; only taking it back is one word. */
export const isChannelPurpose = (purpose: ConsentPurpose): boolean => purpose.startsWith('contact_channel:');

/** The purposes whose channels somebody has allowed, or taken back, between two preferences. */
export function channelConsents(
  before: AllowedChannels,
  after: AllowedChannels,
): { purpose: ConsentPurpose; given: boolean }[] {
  return contactChannels.flatMap((name) => {
    const [was, is] = [before[name]?.allowed === true, after[name]?.allowed === true];
    return name === 'inApp' || was === is ? [] : [{ purpose: `contact_channel:${name}` as const, given: is }];
  });
}

type AllowedChannels = { [channel in (typeof contactChannels)[number]]?: { allowed: boolean } };

/** How a line of the ledger stands today. */
export function consentStateOf(
  line: { state: 'given' | 'withdrawn'; textVersion: number } | undefined,
  purpose: ConsentPurpose,
): ConsentState | null {
  if (line === undefined) return null;
  const superseded = line.state === 'given' && line.textVersion < consentVersions[purpose];
  return superseded ? 'superseded' : line.state;
}
