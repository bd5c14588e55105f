import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { LessThanOrEqual } from 'typeorm';
import { later } from '../calendar.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { columnsOf } from '../database/tables.js';
import { Every } from '../jobs/job.decorators.js';
import { KeyFolder } from '../keys/key-folder.js';
import { RateCount } from './rate-count.entity.js';
import type { CountedBy, CountedTry, RateName, Try } from './rates.js';

/** A window that is over, or in which every try was given back, begins anew with this try. */
const countAll = `
  insert into rate_count as c (key, times, ends_at)
  select t.key, 1, t.ends_at
  from unnest($1::bytea[], $2::timestamptz[]) as t (key, ends_at)
  on conflict (key)
  do update set times = case when c.ends_at > $3 and c.times > 0 then c.times + 1 else 1 end,
    ends_at = case when c.ends_at > $3 and c.times > 0 then c.ends_at else excluded.ends_at end
  returning ${columnsOf(RateCount, 'c', 'key', 'times', 'endsAt')}`;

/**
 * Counts what guards passwords, codes and letters exactly, however many processes a college runs. A counter is kept
 * under a keyed hash, whose key is not in the database: nothing in it names anybody. The table is not written ahead:
 * after a crash of Postgres all counts begin anew.
 */
@Injectable()
export class SharedCounts {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyFolder,
    private readonly clock: Clock,
  ) {}

  /** Counts one request in all its buckets: one short statement of its own, before any work. */
  async count(tries: readonly Try[]): Promise<CountedTry[]> {
    if (tries.length === 0) return [];
    const now = this.clock.now();
    const secret = await this.secret();
    const keyed = tries.map((each) => ({ ...each, key: keyOf(secret, each.name, each.rate.by, each.caller) }));
    // In one order, so that two requests never wait for each other.
    const inOrder = keyed.toSorted((one, other) => one.key.compare(other.key));
    const counted = await this.database.rows<RateCount>(countAll, [
      inOrder.map(({ key }) => key),
      inOrder.map(({ rate }) => later(now, rate.seconds * 1_000)),
      now,
    ]);
    const byKey = new Map(counted.map((each) => [each.key.toString('hex'), each]));
    return keyed.map(({ key, ...each }) => {
      const { times = Infinity, endsAt = now } = byKey.get(key.toString('hex')) ?? {};
      return { ...each, count: times, endsIn: Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1_000)) };
    });
  }

  /** A try that succeeded was its owner's: the count, which strangers meet too, is as if it had not been. */
  async giveBack(name: RateName, by: CountedBy, caller: string): Promise<void> {
    await this.database.row('update rate_count set times = times - 1 where key = $1 and times > 0 and ends_at > $2', [
      keyOf(await this.secret(), name, by, caller),
      this.clock.now(),
    ]);
  }

  /** Removes counters whose window is over. */
  @Every('*/5 * * * *', 'forget-old-counts')
  async forgetOld(): Promise<void> {
    await this.database.transaction((tx) => tx.delete(RateCount, { endsAt: LessThanOrEqual(this.clock.now()) }));
  }

  private secret = (): Promise<Buffer> => this.keys.secretFor('limits');
}

const keyOf = (secret: Buffer, ...counter: [RateName, CountedBy, string]): Buffer =>
  createHmac('sha256', secret).update(JSON.stringify(counter)).digest();
