import { Injectable } from '@nestjs/common';
import { type PersonalKey, PersonalKeys } from '../../platform/keys/personal-keys.js';
import { type About, seal, unseal } from '../../platform/keys/sealing.js';

/**
 * What learners write about themselves, and each answer to a measure, is sealed with their own key, so that it ends
 * with the key.
 */
@Injectable()
export class SealedTextService {
  constructor(private readonly keys: PersonalKeys) {}

  /** For writing. */
  of(personId: string): Promise<PersonalKey> {
    return this.keys.writing(personId);
  }

  /** For reading what was sealed with the key `keyId`; 503 `keys_out_of_reach` while it is. */
  opening(personId: string, keyId: string): Promise<PersonalKey> {
    return this.keys.opening(personId, keyId);
  }

  /** What stands in one sealed column. */
  async open(personId: string, { keyId, sealed }: { keyId: string; sealed: Buffer }, about: About): Promise<unknown> {
    return openJson(await this.opening(personId, keyId), sealed, about);
  }
}

const step = 64;

/** JSON, filled up with blanks: the size of what is stored says little about what was written. */
export function sealJson({ key }: PersonalKey, value: unknown, about: About): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  return seal(key, Buffer.concat([text, Buffer.alloc((step - (text.length % step)) % step, ' ')]), about);
}

export const openJson = ({ key }: PersonalKey, sealed: Buffer, about: About): unknown =>
  JSON.parse(unseal(key, sealed, about).toString());
