import type { SafeChannels } from '../people/contact/safe-channels.dto.js';
import { nextSafe } from '../people/contact/safe-contact.rules.js';

/**
 * Why a message was not sent. The last two are for consents and for people of whom only an emergency contact is known.
 */
export const suppressionReasons = [
  'no_safe_channel',
  'outside_hours',
  'learner_initiates',
  'consent_missing',
  'emergency_only',
] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** The ways on which the college's machinery writes by itself. On every other way, a person of the college does. */
export const automaticChannels = ['email', 'inApp'] as const;
export type AutomaticChannel = (typeof automaticChannels)[number];

export interface Preference {
  /** Only what may be used today. */
  channels: SafeChannels;
  discreet: boolean;
  learnerWillInitiate: boolean;
}

export interface Errand {
  /** Whether it answers what the person asked for in the service themselves. */
  requested: boolean;
  /** From then on it is of no use. */
  notAfter: Date;
}

export type Decision =
  | { step: 'send'; by: AutomaticChannel; discreet: boolean }
  | { step: 'defer'; until: Date }
  | { step: 'suppress'; because: SuppressionReason };

/**
 * Whether a message goes out now, later or not at all (BR-143 to BR-147). An e-mail waits for safe hours as long as the
 * message is of use; inside the service nothing reaches out, so there no hour is wrong. There is no other way: neither
 * another number nor the emergency contact.
 */
export function decideChannel(
  { channels, discreet, learnerWillInitiate }: Preference,
  { requested, notAfter }: Errand,
  now: Date,
  timeZone: string,
): Decision {
  if (learnerWillInitiate && !requested) return { step: 'suppress', because: 'learner_initiates' };
  const opens = channels.email && nextSafe(channels.email.safeHours, now, timeZone);
  if (opens && opens < notAfter)
    return opens > now ? { step: 'defer', until: opens } : { step: 'send', by: 'email', discreet };
  if (channels.inApp && now < notAfter) return { step: 'send', by: 'inApp', discreet };
  return { step: 'suppress', because: channels.email || channels.inApp ? 'outside_hours' : 'no_safe_channel' };
}

/** Whether there is a way on which a person of the college may write or call. */
export const staffMayReach = ({
  channels: { email, sms, phone, post },
  learnerWillInitiate,
}: Pick<Preference, 'channels' | 'learnerWillInitiate'>): boolean =>
  !learnerWillInitiate && (email !== undefined || [sms, phone, post].some((way) => way?.value !== undefined));

/** Whether a message waits for the person inside the service, whatever else is done. */
export const waitsInApp = ({ channels, learnerWillInitiate }: Preference, { requested }: Errand): boolean =>
  channels.inApp !== undefined && (requested || !learnerWillInitiate);
