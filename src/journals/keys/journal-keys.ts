import { Injectable } from '@nestjs/common';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { KeysOutOfReach } from '../../platform/keys/master-keys.js';
import { type PersonalKey, PersonalKeys } from '../../platform/keys/personal-keys.js';

/** The key of one entry; it goes by the id of its author's personal key. */
export type EntryKey = Pick<PersonalKey, 'id' | 'key'>;

/**
 * The keys that journals are sealed with: one for each entry, out of its author's tree, which forgets it with the entry
 * (BR-132).
 */
@Injectable()
export class JournalKeys {
  constructor(private readonly keys: PersonalKeys) {}

  /** For writing; 503 `keys_out_of_reach` beside entries that do not open. */
  async forWriting(personId: string, entryId: string): Promise<EntryKey> {
    return present(this.keyIn(await this.keys.writingWithTree(personId), entryId));
  }

  /**
   * For opening what the person wrote under the key `keyId`; 503 while that key is out of reach, 404 once the entry was
   * purged.
   */
  async forOpening(personId: string, keyId: string, entryId: string): Promise<EntryKey> {
    return present(await this.find(personId, keyId, entryId));
  }

  /**
   * The same, with nothing for what was purged: an old copy of the database may bring the row back, but not the key.
   */
  async find(personId: string, keyId: string, entryId: string): Promise<EntryKey | undefined> {
    const known = await this.withTree(personId);
    if (known?.id !== keyId) throw new KeysOutOfReach('The key of an entry is not in the key folder');
    return this.keyIn(known, entryId);
  }

  /** What a reader adds to the lock of a grant; made when they have none yet. */
  forReader(personId: string): Promise<PersonalKey> {
    return this.keys.writing(personId);
  }

  /** Undefined for whoever never had a key, or whose key was shredded. */
  ofReader(personId: string): Promise<PersonalKey | undefined> {
    return this.keys.find(personId);
  }

  /** The key of an entry that is shared; undefined once the author's keys or the entry are gone. */
  async ofShared(authorId: string, keyId: string, entryId: string): Promise<EntryKey | undefined> {
    const known = await this.withTree(authorId);
    return known?.id === keyId ? this.keyIn(known, entryId) : undefined;
  }

  /** A key that is remembered without a tree may be older than the tree. */
  private async withTree(personId: string): Promise<PersonalKey | undefined> {
    const known = await this.keys.find(personId);
    if (!known || known.tree) return known;
    const afresh = await this.keys.findAfresh(personId);
    return afresh?.tree ? afresh : undefined;
  }

  private keyIn(known: PersonalKey, entryId: string): EntryKey | undefined {
    const key = this.keys.keyIn(known, entryId);
    return key && { id: known.id, key };
  }
}

function present(key: EntryKey | undefined): EntryKey {
  if (!key) throw refuse(platformRefusals.not_found);
  return key;
}
