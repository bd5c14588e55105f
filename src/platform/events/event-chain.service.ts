import { Injectable } from '@nestjs/common';
import { appendFile } from 'node:fs/promises';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Database } from '../database/database.js';
import { row, rows, type Tx } from '../database/sql.js';
import { insertRow, insertRows } from '../database/tables.js';
import { Every } from '../jobs/job.decorators.js';
import { type Event, EventSeal, EventSealed } from './event.entity.js';
import { beginning, hashOf, type Seal, sealColumns, sealedForm, sealedPast } from './event-seal.js';

interface UnsealedEvent extends Pick<Event, 'id' | 'at'> {
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

  private async next(tx: Tx): Promise<Seal | undefined> {
    const turn = await row<{ mine: boolean }>(tx, `select pg_try_advisory_xact_lock(hashtext('event seals')) as mine`);
    // Somebody else is sealing; what they do not see yet is for the next minute.
    if (!turn?.mine) return undefined;
    const last = await row<Seal>(tx, `select ${sealColumns} from event_seal l order by l.number desc limit 1`);
    const now = this.clock.now();
    const events = await rows<UnsealedEvent>(
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
    await insertRow(tx, EventSeal, { ...seal, through: new Date(seal.through), sealedAt: now });
    await insertRows(
      tx,
      EventSealed,
      events.map(({ id }) => ({ eventId: id, seal: seal.number })),
    );
    return seal;
  }
}
