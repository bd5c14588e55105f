import { Injectable } from '@nestjs/common';
import { aMinute, later } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertRow } from '../../platform/database/tables.js';
import { hashOfSpokenCode, newSpokenCode } from '../../platform/secrets.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { JournalReaderCode } from './journal-grant.entity.js';

const minutesValid = 20;
/** 79 bits. */
const length = 16;

/** Codes that a reader gives to an author, out loud or on paper: whoever hands one over agrees to read. */
@Injectable()
export class ReaderCodeService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly clock: Clock,
  ) {}

  /** A new code of the actor's own, good for 20 minutes and one use. It is kept nowhere. */
  async make(actor: Actor): Promise<{ code: string; expiresAt: string }> {
    const code = newSpokenCode(length);
    const expiresAt = later(this.clock.now(), minutesValid * aMinute);
    await this.journal.as(actor, (tx) =>
      insertRow(tx, JournalReaderCode, { hash: hashOfSpokenCode(code), readerId: actor.personId, expiresAt }),
    );
    return { code, expiresAt: expiresAt.toISOString() };
  }

  /** Whose code this is; undefined for a wrong, old or used one. */
  readerOf(actor: Actor, code: string): Promise<string | undefined> {
    return this.journal.as(actor, async (tx) => {
      await present(tx, code);
      const found = await row<Pick<JournalReaderCode, 'readerId'>>(
        tx,
        `
          select ${columnsOf(JournalReaderCode, 'c', 'readerId')}
          from journal_reader_code c
          where c.hash = $1 and c.used_at is null and c.expires_at > $2`,
        [hashOfSpokenCode(code), this.clock.now()],
      );
      return found?.readerId;
    });
  }

  /** Uses a code up; false when somebody else was faster. */
  async use(tx: Tx, code: string): Promise<boolean> {
    await present(tx, code);
    return (
      (await changed(
        tx,
        'update journal_reader_code set used_at = $2 where hash = $1 and used_at is null and expires_at > $2',
        [hashOfSpokenCode(code), this.clock.now()],
      )) === 1
    );
  }
}

/** Only whoever shows a code can see its row. */
const present = (tx: Tx, code: string) =>
  row(tx, `select set_config('journal.code', $1, true)`, [hashOfSpokenCode(code).toString('hex')]);
