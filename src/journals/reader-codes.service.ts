import { Injectable } from '@nestjs/common';
import { createHash, randomInt } from 'node:crypto';
import type { Actor } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { changed, row, type Tx } from '../platform/database/sql.js';
import { JournalRows } from './journal-rows.js';

const minutesValid = 20;
/** Without letters and digits that look or sound alike; 16 of them are 79 bits. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const length = 16;

/** Codes that a reader gives to an author, out loud or on paper: whoever hands one over agrees to read. */
@Injectable()
export class ReaderCodes {
  constructor(
    private readonly journal: JournalRows,
    private readonly clock: Clock,
  ) {}

  /** A new code of the actor's own, good for 20 minutes and one use. It is kept nowhere. */
  async make(actor: Actor): Promise<{ code: string; expiresAt: string }> {
    const code = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
    const expiresAt = new Date(this.clock.now().getTime() + minutesValid * 60_000);
    await this.journal.for(actor.personId, (tx) => changed(tx, 'insert into journal_reader_code (hash, reader_id, expires_at) values ($1, $2, $3)', [hashOf(code), actor.personId, expiresAt]));
    return { code: code.replace(/(.{4})(?=.)/g, '$1-'), expiresAt: expiresAt.toISOString() };
  }

  /** Whose code this is; undefined for a wrong, old or used one. */
  readerOf(actor: Actor, code: string): Promise<string | undefined> {
    return this.journal.for(actor.personId, async (tx) => {
      await present(tx, code);
      const found = await row<{ readerId: string }>(tx, 'select reader_id as "readerId" from journal_reader_code where hash = $1 and used_at is null and expires_at > $2', [hashOf(code), this.clock.now()]);
      return found?.readerId;
    });
  }

  /** Uses a code up; false when somebody else was faster. */
  async use(tx: Tx, code: string): Promise<boolean> {
    await present(tx, code);
    return (await changed(tx, 'update journal_reader_code set used_at = $2 where hash = $1 and used_at is null and expires_at > $2', [hashOf(code), this.clock.now()])) === 1;
  }
}

/** Only whoever shows a code can see its row. */
const present = (tx: Tx, code: string) => row(tx, `select set_config('journal.code', $1, true)`, [hashOf(code).toString('hex')]);

const hashOf = (code: string): Buffer => createHash('sha256').update(code.toUpperCase().replace(/[^A-Z0-9]/g, '')).digest();
