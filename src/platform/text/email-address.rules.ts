import { isEmail } from 'class-validator';
import { domainToASCII } from 'node:url';
import { hasUnseen } from './seen-text.rules.js';

/** One script each, so that a look-alike of somebody's address cannot be registered beside it. */
const scripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Han}/u,
];

/**
 * The form by which two spellings of one address are the same: NFC, domain as A-label, lower case.
 * Undefined for text that is no address, mixes scripts, or changes its meaning under NFKC.
 */
export function canonicalEmail(typed: string): string | undefined {
  const address = typed.trim().normalize('NFC');
  const at = address.lastIndexOf('@');
  if (at < 1) return undefined;
  const local = address.slice(0, at);
  const domain = domainToASCII(address.slice(at + 1));
  if (!domain || !isEmail(`${local}@${domain}`, { allow_utf8_local_part: true })) return undefined;
  if (local.normalize('NFKC') !== local || scripts.filter((script) => script.test(local)).length > 1) return undefined;
  return `${local.toLowerCase()}@${domain.toLowerCase()}`;
}

/**
 * The same of an address that somebody newly brings: what shows nothing may not stand before its @ (BR-207). Accounts that
 * have such an address go on signing in.
 */
export function canonicalNewEmail(typed: string): string | undefined {
  const canonical = canonicalEmail(typed);
  return canonical === undefined || hasUnseen(canonical) ? undefined : canonical;
}

/**
 * What a sign-in names, whoever may have it: the address or the sign-in number in its one form, and of what is neither,
 * the text itself. Limits count it and accounts are looked up by it, so no spelling has a counter of its own.
 */
export const accountNamed = (typed: string): string =>
  canonicalEmail(typed) ?? typed.trim().normalize('NFKC').toLowerCase();
