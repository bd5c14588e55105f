import { Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { Doer } from '../actor.js';
import { Clock } from '../clock.js';
import { CommitWitness, type Settle } from './commit-witness.js';
import { sqlStateOf } from '../errors/database-faults.js';
import { JsonText } from './json-text.js';
import { traced } from '../tracing/tracing.js';
import { firstTimeOrReplay, rememberEffect } from './idempotency.js';
import { readFrom } from './read-from.js';
import { askPool, poolOf, row, type Tx } from './sql.js';

/** Lost races that are worth another try: serialisation failure and deadlock. */
const raceCodes = new Set(['40001', '40P01']);

/** What changes something is done inside a command or a transaction, with its own manager. */
export type ReadManager = Pick<
  EntityManager,
  'find' | 'findBy' | 'findOne' | 'findOneBy' | 'exists' | 'existsBy' | 'count' | 'countBy'
>;

/** The way to Postgres: commands run in one transaction, reads are single statements outside any. */
@Injectable()
export class Database {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly witness: CommitWitness,
  ) {}

  /**
   * Runs one public command in one READ COMMITTED transaction and answers the id of what it did. Under an
   * Idempotency-Key that has been used before, nothing runs and the id of the earlier effect is answered.
   * Deadlocks and serialisation failures are tried three times; every other error rolls back and is thrown.
   */
  async command(doer: Doer, work: (tx: Tx) => Promise<string>, planning: Planning = {}): Promise<string> {
    return this.transaction(async (tx) => {
      const now = this.clock.now();
      const earlier = await firstTimeOrReplay(tx, doer, now);
      if (earlier !== undefined) return earlier;
      await doer.call.beforeEffect?.();
      const id = await work(tx);
      await rememberEffect(tx, doer, id, now);
      return id;
    }, planning);
  }

  /**
   * Says what a command would do, in a transaction that cannot write. 422 `idempotency_key_reused` for a key under which
   * something was done.
   */
  async tryOut<T>(doer: Doer, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.reading(async (tx) => {
      await firstTimeOrReplay(tx, doer, this.clock.now());
      return work(tx);
    });
  }

  /** Reads that must see what a command sees, in a transaction that cannot write. */
  async reading<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transaction(work, { readOnly: true });
  }

  /** A transaction without a retry key, for jobs and for reads that must see one state. */
  async transaction<T>(
    work: (tx: Tx) => Promise<T>,
    { plannedOnce = false, readOnly = false }: Planning = {},
  ): Promise<T> {
    const begin = `begin${readOnly ? ' read only' : ''}${plannedOnce ? '; set local plan_cache_mode = force_generic_plan' : ''}`;
    for (let attempt = 1; ; attempt++) {
      try {
        return await traced('transaction', () => this.witnessed(begin, work));
      } catch (error) {
        if (attempt === 3 || !isLostRace(error)) throw error;
      }
    }
  }

  /** What stands outside is written last, and taken back where Postgres says that it did not commit. */
  private async witnessed<T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    let settle: Settle | undefined;
    try {
      const answer = await within(this.dataSource, begin, async (tx) => {
        const found = await work(tx);
        settle = await this.witness.before(tx);
        return found;
      });
      await settle?.('kept');
      return answer;
    } catch (error) {
      const state = sqlStateOf(error);
      if (state !== undefined && !saysNothing.test(state)) await settle?.('taken_back');
      throw error;
    }
  }

  /**
   * A transaction that tells Postgres the time, for the triggers that let a row go once its day has come. They hear it
   * nowhere else, and without it let nothing go.
   */
  async datedTransaction<T>(work: (tx: Tx, now: Date) => Promise<T>): Promise<T> {
    return this.transaction(async (tx) => work(tx, await this.tellTime(tx)));
  }

  /** Tells the time to the triggers that write it down, for the rest of a transaction. */
  async tellTime(tx: Tx): Promise<Date> {
    const now = this.clock.now();
    await row(tx, `select set_config('college.now', $1, true)`, [now.toISOString()]);
    return now;
  }

  /**
   * All rows of a constant statement, of the standby where the route may be a moment old. Not for use inside a command:
   * that is `rows(tx, …)`.
   */
  async rows<T extends QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await askPool<T>(readFrom.getStore() ?? poolOf(this.dataSource), text, values)).rows;
  }

  /** The first row of a constant statement, or undefined. */
  async row<T extends QueryResultRow>(text: string, values: unknown[] = []): Promise<T | undefined> {
    return (await this.rows<T>(text, values))[0];
  }

  /** Reads of one table outside any transaction, as TypeORM does them. */
  get manager(): ReadManager {
    return this.dataSource.manager;
  }

  /** The answer of a statement whose only column is JSON text made by Postgres; it is sent as it is. */
  async json(text: string, values: unknown[] = []): Promise<JsonText> {
    const found = await this.row<{ json: string }>(text, values);
    return JsonText.of(found?.json ?? 'null');
  }
}

interface Planning {
  /**
   * Whether PostgreSQL plans each statement once for all values: for what is asked very often, and finds few rows by
   * their keys whoever asks, which was measured. Elsewhere a plan for these values may be many times cheaper (decision 69).
   */
  plannedOnce?: boolean;
  /** Whether PostgreSQL refuses everything that would write. */
  readOnly?: boolean;
}

/** What TypeORM's own transaction does, which begins with no other text. */
async function within<T>(dataSource: DataSource, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(begin);
    // The entity manager asks for it where it locks rows.
    Object.assign(runner, { isTransactionActive: true });
    const answer = await work(runner.manager);
    await runner.query('commit');
    return answer;
  } catch (error) {
    // What cannot be rolled back is broken, and the first error says why.
    await runner.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** A lost connection, a server that stops, or a pooler between says nothing of whether a transaction committed. */
const saysNothing = /^(08|57P|58|40003)/;

const isLostRace = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && raceCodes.has(String(error.code));
