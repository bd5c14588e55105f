import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { ClientBase, Pool } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseFault, sqlStateOf } from '../errors/database-faults.js';
import { readFrom } from './read-from.js';
import { askPool } from './sql.js';
import { afterLook, isFreshEnough, neverSeen, type ServerFacts } from './standby.rules.js';

/** The connections that reading from a standby takes. The single ones are for looking, so that no crowd keeps it waiting. */
export interface StandbyServers {
  reads: Pool;
  there: Pool;
  here: Pool;
  /** Why a connection to the standby is not what the API promises of each of its own. */
  whyNotSafe: (client: ClientBase) => Promise<string | undefined>;
}

/** Where what may be a moment old is read. */
export const readsFrom = ['standby', 'primary'] as const;
export type ReadsFrom = (typeof readsFrom)[number];

const lookMs = 1_000;
const mostLookMs = 2_000;
/** What was written a moment ago is on its way. */
const catchUpMs = 200;

const look = `
  select pg_is_in_recovery() as follows,
    (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end - '0/0'::pg_lsn)::text as position,
    (select c.system_identifier from pg_control_system() c)
      || '/' || (select d.oid from pg_database d where d.datname = current_database()) as identity`;

/** Nobody waits for an answer of a server that is no longer read. */
class NoLongerRead extends Error {}

/**
 * The streaming standby that READ_DATABASE_URL names, for what may be a moment old. It is looked at each second; while it
 * is away, behind, promoted or not ours, the primary answers, also whoever was waiting for it.
 */
@Injectable()
export class Standby implements OnApplicationShutdown {
  private readonly log = new Logger('Standby');
  private readonly mostMs: number;
  private followed = neverSeen;
  private isSafe = false;
  private isRead = false;
  private isLooking = false;
  private hasEnded = false;
  private said = '';
  private timer?: NodeJS.Timeout;
  private readonly waiting = new Set<(error: Error) => void>();
  private readonly leaving: (() => void)[] = [];
  private count = 0;

  constructor(
    private readonly servers: StandbyServers | undefined,
    mostSeconds: number,
  ) {
    this.mostMs = mostSeconds * 1_000;
  }

  /** From where it is read now; undefined where there is only one place. */
  get reads(): ReadsFrom | undefined {
    if (!this.servers) return undefined;
    return this.mayBeRead ? 'standby' : 'primary';
  }

  /** By how many seconds it is behind at most; undefined where nobody knows. */
  get lagSeconds(): number | undefined {
    const { upTo } = this.followed;
    return upTo === undefined ? undefined : (performance.now() - upTo) / 1_000;
  }

  /** How often the primary answered what the standby was meant to. */
  get fallBacks(): number {
    return this.count;
  }

  /** Looks each second from now on. Until then nothing is read from it. */
  watch(): void {
    if (!this.servers || this.timer) return;
    this.timer = setInterval(() => void this.look(), lookMs).unref();
    void this.look();
  }

  /** Does this each time when it is no longer read. */
  whenLeft(work: () => void): void {
    this.leaving.push(work);
  }

  /**
   * Asks the standby, whose connections all single statements of `there` then use, and where it may not be read or
   * fails, the primary.
   */
  async read<T>(there: () => Promise<T>, here: () => Promise<T>): Promise<T> {
    if (!this.servers) return here();
    if (this.mayBeRead)
      try {
        return await this.whileRead(readFrom.run(this.servers.reads, there));
      } catch (error) {
        if (!(error instanceof NoLongerRead) && !isDatabaseFault(error)) throw error;
      }
    this.count++;
    return here();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.hasEnded = true;
    if (!this.servers) return;
    const { reads, there, here } = this.servers;
    await inTime(Promise.all([reads, there, here].map((pool) => pool.end()))).catch(() => undefined);
  }

  private get mayBeRead(): boolean {
    return this.isRead && isFreshEnough(this.followed, performance.now(), this.mostMs);
  }

  private whileRead<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.add(reject);
      void work.then(resolve, reject).finally(() => this.waiting.delete(reject));
    });
  }

  private async look(): Promise<void> {
    if (!this.servers || this.isLooking) return;
    this.isLooking = true;
    try {
      await this.lookAt(this.servers);
    } catch (error) {
      const state = sqlStateOf(error);
      this.forget(`it ${state === undefined ? 'does not answer' : `refuses to answer (${state})`}`);
    } finally {
      this.isLooking = false;
    }
  }

  private async lookAt({ there, here, whyNotSafe }: StandbyServers): Promise<void> {
    const at = performance.now();
    const [first, primary] = await Promise.all([inTime(factsOf(there)), inTime(factsOf(here)).catch(() => undefined)]);
    let standby = first;
    if (primary && standby.position < primary.position) {
      await pause(catchUpMs);
      standby = await inTime(factsOf(there));
    }
    const found = afterLook(this.followed, { at, here: primary, there: standby }, this.mostMs);
    if (typeof found === 'string') return this.forget(found);
    const unsafe = this.isSafe ? undefined : await inTime(withClient(there, whyNotSafe));
    if (unsafe !== undefined) return this.forget(unsafe);
    this.isSafe = true;
    this.followed = found;
    if (isFreshEnough(found, performance.now(), this.mostMs)) this.use();
    else if (found.isOurs)
      this.leave(`it is more than ${this.mostMs / 1_000} s behind, or the primary does not answer`);
  }

  private use(): void {
    if (!this.isRead) this.log.warn('what may be a moment old is read from the standby');
    this.isRead = true;
    this.said = '';
  }

  /** Whatever comes back has to show again what it is. */
  private forget(why: string): void {
    this.followed = neverSeen;
    this.isSafe = false;
    this.leave(why);
  }

  private leave(why: string): void {
    this.isRead = false;
    for (const giveUp of this.waiting) giveUp(new NoLongerRead());
    for (const work of this.leaving) work();
    if (this.said !== why && !this.hasEnded) this.log.warn(`READ_DATABASE_URL: ${why}. The primary is read instead`);
    this.said = why;
  }
}

async function factsOf(pool: Pool): Promise<ServerFacts> {
  const { rows } = await askPool<Omit<ServerFacts, 'position'> & { position: string }>(pool, look, []);
  if (!rows[0]) throw new Error('The server did not answer');
  return { ...rows[0], position: BigInt(rows[0].position) };
}

async function withClient<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release(true);
  }
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${mostLookMs} ms`)), mostLookMs);
  });
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}
