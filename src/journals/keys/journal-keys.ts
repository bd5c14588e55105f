import { Injectable, Logger } from '@nestjs/common';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { KeysOutOfReach } from '../../platform/keys/master-keys.js';
import { type PersonalKey, PersonalKeys } from '../../platform/keys/personal-keys.js';
import { JournalVersion } from '../entries/journal-entry.entity.js';
import { JournalTransactions } from './journal-transactions.js';
import { journalsRefusals } from '../journals.refusals.js';

/** The key of one entry; it goes by the id of its author's personal key. */
export type EntryKey = Pick<PersonalKey, 'id' | 'key'>;

/**
 * The keys that journals are sealed with: one for each entry, out of its author's tree, which forgets it with the entry
 * (BR-132).
 */
@Injectable()
export class JournalKeys {
  private readonly log = new Logger('JournalKeys');

  constructor(
    private readonly keys: PersonalKeys,
    private readonly journal: JournalTransactions,
  ) {}

  /**
   * For writing. Makes the first tree, but never a second one beside entries that it could not open: then the key
   * folder is missing (503).
   */
  async forWriting(personId: string, entryId: string): Promise<EntryKey> {
    const known = (await this.withTree(personId)) ?? (await this.first(personId));
    return present(keyIn(known, entryId));
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
    if (known?.id !== keyId) throw refuse(journalsRefusals.journal_keys_missing);
    return keyIn(known, entryId);
  }

  /** What a reader adds to the lock of a grant; made when they have none yet. */
  async forReader(personId: string): Promise<PersonalKey> {
    const known = await this.ofReader(personId);
    if (known) return known;
    if (await this.hasWritten(personId)) throw refuse(journalsRefusals.journal_keys_missing);
    return this.inReach(this.keys.make(personId));
  }

  /** Undefined for whoever never had a key, or whose key was shredded. */
  ofReader(personId: string): Promise<PersonalKey | undefined> {
    return this.inReach(this.keys.find(personId));
  }

  /** The key of an entry that is shared; undefined once the author's keys or the entry are gone. */
  async ofShared(authorId: string, keyId: string, entryId: string): Promise<EntryKey | undefined> {
    const known = await this.withTree(authorId);
    return known?.id === keyId ? keyIn(known, entryId) : undefined;
  }

  private async first(personId: string): Promise<PersonalKey> {
    const hasWritten = await this.hasWritten(personId);
    const meanwhile = await this.withTree(personId);
    if (meanwhile) return meanwhile;
    if (hasWritten) throw refuse(journalsRefusals.journal_keys_missing);
    return this.inReach(this.keys.grow(personId));
  }

  /** A key that is remembered without a tree may be older than the tree. */
  private async withTree(personId: string): Promise<PersonalKey | undefined> {
    const known = await this.inReach(this.keys.find(personId));
    if (!known || known.tree) return known;
    const afresh = await this.inReach(this.keys.findAfresh(personId));
    return afresh?.tree ? afresh : undefined;
  }

  private hasWritten(personId: string): Promise<boolean> {
    return this.journal.as(personId, (tx) => tx.existsBy(JournalVersion, { authorId: personId }));
  }

  private async inReach<T>(key: Promise<T>): Promise<T> {
    try {
      return await key;
    } catch (error) {
      if (!(error instanceof KeysOutOfReach)) throw error;
      this.log.error(error.message);
      throw refuse(journalsRefusals.journal_keys_missing);
    }
  }
}

function keyIn({ id, tree }: PersonalKey, entryId: string): EntryKey | undefined {
  const key = tree?.keyOf(entryId);
  return key && { id, key };
}

function present(key: EntryKey | undefined): EntryKey {
  if (!key) throw refuse(platformRefusals.not_found);
  return key;
}
