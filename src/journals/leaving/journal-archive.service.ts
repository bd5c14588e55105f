import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { textOf } from '../../catalogues/catalogues.js';
import { Clock } from '../../platform/clock.js';
import { rows } from '../../platform/database/sql.js';
import { archiveOf, inTurn } from '../../platform/files/archive.js';
import { Files } from '../../platform/files/files.js';
import { everyAttachment, openFileKey } from '../attachments/attachment.queries.js';
import type { JournalAttachment } from '../attachments/journal-attachment.entity.js';
import { JournalKeys } from '../keys/journal-keys.js';
import { type Author, JournalTransactions } from '../keys/journal-transactions.js';
import { extension } from '../media/extension.js';
import { EntryExportService } from './entry-export.service.js';

const entriesOf = `
  select e.id, e.created_at as "createdAt", v.key_id as "keyId"
  from journal_entry e
  cross join lateral (select key_id from journal_version where entry_id = e.id order by number desc limit 1) v
  where e.author_id = $1
  order by e.created_at, e.id`;

/**
 * A person's whole journal as one zip, made while it is sent: never more than one version or piece of a file is in
 * memory. What is damaged is named and left out, and the rest goes home.
 */
@Injectable()
export class JournalArchiveService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
    private readonly files: Files,
    private readonly entryExports: EntryExportService,
    private readonly clock: Clock,
  ) {}

  /** 503 `keys_out_of_reach` before anything is sent, while the author's key is. */
  async of(author: Author): Promise<Readable> {
    const authorId = author.personId;
    const written = await this.journal.as(author, (tx) =>
      rows<{ id: string; createdAt: Date; keyId: string }>(tx, entriesOf, [authorId]),
    );
    const entries: typeof written = [];
    // Purged: an old copy of the database brought the row back, but not its key.
    for (const entry of written) if (await this.keys.find(authorId, entry.keyId, entry.id)) entries.push(entry);
    const opened = new Set(entries.map(({ id }) => id));
    const attachments = (await this.journal.as(author, (tx) => everyAttachment(tx, authorId))).filter(({ entryId }) =>
      opened.has(entryId),
    );
    const media = new Map(attachments.map((each) => [each.id, `media/${each.id}.${extension(each.mediaType)}`]));
    return archiveOf(async (add) => {
      await add('README.txt', this.clock.now(), [textOf('exports.journal_read_me')]);
      for (const { id, createdAt } of entries) {
        const taken = await inTurn(() => this.entryExports.take(author, id));
        if (!taken) continue;
        const name = `entries/${createdAt.toISOString().slice(0, 10)}_${id}`;
        await add(`${name}.md`, createdAt, this.entryExports.markdown(taken, media));
        await add(`${name}.json`, createdAt, this.entryExports.json(taken));
      }
      for (const each of attachments) await add(media.get(each.id) ?? '', each.addedAt, this.medium(each));
    });
  }

  private async *medium(attachment: JournalAttachment): AsyncGenerator<Uint8Array> {
    const { authorId, keyId, entryId, fileId } = attachment;
    const entryKey = await this.keys.find(authorId, keyId, entryId);
    const bytes = entryKey && (await this.files.read({ id: fileId, key: openFileKey(entryKey, attachment) }));
    if (bytes) yield* bytes as AsyncIterable<Uint8Array>;
  }
}
