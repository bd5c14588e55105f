import { Injectable } from '@nestjs/common';
import { refuse } from '../../platform/errors/refusal.js';
import { type PersonalKey, PersonalKeys } from '../../platform/keys/personal-keys.js';
import { type About, seal, unseal } from '../../platform/keys/sealing.js';
import { outcomesRefusals } from '../outcomes.refusals.js';

/**
 * What learners write about themselves, and each answer to a measure, is sealed with their own key, so that it ends
 * with the key.
 */
@Injectable()
export class SealedTextService {
  constructor(private readonly keys: PersonalKeys) {}

  /** For writing. */
  async of(personId: string): Promise<PersonalKey> {
    return (await this.keys.find(personId)) ?? this.keys.make(personId);
  }

  /** For reading what was sealed with the key `keyId`; 503 `outcome_keys_missing` while it is out of reach. */
  async opening(personId: string, keyId: string): Promise<PersonalKey> {
    const key = await this.keys.find(personId);
    if (key?.id !== keyId) throw refuse(outcomesRefusals.outcome_keys_missing);
    return key;
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
