import { Injectable } from '@nestjs/common';
import { SealedJournalService } from '../journals/keys/sealed-journal.service.js';
import { peopleHere } from '../people/account/person.sql.js';
import { Database } from '../platform/database/database.js';
import { row, type Tx } from '../platform/database/sql.js';
import type { Sealed, SealedTexts } from '../platform/keys/sealed-texts.js';
import { personalTables } from './personal-tables.js';

/** One statement over every table that says under which key its texts are sealed; `$1` is the person. */
const sealed = personalTables
  .flatMap(({ table, rowsOf, sealedUnder }) =>
    sealedUnder === undefined ? [] : [`select from ${table} t where ${rowsOf} and ${sealedUnder} is not null`],
  )
  .join('\nunion all ');

/** Knows, from what the modules declare, whether a person has anything that only their key opens. */
@Injectable()
export class SealedRecordService implements SealedTexts {
  constructor(
    private readonly database: Database,
    private readonly journals: SealedJournalService,
  ) {}

  async of(personId: string, tx?: Tx): Promise<Sealed> {
    if (!tx) return this.database.transaction((own) => this.of(personId, own));
    const here = await row(tx, `${peopleHere} for key share`, [[personId]]);
    const journal = await this.journals.of(tx, personId);
    return {
      ...journal,
      gone: !here,
      any: journal.any || (await row(tx, `${sealed} limit 1`, [personId])) !== undefined,
    };
  }
}
