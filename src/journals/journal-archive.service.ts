import { Injectable } from '@nestjs/common';
import { extension } from './media/extension.js';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { rows } from '../platform/database/sql.js';
import { Files } from '../platform/files/files.js';
import { type AttachmentRow, attachmentsOf, openFileKey } from './attachment.queries.js';
import { asMarkdown, type TakenEntry } from './entry-markdown.js';
import { JournalKeys } from './journal-keys.js';
import { JournalRows } from './journal-rows.js';
import { TakenEntries } from './taken-entries.js';

const readMe = `This is your journal.

entries/  each entry twice: as Markdown to read, and as JSON with all its versions, with whom you shared it, who read it, and comments
media/    your pictures and recordings, named as the entries name them
`;

/** A person's whole journal as one zip, made while it is sent: never more than one entry or piece of a file is in memory. */
@Injectable()
export class JournalArchive {
  constructor(
    private readonly journal: JournalRows,
    private readonly keys: JournalKeys,
    private readonly files: Files,
    private readonly taken: TakenEntries,
  ) {}

  async of(authorId: string): Promise<Readable> {
    const zip = new ZipFile();
    const output = Readable.from(zip.outputStream, { objectMode: false });
    zip.on('error', (error: Error) => output.destroy(error));
    zip.addBuffer(Buffer.from(readMe), 'README.txt');
    const entries = await this.journal.for(authorId, (tx) => rows<{ id: string; createdAt: Date }>(tx, 'select id, created_at as "createdAt" from journal_entry where author_id = $1 order by id', [authorId]));
    for (const { id, createdAt } of entries) {
      const name = `entries/${createdAt.toISOString().slice(0, 10)}_${id}`;
      this.add(zip, `${name}.md`, createdAt, () => this.written(authorId, id, asMarkdown));
      this.add(zip, `${name}.json`, createdAt, () => this.written(authorId, id, (entry) => `${JSON.stringify(entry, null, 2)}\n`));
    }
    const attachments = await this.journal.for(authorId, async (tx) => {
      const found: AttachmentRow[] = [];
      for (const { id } of entries) found.push(...(await attachmentsOf(tx, id)));
      return found;
    });
    for (const each of attachments) this.add(zip, `media/${each.id}.${extension(each.mediaType)}`, each.addedAt, () => this.medium(each));
    zip.end();
    return output;
  }

  private add(zip: ZipFile, name: string, mtime: Date, open: () => Promise<Readable>): void {
    zip.addReadStreamLazy(name, { mtime }, (ready) => {
      open().then((stream) => ready(null, stream), (error: unknown) => ready(error, Readable.from([])));
    });
  }

  private async written(authorId: string, entryId: string, form: (entry: TakenEntry) => string): Promise<Readable> {
    const entry = await this.taken.one(authorId, entryId);
    return Readable.from([Buffer.from(entry ? form(entry) : '')]);
  }

  private async medium(attachment: AttachmentRow): Promise<Readable> {
    const key = openFileKey(await this.keys.forOpening(attachment.authorId, attachment.keyId), attachment);
    return (await this.files.read({ id: attachment.fileId, key })) ?? Readable.from([]);
  }
}
