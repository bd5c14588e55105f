import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { type Days, sameDays } from '../publishing/period.rules.js';
import type { CountedRow, ThingWithStatement } from './counted-thing.js';
import { type Dimension, dimensions } from './divisions.rules.js';
import { firstCountedAt, keepCounts, keptCounts, letGoOfLeavers } from './kept-counts.queries.js';

/**
 * A row as a statement answers it: people with `at`, since they may be in several parts, and with a list of values, one
 * for each; all else with `part`.
 */
type StatementRow = { part?: number; at?: number[]; outcome: string; count: number; amount?: number } & Partial<
  Record<Dimension, string | string[]>
>;

/** Counts what reports are about, in parts of the time. */
@Injectable()
export class CountingService {
  constructor(private readonly clock: Clock) {}

  /**
   * Counts each part once and for all; only people, who may be in several parts, are counted anew, from what was known
   * of each part then; and what stands on a day, such as certificates, is counted as it stands (BR-168).
   */
  async count(tx: Tx, thing: ThingWithStatement, parts: readonly Days[]): Promise<CountedRow[]> {
    switch (thing.over) {
      case 'stock':
        return this.ask(tx, thing, parts);
      case 'person':
        return this.ask(tx, thing, await this.asFirstCounted(tx, parts));
      case 'part':
        return this.countOnce(tx, thing, parts);
    }
  }

  private async countOnce(tx: Tx, thing: ThingWithStatement, parts: readonly Days[]): Promise<CountedRow[]> {
    const kept = await keptCounts(tx, thing.key, parts);
    const missing = parts.filter((part) => !kept.some((days) => sameDays(days, part)));
    const found = missing.length > 0 ? await this.ask(tx, thing, missing) : [];
    const fresh = missing.map((days, index) => ({ ...days, counts: found.filter(({ at }) => at[0] === index) }));
    await keepCounts(tx, thing.key, fresh, this.clock.now());
    await letGoOfLeavers(tx, thing.key, missing);
    return [...kept, ...fresh].flatMap(({ counts, ...days }) =>
      counts.map((each) => ({ ...each, at: [parts.findIndex((part) => sameDays(part, days))] })),
    );
  }

  private async asFirstCounted(tx: Tx, parts: readonly Days[]): Promise<(Days & { asOf: Date })[]> {
    const known = await firstCountedAt(tx, parts);
    const now = this.clock.now();
    return parts.map((part) => ({ ...part, asOf: known.find((days) => sameDays(days, part))?.countedAt ?? now }));
  }

  /** Always in the same order, whatever the plan of the statement. */
  private async ask(tx: Tx, thing: ThingWithStatement, parts: readonly Days[]): Promise<CountedRow[]> {
    const numbered = JSON.stringify(parts.map((part, n) => ({ n, ...part })));
    const days = thing.over === 'stock' ? [] : [firstDay(parts), lastDay(parts)];
    const found = await rows<StatementRow>(tx, thing.statement, [numbered, ...days]);
    return found
      .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
      .map((answered) => countedRow(thing, answered));
  }
}

const firstDay = (parts: readonly Days[]): string => parts.map(({ from }) => from).reduce((a, b) => (a < b ? a : b));
const lastDay = (parts: readonly Days[]): string => parts.map(({ to }) => to).reduce((a, b) => (a > b ? a : b));

function countedRow(
  thing: ThingWithStatement,
  { part, at = [part ?? 0], outcome, count, amount, ...values }: StatementRow,
): CountedRow {
  const valuesIn = at.map((_, index) =>
    Object.fromEntries(
      dimensions
        .filter((dimension) => thing.dimensions.includes(dimension))
        .map((dimension) => [dimension, [values[dimension] ?? ''].flat().at(index) ?? ''] as const),
    ),
  );
  const [first = {}] = valuesIn;
  const changed = valuesIn.some((each) => JSON.stringify(each) !== JSON.stringify(first));
  return { at, values: first, ...(changed && { valuesIn }), outcome, count, ...(amount !== undefined && { amount }) };
}
