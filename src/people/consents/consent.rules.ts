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

const nothingMore = 'Nothing more is done with it from then on. What was done before stays lawful.';
const channel = (way: string): ConsentText => ({
  version: 1,
  text: `You may reach me ${way}, in the hours and in the manner that I have said are safe.`,
  onWithdrawal:
    'This way is not used any more, at once. Messages that have no other safe way wait for you in the service, or are not sent.',
});

/** The words of each purpose. Changing them means raising the version. */
export const consentTexts: Record<ConsentPurpose, ConsentText> = {
  registration_processing: {
    version: 1,
    text: 'You may keep my registration and what I book, so that I can take part.',
    onWithdrawal:
      'Nothing new can be booked. What you have booked stays as it is, and you can say yes again at any time.',
  },
  share_needs_with_facilitators: {
    version: 1,
    text: 'The facilitators of what I take part in may read those of my support needs that I mark as shared.',
    onWithdrawal: 'None of your support needs is shared any more, at once. You keep them for yourself.',
  },
  'contact_channel:email': channel('by e-mail'),
  'contact_channel:sms': channel('by text message'),
  'contact_channel:phone': channel('by telephone'),
  'contact_channel:post': channel('by letter'),
  photo: { version: 1, text: 'Photographs on which I can be recognised may be used.', onWithdrawal: nothingMore },
  quote_use: { version: 1, text: 'Words of mine may be quoted, without my name.', onWithdrawal: nothingMore },
  research: { version: 1, text: 'My answers may be used for research, without my name.', onWithdrawal: nothingMore },
  demographic_reporting: {
    version: 1,
    text: 'What I say about myself may be counted in figures that show nobody.',
    onWithdrawal: nothingMore,
  },
  supporter_share: {
    version: 1,
    text: 'What I choose may be shared with a supporter whom I name.',
    onWithdrawal: nothingMore,
  },
  external_referral: {
    version: 1,
    text: 'You may tell another service about me, when I ask for it.',
    onWithdrawal: nothingMore,
  },
};

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
  const superseded = line.state === 'given' && line.textVersion < consentTexts[purpose].version;
  return superseded ? 'superseded' : line.state;
}
