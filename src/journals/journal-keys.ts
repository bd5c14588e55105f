import { Injectable, Logger } from '@nestjs/common';
import { row } from '../platform/database/sql.js';
import { KeysOutOfReach } from '../platform/keys/master-keys.js';
import { type PersonalKey, PersonalKeys } from '../platform/keys/personal-keys.js';
import { JournalRows } from './journal-rows.js';
import { refuse } from './journals.refusals.js';

/** The key that a person's journal is sealed with. */
@Injectable()
export class JournalKeys {
  private readonly log = new Logger('JournalKeys');

  constructor(
    private readonly keys: PersonalKeys,
    private readonly journal: JournalRows,
  ) {}

  /** For writing. Makes the first key, but never a second one beside entries that it could not open: then the key folder is missing (503). */
  async forWriting(personId: string): Promise<PersonalKey> {
    const known = await this.find(personId);
    if (known) return known;
    const hasWritten = await this.journal.for(personId, (tx) => row(tx, 'select 1 as one from journal_version where author_id = $1 limit 1', [personId]));
    if (hasWritten) throw refuse('journal_keys_missing');
    return this.inReach(this.keys.make(personId));
  }

  /** For opening what the person wrote with the key `keyId`; 503 while that key is out of reach. */
  async forOpening(personId: string, keyId: string): Promise<PersonalKey> {
    const known = await this.find(personId);
    if (known?.id !== keyId) throw refuse('journal_keys_missing');
    return known;
  }

  find(personId: string): Promise<PersonalKey | undefined> {
    return this.inReach(this.keys.find(personId));
  }

  private async inReach<T>(key: Promise<T>): Promise<T> {
    try {
      return await key;
    } catch (error) {
      if (!(error instanceof KeysOutOfReach)) throw error;
      this.log.error(error.message);
      throw refuse('journal_keys_missing');
    }
  }
}
