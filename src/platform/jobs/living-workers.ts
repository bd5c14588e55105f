import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { keptAlive, watchConnection } from '../database/watched-connection.js';
import { passesByItself } from '../errors/database-faults.js';
import { delayBefore } from './lasting-pool.js';

/** The first half of each lock; the second is the worker's name. */
const locksOfWorkers = 1_785_684_595;
/** How many rounds in a row a job has to be found without a living worker: time to come back after a lost connection. */
const roundsOfGrace = 3;

interface HeldJob {
  /** One attempt at one job. */
  held: string;
  worker: string;
}

/**
 * The workers of this process live as long as it holds their locks, on a connection of its own. Every ten seconds it
 * frees the jobs of workers whose lock nobody holds. No clock is asked: a process that is killed loses its locks at
 * once, and one that falls silent, with its machine or its network, after 30 seconds.
 */
export class LivingWorkers {
  private readonly log = new Logger('Jobs');
  private readonly own = new Set<string>();
  private readonly inHand = new Set<string>();
  private readonly left = new AbortController();
  private suspects = new Map<string, number>();
  private keeping: Promise<void> | undefined;

  /** `forgot` hears of an own worker that holds a job it knows nothing of: the answer that gave it the job was lost. */
  constructor(
    private readonly url: string,
    private readonly forgot: () => void,
    private readonly roundSeconds = 10,
  ) {}

  start(): void {
    this.keeping ??= this.keep();
  }

  async stop(): Promise<void> {
    this.left.abort();
    await this.keeping;
  }

  /** From now on this worker lives, until `end`; known to others after a round at most, well within their patience. */
  begin(worker: string): void {
    this.own.add(worker);
  }

  end(worker: string): void {
    this.own.delete(worker);
  }

  /** An attempt at a job that a worker of this process works on. */
  took(job: { id: string; attempts: number }): void {
    this.inHand.add(`${job.id}:${job.attempts}`);
  }

  private async keep(): Promise<void> {
    for (let tries = 1; !this.left.signal.aborted; tries++) {
      const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 5000, ...keptAlive });
      client.on('error', () => undefined);
      try {
        await client.connect();
        watchConnection(client);
        await client.query(`select set_config('idle_session_timeout', '30s', false)`);
        const locked = new Set<string>();
        while (!this.left.signal.aborted) {
          await this.hold(client, locked);
          await this.freeJobsOfTheGone(client);
          tries = 1;
          await this.rest(this.roundSeconds * 1000);
        }
      } catch (error) {
        if (!passesByItself(error)) this.log.error('Nobody can look which workers are gone', error);
        // An absence counts only where it was seen in each round.
        this.suspects.clear();
        await this.rest(delayBefore(tries, 2_000));
      } finally {
        // A silent server takes no farewell.
        await Promise.race([client.end().catch(() => undefined), pause(1_000, undefined, { ref: false })]);
      }
    }
  }

  private async hold(client: Client, locked: Set<string>): Promise<void> {
    const fresh = [...this.own].filter((worker) => !locked.has(worker));
    const ended = [...locked].filter((worker) => !this.own.has(worker));
    const each = 'from unnest($2::text[]) as worker';
    if (fresh.length > 0)
      await client.query(`select pg_advisory_lock_shared($1, hashtext(worker)) ${each}`, [locksOfWorkers, fresh]);
    if (ended.length > 0)
      await client.query(`select pg_advisory_unlock_shared($1, hashtext(worker)) ${each}`, [locksOfWorkers, ended]);
    for (const worker of fresh) locked.add(worker);
    for (const worker of ended) locked.delete(worker);
  }

  private async freeJobsOfTheGone(client: Client): Promise<void> {
    const known = [...this.inHand];
    const { rows } = await client.query<HeldJob>(
      `
        select j.id || ':' || j.attempts as held, j.locked_by as worker
        from graphile_worker.jobs j
        where j.locked_by = any ($2) or (
          j.locked_by is not null and not exists (
            select
            from pg_locks l
            join pg_database d on d.oid = l.database and d.datname = current_database()
            where l.locktype = 'advisory' and l.objsubid = 2 and l.classid = $1::integer::oid
              and l.objid = hashtext(j.locked_by)::oid
          )
        )`,
      [locksOfWorkers, [...this.own]],
    );
    const all = new Set(rows.map(({ held }) => held));
    for (const attempt of known) if (!all.has(attempt)) this.inHand.delete(attempt);

    const stray = rows.filter(({ held, worker }) => !this.own.has(worker) || !this.inHand.has(held));
    this.suspects = new Map(stray.map(({ held }) => [held, (this.suspects.get(held) ?? 0) + 1]));
    const found = stray.filter(({ held }) => (this.suspects.get(held) ?? 0) >= roundsOfGrace);
    const workers = [...new Set(found.map(({ worker }) => worker))];
    if (workers.some((worker) => this.own.has(worker))) this.forgot();
    const gone = workers.filter((worker) => !this.own.has(worker));
    if (gone.length === 0) return;
    await client.query('select graphile_worker.force_unlock_workers($1)', [gone]);
    this.log.warn(`Jobs in the hands of ${gone.length} worker(s) that are gone came free`);
  }

  private async rest(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.left.signal }).catch(() => undefined);
  }
}
