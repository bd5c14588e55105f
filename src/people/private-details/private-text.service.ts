import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/sql.js';
import { PersonalKeys } from '../../platform/keys/personal-keys.js';
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
    return { keyId: id, seal: (place, text) => seal(key, Buffer.from(text), about(ownerId, place, id)) };
  }

  /** 503 `keys_out_of_reach` while the key is. */
  async open(ownerId: string, place: string, { keyId, sealed }: SealedText): Promise<string> {
    const { key } = await this.keys.opening(ownerId, keyId);
    return unseal(key, sealed, about(ownerId, place, keyId)).toString();
  }
}

const about = (ownerId: string, place: string, keyId: string) => ['private 1', place, ownerId, keyId];
