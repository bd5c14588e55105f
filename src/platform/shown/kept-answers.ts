import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Database } from '../database/database.js';
import { Standby } from '../database/standby.js';
import { columnsOf } from '../database/tables.js';
import { type KeptAnswer, type PublicAnswer, Shelf } from './shelf.js';
import { ShownStamp } from './shown-stamp.entity.js';

const stampNow = `select ${columnsOf(ShownStamp, 's', 'stamp')} from shown_stamp s`;

/**
 * What public routes answered, with the stamp from the same server as what it stands for: from the standby where there is
 * one that may be read, so that its lag bounds the age of an answer, else from the primary.
 */
@Injectable()
export class KeptAnswers {
  private readonly ofPrimary: Shelf;
  private readonly ofStandby: Shelf;

  constructor(
    database: Database,
    clock: Clock,
    config: Config,
    private readonly standby: Standby,
  ) {
    const stamp = async () => (await database.row<Pick<ShownStamp, 'stamp'>>(stampNow))?.stamp;
    this.ofPrimary = new Shelf(stamp, clock);
    this.ofStandby = new Shelf(stamp, clock, config.READ_LAG_SECONDS * 1_000);
    standby.whenLeft(() => this.ofStandby.forget());
  }

  /** The answer under this key; `make` is called once for all who ask for it meanwhile. */
  answer(key: string, make: () => Promise<PublicAnswer>): Promise<KeptAnswer> {
    return this.standby.read(
      () => this.ofStandby.answer(key, make),
      () => this.ofPrimary.answer(key, make),
    );
  }
}
