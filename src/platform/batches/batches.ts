import { Injectable } from '@nestjs/common';
import type { Actor } from '../actor.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import { insertRow } from '../database/tables.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { AppError, refuse } from '../errors/refusal.js';
import { newId } from '../ids.js';
import type { BatchDto } from './batch.dto.js';
import { Batch } from './batch.entity.js';
import { type FirstRows, type Judged, type KeptRow, mostRows } from './batch.rules.js';

/** One command for many rows, in its two halves. */
export interface ManyRows<Row, Facts> {
  /**
   * Locks, unless it may only look, and decides on each row by what decides on a single one. Writes nothing. A dry run
   * only looks, and so does what asks again before the answer of before is given.
   */
  judge: (tx: Tx, onlyLook: boolean) => Promise<Judged<Row>[] | FirstRows<Row>>;
  /** Writes what passed, where anything did, and answers what is to be said of each, if anything. */
  write: (tx: Tx, passed: [Row, ...Row[]]) => Promise<Facts[] | void>;
  /** What a dry run says of a row that passes. */
  foreseen?: (row: Row) => Facts;
}

/** What became of a batch; a presenter says it of each row in the words of its topic. */
export interface DoneBatch<Facts> extends BatchDto {
  kept: KeptRow<Facts>[];
}

/**
 * Runs one command for many rows (BR-241): refused rows are decided first and named, the rest commit together or not at
 * all, and the same Idempotency-Key gets the same answer (I-56), as long as its sender may still ask.
 */
@Injectable()
export class Batches {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** 422 `batch_too_large` for more rows than a transaction should hold. */
  async run<Row, Facts = never>(actor: Actor, dryRun: boolean, many: ManyRows<Row, Facts>): Promise<DoneBatch<Facts>> {
    if (dryRun) {
      const { judged, more } = await this.database.tryOut(actor, (tx) => judgeAll(tx, many, true));
      return done(null, keptRows(judged, many.foreseen && passedOf(judged).map(many.foreseen)), more);
    }
    const id = await this.database.command(actor, async (tx) => {
      const { judged, more } = await judgeAll(tx, many, false);
      const [first, ...others] = passedOf(judged);
      const facts = first === undefined ? [] : await many.write(tx, [first, ...others]);
      const batchId = newId();
      const rows = keptRows(judged, facts ?? undefined);
      await insertRow(tx, Batch, { id: batchId, personId: actor.personId, at: this.clock.now(), rows, more });
      return batchId;
    });
    if (actor.call.replayed) await this.requireAccess(many);
    const found = await this.database.manager.findOneBy(Batch, { id });
    return done(id, (found?.rows ?? []) as KeptRow<Facts>[], found?.more ?? false);
  }

  /** Whoever may not ask any more reads no answer of before: a dry run says 403 or 404. Whatever else it says is old. */
  private async requireAccess<Row, Facts>({ judge }: ManyRows<Row, Facts>): Promise<void> {
    try {
      await this.database.reading((tx) => judge(tx, true));
    } catch (error) {
      if (!(error instanceof AppError) || ![409, 422].includes(error.status)) throw error;
    }
  }
}

async function judgeAll<Row, Facts>(
  tx: Tx,
  { judge }: ManyRows<Row, Facts>,
  onlyLook: boolean,
): Promise<FirstRows<Row>> {
  const found = await judge(tx, onlyLook);
  const first = Array.isArray(found) ? { judged: found, more: false } : found;
  if (first.judged.length > mostRows) throw refuse(platformRefusals.batch_too_large, { values: { most: mostRows } });
  return first;
}

const passedOf = <Row>(judged: readonly Judged<Row>[]): Row[] =>
  judged.flatMap((each) => ('row' in each ? [each.row] : []));

function keptRows<Row, Facts>(judged: readonly Judged<Row>[], facts: readonly Facts[] = []): KeptRow<Facts>[] {
  const next = facts.values();
  return judged.map((each) => {
    if ('refused' in each) return each;
    const said = next.next();
    return { id: each.id, refused: [], ...(!said.done && { facts: said.value }) };
  });
}

const done = <Facts>(id: string | null, kept: KeptRow<Facts>[], more: boolean): DoneBatch<Facts> => {
  const refused = kept.filter((row) => row.refused.length > 0).length;
  return { id, dryRun: id === null, done: kept.length - refused, refused, more, kept };
};
