import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/sql.js';
import { insertRow } from '../../platform/database/tables.js';
import { newId } from '../../platform/ids.js';
import { laterUnlessDamaged } from '../../platform/keys/sealing.js';
import { findShared, type SharedRow } from '../entries/entry.queries.js';
import { type EntryBlock, type EntryHead, openBody, openForReader, openHead, openNote } from '../keys/entry-sealing.js';
import { JournalKeys } from '../keys/journal-keys.js';
import { JournalRead } from './journal-grant.entity.js';
import { RecipientService } from './recipient.service.js';

export type WhatWasRead = 'entry' | 'attachment';

/** One version that somebody shares with the reader, open. */
export interface SharedVersion extends SharedRow {
  key: Buffer;
  opened: EntryHead & { blocks: EntryBlock[] };
  purposeText: string;
}

/** What others share with a reader. It counts while the grant lives, and the author sees each read. */
@Injectable()
export class SharedVersions {
  constructor(
    private readonly keys: JournalKeys,
    private readonly recipients: RecipientService,
    private readonly clock: Clock,
  ) {}

  /**
   * The versions of an entry that this reader may read now, newest grant first; none for whoever must not be a reader
   * any more (BR-126). The read goes on record in the same transaction.
   */
  async open(tx: Tx, reader: Actor, entryId: string, what: WhatWasRead | null): Promise<SharedVersion[]> {
    const found = await findShared(tx, reader.personId, entryId, this.clock.now());
    const [any] = found;
    if (!any || !(await this.recipients.mayRead(tx, any.authorId, reader.personId))) return [];
    const opened: SharedVersion[] = [];
    for (const each of found) {
      const version = await laterUnlessDamaged(this.openOne(reader, each));
      if (version) opened.push(version);
    }
    const [first] = opened;
    if (first && what) await this.recordReading(tx, reader, first, what);
    return opened;
  }

  async recordReading(
    tx: Tx,
    reader: Actor,
    { grantId, entryId, authorId }: SharedRow,
    what: WhatWasRead,
  ): Promise<void> {
    await insertRow(tx, JournalRead, {
      id: newId(),
      grantId,
      entryId,
      authorId,
      readerId: reader.personId,
      what,
      readAt: this.clock.now(),
    });
  }

  /** Undefined once the entry's or the reader's key is gone: to a reader that, or damage, is the same as nothing. */
  private async openOne(reader: Actor, row: SharedRow): Promise<SharedVersion | undefined> {
    const [entryKey, readerKey] = [
      await this.keys.ofShared(row.authorId, row.keyId, row.entryId),
      await this.keys.ofReader(reader.personId),
    ];
    if (!entryKey || !readerKey) return undefined;
    const key = openForReader(row.grantKey, entryKey, readerKey, row, row.grantId);
    const opened = { ...openHead(key, row, row.head), blocks: openBody(key, row, row.body) };
    return { ...row, key, opened, purposeText: openNote(key, row, `purpose ${row.grantId}`, row.purpose) };
  }
}
