import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { textOf } from '../catalogues/catalogues.js';
import { CeEvidenceService } from '../ceu/claims/ce-evidence.service.js';
import { JournalArchiveService } from '../journals/leaving/journal-archive.service.js';
import { SealedTextService } from '../outcomes/sealed-texts/sealed-text.service.js';
import { PrivateTextService } from '../people/private-details/private-text.service.js';
import type { Actor } from '../platform/actor.js';
import { requireRecentSignIn } from '../platform/access/step-up.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Events } from '../platform/events/events.js';
import { type PersonalTable, purposeOf } from '../platform/personal/personal-table.js';
import { exportOf, personalTables, exportsSomething } from './personal-tables.js';

type Row = Record<string, unknown>;

const filledIn = (place: string, row: Row): string =>
  place.replaceAll(/\{(\w+)\}/g, (_, column: string) => String(row[column]));

/**
 * Everything about a person, to take home (BR-160, BR-162). It is made while it is sent: nothing of it is stored, and
 * there is no link that could be found.
 */
@Injectable()
export class DataExportService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly texts: PrivateTextService,
    private readonly sealedTexts: SealedTextService,
    private readonly evidence: CeEvidenceService,
    private readonly journals: JournalArchiveService,
    private readonly clock: Clock,
  ) {}

  /** 401 `sign_in_again` ten minutes after the person last proved who they are. */
  async archive(actor: Actor): Promise<Readable> {
    requireRecentSignIn(actor, this.clock.now());
    await this.database.transaction((tx) =>
      this.events.record(tx, actor, { type: 'data_export.taken', subjectId: actor.personId }),
    );
    const zip = new ZipFile();
    const output = Readable.from(zip.outputStream, { objectMode: false });
    zip.on('error', (error: Error) => output.destroy(error));
    zip.addBuffer(Buffer.from(textOf('exports.read_me')), 'README.txt');
    for (const table of personalTables.filter(exportsSomething))
      this.add(zip, `records/${table.table}.json`, () => this.written(actor.personId, table));
    for (const { name, open } of await this.evidence.everything(actor.personId))
      this.add(zip, `evidence/${name}`, open);
    this.add(zip, 'journal.zip', () => this.journals.of(actor));
    zip.end();
    return output;
  }

  private add(zip: ZipFile, name: string, open: () => Promise<Readable>): void {
    zip.addReadStreamLazy(name, { mtime: this.clock.now() }, (ready) => {
      open().then(
        (stream) => ready(null, stream),
        (error: unknown) => ready(error, Readable.from([])),
      );
    });
  }

  private async written(personId: string, table: PersonalTable & { exports: string }): Promise<Readable> {
    const found = await this.database.rows<Row>(exportOf(table), [personId]);
    const records: Row[] = [];
    for (const row of found) records.push(await this.opened(personId, table, row));
    return Readable.from([Buffer.from(`${JSON.stringify({ purpose: purposeOf(table), records }, null, 2)}\n`)]);
  }

  /** What is sealed with the person's own key goes home in their own words. */
  private async opened(
    personId: string,
    { decrypts = {} }: PersonalTable,
    { key_id: keyId, ...row }: Row,
  ): Promise<Row> {
    const words: Row = {};
    for (const [column, place] of Object.entries(decrypts)) {
      const sealed = row[column];
      if (!Buffer.isBuffer(sealed)) continue;
      const content = { keyId: String(keyId), sealed };
      words[column] =
        typeof place === 'string'
          ? await this.texts.open(personId, filledIn(place, row), content)
          : await this.sealedTexts.open(
              personId,
              content,
              place.map((part) => filledIn(part, row)),
            );
    }
    return { ...row, ...words };
  }
}
