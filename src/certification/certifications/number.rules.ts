import { randomInt } from 'node:crypto';

const readable = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A number for the register, e.g. `PF-2027-7K3M-9QXD`: without letters that look alike, and without telling how many
 * there are.
 */
export function newNumber(year: string): string {
  const four = () => Array.from({ length: 4 }, () => readable[randomInt(readable.length)]).join('');
  return `PF-${year}-${four()}-${four()}`;
}
