import { Injectable } from '@nestjs/common';
import { appendFile } from 'node:fs/promises';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Database } from '../database/database.js';
import { row, rows, type Tx } from '../database/sql.js';
import { insertRow, insertRows } from '../database/tables.js';
import { Every } from '../jobs/job.decorators.js';
import { Seal, Sealed } from './seal.entity.js';
import { anchorOf, beginning, hashOf, leafOf, type Link, linkColumns, rowHash, sealedPast } from './seal.js';
import { type SealedLog, sealedLogs } from './sealed-log.js';

interface Unsealed {
  id: string;
  at: Date;
  hash: string;
}

const atOnce = 1000;
const mostUnanchored = 1000;

/**
 * Makes the logs of events and of readings tamper-evident, behind the back of what writes them (BR-218). A seal names
 * the rows that it covers, and covers only what is committed: what commits later is covered by a later seal, so no
 * place in the chain waits to be filled.
 */
@Injectable()
export class SealChainService {
  /** What is sealed and not anchored yet. */
  private unanchored: string[] = [];
  /** Whether the file of anchors ends with a whole line, as far as this process knows. */
  private endsWhole = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Seals everything that is committed and not sealed yet, and anchors it. An anchor that cannot be written fails the job
   * and is written by a later one; one that a crash leaves out is covered by the next.
   */
  @Every('* * * * *', 'seal-events')
  async extendChains(): Promise<void> {
    for (const log of sealedLogs) while (await this.extended(log));
    await this.anchor();
  }

  /** Whether there may be more to seal. */
  private async extended(log: SealedLog): Promise<boolean> {
    const seal = await this.database.transaction((tx) => this.next(tx, log));
    if (!seal) return false;
    if (this.config.SEAL_ANCHOR_FILE) this.unanchored.push(anchorOf(log, seal));
    return seal.covers === atOnce;
  }

  private async anchor(): Promise<void> {
    const { SEAL_ANCHOR_FILE: path } = this.config;
    const lines = this.unanchored.splice(0);
    if (!path || lines.length === 0) return;
    try {
      // What a full disk or a power cut left of an earlier line stays on a line of its own, and is no anchor.
      await appendFile(path, `${this.endsWhole ? '' : '\n'}${lines.join('\n')}\n`);
      this.endsWhole = true;
    } catch (error) {
      this.endsWhole = false;
      // The newest covers those before it.
      this.unanchored = [...lines, ...this.unanchored].slice(-mostUnanchored);
      throw error;
    }
  }

  private async next(tx: Tx, sealed: SealedLog): Promise<Link | undefined> {
    const { log } = sealed;
    const turn = await row<{ mine: boolean }>(tx, `select pg_try_advisory_xact_lock(hashtext('event seals')) as mine`);
    // Somebody else is sealing; what they do not see yet is for the next minute.
    if (!turn?.mine) return undefined;
    const last = await row<Link>(
      tx,
      `select ${linkColumns} from seal l where l.log = $1 order by l.number desc limit 1`,
      [log],
    );
    const now = this.clock.now();
    const unsealed = await rows<Unsealed>(
      tx,
      `
        select t.id, t.at, ${rowHash(sealed)} as hash
        from (
          select t.*
          from ${log} t
          where ($1::timestamptz is null or t.at >= $1)
            and not exists (select from sealed s where s.log = '${log}' and s.row_id = t.id)
          order by t.at, t.id
          limit ${atOnce}
        ) t
        order by t.id`,
      [sealedPast(last, now)],
    );
    if (unsealed.length === 0) return undefined;
    const newest = Math.max(...unsealed.map(({ at }) => at.getTime()));
    const unsigned = {
      number: (last?.number ?? 0) + 1,
      previous: last?.hash ?? beginning,
      covers: unsealed.length,
      through: new Date(unsealed.length < atOnce ? now : Math.min(newest, now.getTime())).toISOString(),
      sealedAt: now.toISOString(),
    };
    const seal = { ...unsigned, hash: hashOf(unsigned, unsealed.map(leafOf)) };
    await insertRow(tx, Seal, { ...seal, log, through: new Date(seal.through), sealedAt: now });
    await insertRows(
      tx,
      Sealed,
      unsealed.map(({ id, at, hash }) => ({ log, rowId: id, seal: seal.number, at, hash })),
    );
    return seal;
  }
}
