import { type ProblemCode, refuse } from '../../platform/errors/refusal.js';
import { peopleRefusals } from '../people.refusals.js';

let common: Promise<ReadonlySet<string>> | undefined;

/**
 * Passwords that others have used so often that they are tried first; only those that our length lets through matter.
 * The list is large, so it is read when first needed.
 */
async function readCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map(String).filter((each) => each.length >= 6));
}

/**
 * Why a new password would not keep anybody out: it is on the list of common ones (also written twice, or with digits
 * put behind), it is one sign repeated, or it holds what the account is called: the e-mail address or what stands before
 * its @, or the sign-in number. Null when nothing speaks against it. No rule
 * asks for kinds of characters (NIST SP 800-63B).
 */
export async function weakness(
  password: string,
  accountName: string,
): Promise<'common' | 'repetitive' | 'contains_address' | null> {
  const plain = password.normalize('NFC').toLowerCase();
  const half = plain.slice(0, plain.length / 2);
  const core = plain.replace(/[\d\W_]+$/u, '').replace(/^[\d\W_]+/u, '');
  if (new Set(plain).size <= 3) return 'repetitive';
  common ??= readCommon();
  const known = await common;
  if ([plain, core, ...(half + half === plain ? [half] : [])].some((each) => known.has(each))) return 'common';
  const local = accountName.trim().normalize('NFC').toLowerCase().split('@')[0] ?? '';
  return local.length >= 4 && plain.includes(local) ? 'contains_address' : null;
}

/** The refusal for a password that keeps nobody out: `password_holds_address` or `password_easily_guessed`. */
export async function weakPassword(password: string, accountName: string): Promise<ProblemCode | undefined> {
  const found = await weakness(password, accountName);
  if (found === 'contains_address') return peopleRefusals.password_holds_address;
  return found ? peopleRefusals.password_easily_guessed : undefined;
}

/** Throws it, where only the account says what it is called. */
export async function refuseWeak(password: string, accountName: string): Promise<void> {
  const code = await weakPassword(password, accountName);
  if (code) throw refuse(code);
}
