import { Injectable } from '@nestjs/common';
import { textOf } from '../../catalogues/catalogues.js';
import { extension } from '../media/extension.js';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { rows } from '../../platform/database/sql.js';
import { Files } from '../../platform/files/files.js';
import { everyAttachment, openFileKey } from '../attachments/attachment.queries.js';
import type { JournalAttachment } from '../attachments/journal-attachment.entity.js';
import { JournalKeys } from '../keys/journal-keys.js';
import { type Author, JournalTransactions } from '../keys/journal-transactions.js';
import { EntryExportService } from './entry-export.service.js';

const entriesOf = `
  select e.id, e.created_at as "createdAt", v.key_id as "keyId"
  from journal_entry e
  cross join lateral (select key_id from journal_version where entry_id = e.id order by number desc limit 1) v
  where e.author_id = $1
  order by e.created_at, e.id`;

/**
 * A person's whole journal as one zip, made while it is sent: never more than one version or piece of a file is in
 * memory.
 */
@Injectable()
export class JournalArchiveService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
    private readonly files: Files,
    private readonly entryExports: EntryExportService,
  ) {}

  async of(author: Author): Promise<Readable> {
    const authorId = author.personId;
    const zip = new ZipFile();
    const output = Readable.from(zip.outputStream, { objectMode: false });
    zip.on('error', (error: Error) => output.destroy(error));
    zip.addBuffer(Buffer.from(textOf('exports.journal_read_me')), 'README.txt');
    const entries = await this.journal.as(author, (tx) =>
      rows<{ id: string; createdAt: Date; keyId: string }>(tx, entriesOf, [authorId]),
    );
    const opened = new Set<string>();
    for (const { id, createdAt, keyId } of entries) {
      // Purged: an old copy of the database brought the row back, but not its key.
      if (!(await this.keys.find(authorId, keyId, id))) continue;
      opened.add(id);
      const name = `entries/${createdAt.toISOString().slice(0, 10)}_${id}`;
      this.add(zip, `${name}.md`, createdAt, () => written(this.entryExports.markdown(author, id)));
      this.add(zip, `${name}.json`, createdAt, () => written(this.entryExports.json(author, id)));
    }
    const attachments = (await this.journal.as(author, (tx) => everyAttachment(tx, authorId))).filter(({ entryId }) =>
      opened.has(entryId),
    );
    for (const each of attachments)
      this.add(zip, `media/${each.id}.${extension(each.mediaType)}`, each.addedAt, () => this.medium(each));
    zip.end();
    return output;
  }

  private add(zip: ZipFile, name: string, mtime: Date, open: () => Promise<Readable>): void {
    zip.addReadStreamLazy(name, { mtime }, (ready) => {
      open().then(
        (stream) => ready(null, stream),
        (error: unknown) => ready(error, Readable.from([])),
      );
    });
  }

  private async medium(attachment: JournalAttachment): Promise<Readable> {
    const entryKey = await this.keys.find(attachment.authorId, attachment.keyId, attachment.entryId);
    const bytes =
      entryKey && (await this.files.read({ id: attachment.fileId, key: openFileKey(entryKey, attachment) }));
    return bytes ?? Readable.from([]);
  }
}

const written = (pieces: AsyncIterable<string>): Promise<Readable> =>
  Promise.resolve(Readable.from(pieces, { objectMode: false }));
