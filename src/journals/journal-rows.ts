import { Injectable } from '@nestjs/common';
import { createHash, createHmac } from 'node:crypto';
import type { Actor, Call } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { row, type Tx } from '../platform/database/sql.js';

/** The only way to the journal tables: in a transaction that says for whom it reads. Without that, Postgres shows no row. */
@Injectable()
export class JournalRows {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Work on what this person may see: their own journal, and what is shared with them now. */
  for<T>(personId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await this.enter(tx, personId);
      return work(tx);
    });
  }

  /** One public command of this person; answers the id of what it did, as `Database.command` does. */
  async command(actor: Actor, work: (tx: Tx) => Promise<string>): Promise<string> {
    const call = veiled(actor.call);
    const id = await this.database.command({ personId: actor.personId, call }, async (tx) => {
      await this.enter(tx, actor.personId);
      return work(tx);
    });
    if (call.replayed) actor.call.replayed = true;
    return id;
  }

  /** Sees nothing but what is beyond recall. */
  tidying<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await row(tx, `select set_config('journal.tidying', 'on', true), set_config('journal.now', $1, true)`, [this.clock.now().toISOString()]);
      return work(tx);
    });
  }

  private async enter(tx: Tx, personId: string): Promise<void> {
    await row(tx, `select set_config('journal.person', $1, true), set_config('journal.now', $2, true)`, [personId, this.clock.now().toISOString()]);
  }
}

/**
 * A retry is remembered without a trace: neither where it went, nor a plain hash of the words, against which somebody with
 * a copy of the table could try guesses.
 */
function veiled({ requestId, retryKey }: Call): Call {
  if (!retryKey) return { requestId };
  return {
    requestId,
    retryKey: {
      method: retryKey.method,
      path: 'confidential',
      key: createHash('sha256').update(`${retryKey.path} ${retryKey.key}`).digest('base64url'),
      fingerprint: createHmac('sha256', retryKey.key).update(retryKey.fingerprint).digest('hex'),
    },
  };
}
