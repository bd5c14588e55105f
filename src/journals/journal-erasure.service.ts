import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { rows } from '../platform/database/sql.js';
import { PersonalKeys } from '../platform/keys/personal-keys.js';
import { JournalRows } from './journal-rows.js';

/** The end of journals: a person's wish, or the end of the time in which a deletion can be undone. */
@Injectable()
export class JournalErasure {
  constructor(
    private readonly journal: JournalRows,
    private readonly keys: PersonalKeys,
    private readonly clock: Clock,
  ) {}

  /** Ends what a person shares and what others share with them, e.g. when their account closes. May be repeated. */
  async endSharing(personId: string): Promise<void> {
    const end = `update journal_grant set revoked_at = $2, sealed_key = null where revoked_at is null`;
    const now = this.clock.now();
    await this.journal.for(personId, (tx) => rows(tx, `${end} and author_id = $1`, [personId, now]));
    await this.journal.leaving(personId, (tx) => rows(tx, `${end} and reader_id = $1`, [personId, now]));
  }

  /**
   * Destroys a person's key, then what it sealed. From the first step on no copy of the database can be read, however old (BR-136).
   * What they wrote beside others' entries goes too. May be repeated.
   */
  async shred(personId: string): Promise<void> {
    await this.keys.shred(personId);
    await this.endSharing(personId);
    await this.journal.leaving(personId, (tx) => rows(tx, 'delete from journal_comment where reader_id = $1', [personId]));
    await this.journal.for(personId, async (tx) => {
      await rows(tx, 'delete from journal_entry where author_id = $1', [personId]);
      await rows(tx, 'delete from journal_export where author_id = $1', [personId]);
    });
  }

  /** Removes what nobody can reach any more (BR-132). */
  async purge(): Promise<void> {
    await this.journal.tidying(async (tx) => {
      await rows(tx, `delete from journal_entry where deleted_at <= journal_now() - interval '30 days'`);
      await rows(tx, 'delete from journal_export where expires_at < journal_now()');
      await rows(tx, 'delete from journal_reader_code where expires_at < journal_now()');
    });
  }
}
