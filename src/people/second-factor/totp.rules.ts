import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator app understands it. */
const totp = { algorithm: 'SHA1', digits: 6, period: 30 };
/** A code of the step before or after fits too: clocks differ, and typing takes time. */
const window = 1;
const secretBytes = 20;

export const newTotpSecret = (): Buffer => Buffer.from(new Secret({ size: secretBytes }).bytes);

/** Whether the text has the form of a code from an app; anything else is taken for a recovery code. */
export const looksLikeTotp = (typed: string): boolean => /^\s*\d{3}\s?\d{3}\s*$/.test(typed);

/**
 * The time step that a code belongs to; null when it fits none near `now`. Each step is accepted once, which the caller
 * sees to.
 */
export function stepOf(secret: Buffer, typed: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = TOTP.validate({
    ...totp,
    secret: secretFrom(secret),
    token: typed.replace(/\s/g, ''),
    timestamp,
    window,
  });
  return delta === null ? null : TOTP.counter({ period: totp.period, timestamp }) + delta;
}

/**
 * The secret as one types it, and as an app reads it from a picture. The label is neutral: the app's list may be seen
 * by others.
 */
export function setupOf(secret: Buffer, label: string): { secret: string; uri: string } {
  const shared = secretFrom(secret);
  return { secret: shared.base32, uri: new TOTP({ ...totp, label, secret: shared }).toString() };
}

const secretFrom = (secret: Buffer): Secret => Secret.fromHex(secret.toString('hex'));
