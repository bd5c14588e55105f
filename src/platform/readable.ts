import { randomInt } from 'node:crypto';

/** Without letters and digits that look or sound alike; each stands for just under five bits. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random letters and digits that people read out, write down and type. */
export const newReadable = (length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
