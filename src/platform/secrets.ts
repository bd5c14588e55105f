import { hash, randomInt } from 'node:crypto';

/** Without letters and digits that look or sound alike; each stands for just under five bits. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A secret that people read out, write down and type, in groups of four. */
export function newSpokenCode(length: number): string {
  const code = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

/** What is kept of it; spaces, dashes and small letters do not matter. */
export const hashOfSpokenCode = (typed: string): Buffer =>
  hash('sha256', typed.toUpperCase().replace(/[^A-Z0-9]/g, ''), 'buffer');

/**
 * SHA-256 of a random secret or a short-lived code, as it is kept in the database: enough random bits need no slow
 * hash.
 */
export const hashOfSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer');
