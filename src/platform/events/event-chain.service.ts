import { Injectable } from '@nestjs/common';
import { appendFile } from 'node:fs/promises';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Database } from '../database/database.js';
import { changed, row, rows, type Tx } from '../database/sql.js';
import { Every } from '../jobs/job.decorators.js';
import { beginning, type EventSeal, hashOf, sealColumns, sealedForm, sealedPast } from './event-seal.js';

interface UnsealedEvent {
  id: string;
  at: Date;
  form: string;
}

const atOnce = 1000;

/**
 * Makes the event log tamper-evident, behind the back of the commands that write it. A seal names the events that it
 * covers, and covers only what is committed: what commits later is covered by a later seal, so no place in the chain
 * waits to be filled.
 */
@Injectable()
export class EventChainService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Seals everything that is committed and not sealed yet. */
  @Every('* * * * *', 'seal-events')
  async extendChain(): Promise<void> {
    for (;;) {
      const seal = await this.database.transaction((tx) => this.next(tx));
      if (!seal) return;
      // What a crash leaves out here is covered by the next line.
      if (this.config.SEAL_ANCHOR_FILE) await appendFile(this.config.SEAL_ANCHOR_FILE, `${seal.number} ${seal.hash}\n`);
      if (seal.events < atOnce) return;
    }
  }

  private async next(tx: Tx): Promise<EventSeal | undefined> {
    const turn = await row<{ mine: boolean }>(tx, `select pg_try_advisory_xact_lock(hashtext('event seals')) as mine`);
    // Somebody else is sealing; what they do not see yet is for the next minute.
    if (!turn?.mine) return undefined;
    const last = await row<EventSeal & Record<string, unknown>>(
      tx,
      `select ${sealColumns} from event_seal order by event_seal.number desc limit 1`,
    );
    const now = this.clock.now();
    const events = await rows<UnsealedEvent & Record<string, unknown>>(
      tx,
      `
        select e.id, e.at, ${sealedForm} as form
        from (
          select e.*
          from event e
          where ($1::timestamptz is null or e.at >= $1)
            and not exists (select from event_sealed s where s.event_id = e.id)
          order by e.at, e.id
          limit ${atOnce}
        ) e
        order by e.id`,
      [sealedPast(last, now)],
    );
    if (events.length === 0) return undefined;
    const newest = Math.max(...events.map(({ at }) => at.getTime()));
    const unsigned = {
      number: (last?.number ?? 0) + 1,
      previous: last?.hash ?? beginning,
      events: events.length,
      through: new Date(events.length < atOnce ? now : Math.min(newest, now.getTime())).toISOString(),
      sealedAt: now.toISOString(),
    };
    const seal = {
      ...unsigned,
      hash: hashOf(
        unsigned,
        events.map(({ form }) => form),
      ),
    };
    await changed(
      tx,
      'insert into event_seal (number, previous, hash, events, through, sealed_at) values ($1, $2, $3, $4, $5, $6)',
      [seal.number, seal.previous, seal.hash, seal.events, seal.through, seal.sealedAt],
    );
    await changed(tx, 'insert into event_sealed (event_id, seal) select unnest($1::uuid[]), $2', [
      events.map(({ id }) => id),
      seal.number,
    ]);
    return seal;
  }
}
