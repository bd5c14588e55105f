import { Injectable } from '@nestjs/common';
import { row, type Tx } from '../../platform/database/sql.js';
import { refuse } from '../../platform/errors/refusal.js';
import { type PersonalKey, PersonalKeys } from '../../platform/keys/personal-keys.js';
import { seal, unseal } from '../../platform/keys/sealing.js';
import { peopleRefusals } from '../people.refusals.js';

export interface SealedText {
  keyId: string;
  sealed: Buffer;
}

/**
 * Short texts in which people confide: at rest they are sealed under their owner's own key, and shredding it ends them
 * everywhere.
 */
@Injectable()
export class PrivateTextService {
  constructor(private readonly keys: PersonalKeys) {}

  /** `place` names the very row and column, so that no text opens anywhere else. */
  async seal(tx: Tx, ownerId: string, place: string, text: string): Promise<SealedText> {
    const { id, key } = await this.forWriting(tx, ownerId);
    return { keyId: id, sealed: seal(key, Buffer.from(text), about(ownerId, place, id)) };
  }

  /** 503 `private_details_locked` while the key is out of reach. */
  async open(ownerId: string, place: string, { keyId, sealed }: SealedText): Promise<string> {
    const known = await this.keys.find(ownerId);
    if (known?.id !== keyId) throw refuse(peopleRefusals.private_details_locked);
    return unseal(known.key, sealed, about(ownerId, place, keyId)).toString();
  }

  /** Never a second key beside texts that it could not open: then the key folder is missing. */
  private async forWriting(tx: Tx, ownerId: string): Promise<PersonalKey> {
    const known = await this.keys.find(ownerId);
    if (known) return known;
    if (await row(tx, hasSealed, [ownerId])) throw refuse(peopleRefusals.private_details_locked);
    return this.keys.make(ownerId);
  }
}

const hasSealed = `
  select
  from support_need
  where person_id = $1
  union all
  select
  from emergency_contact
  where person_id = $1
  union all
  select
  from person_name
  where person_id = $1
  limit 1`;

const about = (ownerId: string, place: string, keyId: string) => ['private 1', place, ownerId, keyId];
