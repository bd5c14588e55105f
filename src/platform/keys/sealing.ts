import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { platformRefusals } from '../errors/platform.refusals.js';
import { AppError } from '../errors/refusal.js';

/** Format 1: AES-256-GCM, laid out as format byte, nonce, ciphertext, tag. */
const format = 1;
const cipher = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** What a sealed text belongs to; it opens only when told the very same words again. */
export type About = readonly string[];

export const newKey = (): Buffer => randomBytes(keyBytes);

/** Encrypts under a fresh random nonce. Nobody can change, move or swap the result unnoticed. */
export function seal(key: Buffer, plain: Buffer, about: About): Buffer {
  const nonce = randomBytes(nonceBytes);
  const encrypting = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(bytesOf(about));
  return Buffer.concat([
    Buffer.of(format),
    nonce,
    encrypting.update(plain),
    encrypting.final(),
    encrypting.getAuthTag(),
  ]);
}

/**
 * Decrypts; throws {@link SealBroken} for another key, another owner or place, a changed byte, a short tag or an
 * unknown format.
 */
export function unseal(key: Buffer, sealed: Buffer, about: About): Buffer {
  if (sealed[0] !== format || sealed.length < 1 + nonceBytes + tagBytes) throw new SealBroken();
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  // Without authTagLength Node would accept a tag of four bytes.
  const decrypting = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(bytesOf(about));
  decrypting.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decrypting.update(sealed.subarray(1 + nonceBytes, -tagBytes)), decrypting.final()]);
  } catch {
    throw new SealBroken();
  }
}

/** 409 `damaged_entry`: something sealed does not open; it says no more than that. */
export class SealBroken extends AppError {
  constructor() {
    super(platformRefusals.damaged_entry);
    this.message = 'A sealed text does not open';
    broken++;
  }
}

let broken = 0;

/** How often something sealed did not open in this process since this was last asked. */
export function takeBrokenCount(): number {
  const count = broken;
  broken = 0;
  return count;
}

/** What was sealed, or undefined where it is damaged, so that the rest of a list goes on. Every other fault is thrown. */
export function unlessDamaged<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

/** The same for what opens later. */
export const laterUnlessDamaged = <T>(opening: Promise<T>): Promise<T | undefined> =>
  opening.catch((error: unknown) => {
    if (error instanceof SealBroken) return undefined;
    throw error;
  });

const bytesOf = (about: About): Buffer => Buffer.from(JSON.stringify(about));
