import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { College } from '../../college/college.entity.js';
import { Policy } from '../../college/policy.dto.js';
import type { Actor, Call } from '../../platform/actor.js';
import { hiddenAfterCard } from '../../platform/access/after-card.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { KeyFolder } from '../../platform/keys/key-folder.js';

/** Whose journal it is, and whether what was written before a card is closed to this sign-in (BR-188). */
export type Author = Pick<Actor, 'personId' | 'afterCard'>;

/** What the college says beside every journal: where help is, and how much room there is. */
export interface AroundJournals extends Pick<College, 'crisisSignposts'> {
  policy: Policy;
}

/** Told and asked in one round trip. $1 person, $2 now, $3 since when, $4 whether this is alone with their words. */
const enter = `
  select set_config('journal.person', $1, true), set_config('journal.now', $2, true),
    set_config('journal.since', $3, true),
    case when $4 then pg_advisory_xact_lock(hashtextextended('journal text ' || $1, 0)) end,
    ${columnsOf(College, 'c', 'policy', 'crisisSignposts')}
  from college c`;

/**
 * The only way to the journal tables: in a transaction that says for whom it reads. Without that, Postgres shows no
 * row.
 */
@Injectable()
export class JournalTransactions {
  constructor(
    private readonly database: Database,
    private readonly keyFolder: KeyFolder,
    private readonly clock: Clock,
  ) {}

  /** Work on what this person may see: their own journal, and what is shared with them now. */
  async as<T>(who: Author, work: (tx: Tx, around: AroundJournals) => Promise<T>): Promise<T> {
    const inside = this.database.transaction(async (tx) => work(tx, await this.enter(tx, who)));
    return inside.catch((error: unknown) => {
      throw hiddenAfterCard(who, error);
    });
  }

  /** The same inside a transaction that is about something else, and sees no journal again afterwards. */
  async within(tx: Tx, personId: string, work: () => Promise<void>): Promise<void> {
    await this.enter(tx, { personId, afterCard: null });
    await work();
    await row(tx, `select set_config('journal.person', '', true)`, []);
  }

  /** One public command of this person; answers the id of what it did, as `Database.command` does. */
  async command(
    actor: Actor,
    work: (tx: Tx, around: AroundJournals) => Promise<string>,
    { alone = false } = {},
  ): Promise<string> {
    const call = veiled(actor.call, await this.keyFolder.secretFor('journal retries'));
    const inside = this.database.command({ personId: actor.personId, call }, async (tx) =>
      work(tx, await this.enter(tx, actor, alone)),
    );
    const id = await inside.catch((error: unknown) => {
      throw hiddenAfterCard(actor, error);
    });
    if (call.replayed) actor.call.replayed = true;
    return id;
  }

  /**
   * A command that answers what it left, read in its own transaction; what was done before is read as it is now. `alone`:
   * no other such command counts this person's words meanwhile.
   */
  async leaving<T>(
    actor: Actor,
    work: (tx: Tx, around: AroundJournals) => Promise<string>,
    read: (tx: Tx, id: string, around: AroundJournals) => Promise<T>,
    { alone = false } = {},
  ): Promise<T> {
    const left = new Map<string, T>();
    const id = await this.command(
      actor,
      async (tx, around) => {
        const done = await work(tx, around);
        left.set(done, await read(tx, done, around));
        return done;
      },
      { alone },
    );
    return left.get(id) ?? this.as(actor, (tx, around) => read(tx, id, around));
  }

  /** Sees nothing but what others share with this person, and what the person wrote beside it. */
  asLeaver<T>(personId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await row(tx, `select set_config('journal.leaving', $1, true)`, [personId]);
      return work(tx);
    });
  }

  /** Sees nothing but the grants and entries that ended since a backup, to end them again. */
  asReplay<T>(ids: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await row(tx, `select set_config('journal.ended', $1, true)`, [ids.join(',')]);
      return work(tx);
    });
  }

  /** Sees nothing but what is beyond recall. */
  asCleaner<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await row(tx, `select set_config('journal.tidying', 'on', true), set_config('journal.now', $1, true)`, [
        this.clock.now().toISOString(),
      ]);
      return work(tx);
    });
  }

  private async enter(tx: Tx, { personId, afterCard }: Author, alone = false): Promise<AroundJournals> {
    const since = afterCard?.since.toISOString() ?? '';
    const values = [personId, this.clock.now().toISOString(), since, alone];
    const around = await row<Pick<College, 'policy' | 'crisisSignposts'>>(tx, enter, values);
    if (!around) throw new Error('The college is missing: migrations did not finish');
    return { ...around, policy: { ...new Policy(), ...around.policy } };
  }
}

/**
 * A retry is remembered without a trace: neither where it went, nor a hash against which somebody with a copy of the
 * table could try guesses, because the secret of this installation is not in the database.
 */
function veiled(call: Call, secret: Buffer): Call {
  const { retryKey } = call;
  if (!retryKey) return { ...call };
  const { method, path, key, fingerprint } = retryKey;
  const veil = (...parts: string[]) => createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');
  return {
    ...call,
    retryKey: {
      method,
      path: 'confidential',
      key: veil('key', path, key),
      fingerprint: veil('body', key, fingerprint),
    },
  };
}
