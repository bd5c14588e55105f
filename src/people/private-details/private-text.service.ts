import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/sql.js';
import { type PersonalKey, PersonalKeys } from '../../platform/keys/personal-keys.js';
import { seal, unseal } from '../../platform/keys/sealing.js';

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
    const { keyId, seal: sealAt } = await this.sealing(tx, ownerId);
    return { keyId, sealed: sealAt(place, text) };
  }

  /** Seals several texts of one owner under one key. */
  async sealing(tx: Tx, ownerId: string): Promise<{ keyId: string; seal: (place: string, text: string) => Buffer }> {
    const { id, key } = await this.keys.writing(ownerId, tx);
    return { keyId: id, seal: (place, text) => sealText({ id, key }, ownerId, place, text) };
  }

  /** Seals texts for several people, each under their own key. */
  async sealingForAll(
    tx: Tx,
    ownerIds: readonly string[],
  ): Promise<(ownerId: string, place: string, text: string) => SealedText> {
    const keys = await this.keys.writingForAll(ownerIds, tx);
    return (ownerId, place, text) => {
      const key = keys.get(ownerId);
      if (!key) throw new Error('Only for those whose keys were asked for');
      return { keyId: key.id, sealed: sealText(key, ownerId, place, text) };
    };
  }

  /** 503 `keys_out_of_reach` while the key is. */
  async open(ownerId: string, place: string, { keyId, sealed }: SealedText): Promise<string> {
    const { key } = await this.keys.opening(ownerId, keyId);
    return unseal(key, sealed, about(ownerId, place, keyId)).toString();
  }
}

const sealText = ({ id, key }: PersonalKey, ownerId: string, place: string, text: string): Buffer =>
  seal(key, Buffer.from(text), about(ownerId, place, id));

const about = (ownerId: string, place: string, keyId: string) => ['private 1', place, ownerId, keyId];
