import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
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
import { archiveOf, inTurn } from '../platform/files/archive.js';
import { KeysOutOfReach } from '../platform/keys/master-keys.js';
import { PersonalKeys } from '../platform/keys/personal-keys.js';
import { laterUnlessDamaged } from '../platform/keys/sealing.js';
import { type PersonalTable, purposeOf } from '../platform/personal/personal-table.js';
import { exportOf, personalTables, exportsSomething } from './personal-tables.js';
import { SealedRecordService } from './sealed-record.service.js';

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
    private readonly keys: PersonalKeys,
    private readonly sealed: SealedRecordService,
    private readonly clock: Clock,
  ) {}

  /**
   * 401 `sign_in_again` ten minutes after the person last proved who they are, 503 `keys_out_of_reach` while what is
   * sealed cannot be opened. What is damaged is named and left out.
   */
  async archive(actor: Actor): Promise<Readable> {
    requireRecentSignIn(actor, this.clock.now());
    if (!(await this.keys.find(actor.personId)) && (await this.sealed.of(actor.personId)).any)
      throw new KeysOutOfReach('There are sealed texts but no key: the key folder is incomplete');
    await this.database.transaction((tx) =>
      this.events.record(tx, actor, { type: 'data_export.taken', subjectId: actor.personId }),
    );
    const evidence = await this.evidence.everything(actor.personId);
    return archiveOf(async (add) => {
      const now = this.clock.now();
      await add('README.txt', now, [textOf('exports.read_me')]);
      for (const table of personalTables.filter(exportsSomething))
        await add(`records/${table.table}.json`, now, await inTurn(() => this.written(actor.personId, table)));
      for (const { name, open } of evidence) await add(`evidence/${name}`, now, opened(open));
      await add(
        'journal.zip',
        now,
        opened(() => this.journals.of(actor)),
      );
    });
  }

  private async written(personId: string, table: PersonalTable & { exports: string }): Promise<string[]> {
    const found = await this.database.rows<Row>(exportOf(table), [personId]);
    const records: Row[] = [];
    for (const [index, row] of found.entries()) {
      records.push(await this.opened(personId, table, row));
      // Opening many texts would keep everybody else waiting.
      if (index % 100 === 99) await setImmediate();
    }
    return [`${JSON.stringify({ purpose: purposeOf(table), records }, null, 2)}\n`];
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
      const opening: Promise<unknown> =
        typeof place === 'string'
          ? this.texts.open(personId, filledIn(place, row), content)
          : this.sealedTexts.open(
              personId,
              content,
              place.map((part) => filledIn(part, row)),
            );
      words[column] = (await laterUnlessDamaged(opening)) ?? textOf('records.damaged');
    }
    return { ...row, ...words };
  }
}

/** A file is opened when its turn has come. */
async function* opened(open: () => Promise<Readable>): AsyncGenerator<Uint8Array> {
  yield* (await open()) as AsyncIterable<Uint8Array>;
}
