import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Policy } from '../college/policy.dto.js';
import { Clock } from '../platform/clock.js';
import { changed, rows, type Tx } from '../platform/database/sql.js';
import { newId } from '../platform/ids.js';
import { type Count, type Dimension, dimensions, type Span } from './cells.rules.js';
import { definitionOf, definitionVersion, figures, type ReportKind } from './figures.js';
import { type Days, overlaps, partsOf, type Period, within } from './period.rules.js';
import type { PublishedFigure } from './presentation.rules.js';
import type { Publication, ToPublish, UnitToTell } from './publication.rules.js';
import { refuse } from './reports.refusals.js';
import { type CountedUnit, units } from './units.js';

/** A report as it was published; its hash is that of every byte. */
export interface ReportDocument {
  report: ReportKind;
  period: Period;
  definitionVersion: number;
  smallestNumber: number;
  smallestDenominator: number;
  madeAt: string;
  definitions: { key: string; measure: string; definition: string }[];
  figures: PublishedFigure[];
  leftOut: Publication['leftOut'];
}

interface Earlier extends Days {
  period: string;
  hidden: Record<string, string[]>;
}

interface Made {
  kind: ReportKind;
  period: Period;
  policy: Policy;
  publication: Publication;
}

/** A row of a unit as its statement answers it. */
type Counted = { part?: number; at?: number[]; outcome: string; count: number; amount?: number } & Partial<
  Record<Dimension, string>
>;

/**
 * Counts a closed period, decides what stays hidden beside everything that was published before, and keeps the result
 * for ever.
 */
@Injectable()
export class PublishingService {
  constructor(private readonly clock: Clock) {}

  /**
   * Publishes the first run of a report; the caller holds the lock under which reports are made one after the other.
   */
  async publish(tx: Tx, kind: ReportKind, period: Period, policy: Policy): Promise<string> {
    const earlier = await this.earlierAround(tx, kind, period);
    const cut = await this.cut(tx, [period, ...earlier]);
    const mine = figures.filter(({ report }) => report === kind);
    const toTell: UnitToTell[] = [];
    for (const key of new Set(mine.map(({ unit }) => unit))) {
      const unit: CountedUnit = units[key];
      const stock = unit.over === 'stock';
      toTell.push({
        unit,
        figures: mine.filter((figure) => figure.unit === key),
        counts: await this.count(tx, unit, stock ? [period] : cut),
        spans: stock ? [{ key: period.key, parts: [0] }] : spansOf(period, earlier, cut, key),
      });
    }
    return this.keep(tx, {
      kind,
      period,
      policy,
      publication: await decided({ period: period.key, policy, units: toTell }),
    });
  }

  /** What was published about days that this period, or something published that reaches into it, has in common. */
  private async earlierAround(tx: Tx, kind: ReportKind, period: Days): Promise<Earlier[]> {
    return rows<Earlier>(
      tx,
      `
        with recursive around(from_on, to_on) as (
          select $2::date, $3::date
          union
          select least(r.from_on, a.from_on), greatest(r.to_on, a.to_on)
          from around a
          join report r on r.kind = $1 and r.from_on <= a.to_on and r.to_on >= a.from_on
        )
        select r.period, r.from_on::text as "from", r.to_on::text as "to", r.hidden
        from report r
        where r.kind = $1
          and r.from_on <= (select max(to_on) from around)
          and r.to_on >= (select min(from_on) from around)
        order by r.made_at, r.id`,
      [kind, period.from, period.to],
    );
  }

  /** All these days in pieces that each term and year has whole or not at all. */
  private async cut(tx: Tx, spans: readonly Days[]): Promise<Days[]> {
    const from = spans.map((span) => span.from).sort()[0];
    const to = spans
      .map((span) => span.to)
      .sort()
      .at(-1);
    const counted = await rows<Days>(
      tx,
      `
        select distinct from_on::text as "from", to_on::text as "to"
        from report_part
        where from_on <= $2 and to_on >= $1
        order by 1`,
      [from, to],
    );
    const terms = await rows<Days>(
      tx,
      `select starts_on::text as "from", ends_on::text as "to" from term where starts_on <= $2 and ends_on >= $1`,
      [from, to],
    );
    const years = await rows<Days>(
      tx,
      `
        select y || '-01-01' as "from", y || '-12-31' as "to"
        from generate_series(extract(year from $1::date)::integer, extract(year from $2::date)::integer) y`,
      [from, to],
    );
    const pieces = new Map<string, Days>();
    for (const span of spans) {
      const parts = partsOf(span, [...spans, ...terms, ...years], counted);
      if (!parts) throw refuse('period_cuts_published');
      for (const part of parts) pieces.set(`${part.from}/${part.to}`, part);
    }
    return [...pieces.values()].sort((a, b) => a.from.localeCompare(b.from));
  }

  /**
   * Counts each piece once and for all; only people, who may be in several pieces, are counted anew, from what was
   * known of each piece then.
   */
  private async count(tx: Tx, unit: CountedUnit, cut: readonly Days[]): Promise<Count[]> {
    if (unit.over === 'stock') return presentCounts(unit, await rows<Counted>(tx, unit.rows, [numbered(cut)]));
    if (unit.over === 'person')
      return presentCounts(unit, await rows<Counted>(tx, unit.rows, [numbered(await this.asFirstCounted(tx, cut))]));
    const kept = await rows<Days & { counts: Count[] }>(
      tx,
      `
        select from_on::text as "from", to_on::text as "to", counts
        from report_part
        where unit = $1
          and (from_on, to_on) in (select "from", "to" from json_to_recordset($2) as part("from" date, "to" date))`,
      [unit.key, JSON.stringify(cut)],
    );
    const missing = cut.filter((part) => !kept.some(({ from, to }) => from === part.from && to === part.to));
    const found =
      missing.length > 0 ? presentCounts(unit, await rows<Counted>(tx, unit.rows, [numbered(missing)])) : [];
    const fresh = missing.map((part, index) => ({ ...part, counts: found.filter(({ at }) => at[0] === index) }));
    await changed(
      tx,
      `
        insert into report_part (unit, from_on, to_on, counts, counted_at)
        select $1, "from", "to", counts, $3
        from json_to_recordset($2) as part("from" date, "to" date, counts jsonb)`,
      [unit.key, JSON.stringify(fresh), this.clock.now()],
    );
    return [...kept, ...fresh].flatMap(({ from, to, counts }) =>
      counts.map((each) => ({ ...each, at: [cut.findIndex((part) => part.from === from && part.to === to)] })),
    );
  }

  private async asFirstCounted(tx: Tx, cut: readonly Days[]): Promise<(Days & { asOf: Date })[]> {
    const known = await rows<Days & { asOf: Date }>(
      tx,
      `
        select from_on::text as "from", to_on::text as "to", counted_at as "asOf"
        from report_part
        where unit = 'places'
          and (from_on, to_on) in (select "from", "to" from json_to_recordset($1) as part("from" date, "to" date))`,
      [JSON.stringify(cut)],
    );
    const now = this.clock.now();
    return cut.map((part) => ({
      ...part,
      asOf: known.find(({ from, to }) => from === part.from && to === part.to)?.asOf ?? now,
    }));
  }

  private async keep(
    tx: Tx,
    { kind, period, policy, publication: { hidden, figures: published, leftOut } }: Made,
  ): Promise<string> {
    const now = this.clock.now();
    const document: ReportDocument = {
      report: kind,
      period,
      definitionVersion,
      smallestNumber: policy.reportSmallNumber,
      smallestDenominator: policy.reportPercentDenominator,
      madeAt: now.toISOString(),
      definitions: figures
        .filter(({ report }) => report === kind)
        .map(({ key, measure }) => ({ key, measure, definition: definitionOf(key) })),
      figures: published,
      leftOut,
    };
    const text = JSON.stringify(document);
    const id = newId();
    await changed(
      tx,
      `
        insert into report (
          id, kind, period, label, from_on, to_on, definition_version, document, hidden, hash, made_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        kind,
        period.key,
        period.label,
        period.from,
        period.to,
        definitionVersion,
        text,
        JSON.stringify(hidden),
        hash('sha256', text),
        now,
      ],
    );
    return id;
  }
}

/**
 * Deciding what hides can take seconds of a processor, in which others are to be answered: it has a thread of its own.
 */
function decided(workerData: ToPublish): Promise<Publication> {
  const thread = new Worker(new URL('./publication.thread.js', import.meta.url), { workerData });
  return new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
}

const numbered = (parts: readonly Days[]): string => JSON.stringify(parts.map((part, n) => ({ n, ...part })));

function presentCounts(unit: CountedUnit, found: readonly Counted[]): Count[] {
  const sorted = [...found].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  return sorted.map(({ part, at = [part ?? 0], outcome, count, amount, ...values }) => ({
    at,
    values: Object.fromEntries(
      dimensions
        .filter((dimension) => unit.dimensions.includes(dimension))
        .map((dimension) => [dimension, values[dimension] ?? '']),
    ),
    outcome,
    count,
    ...(amount !== undefined && { amount }),
  }));
}

/** The period that is published now, after those that were published before. */
function spansOf(period: Period, earlier: readonly Earlier[], cut: readonly Days[], unit: string): Span[] {
  const partsIn = (days: Days) =>
    cut.flatMap((part, index) => (within(part, days) && overlaps(part, days) ? [index] : []));
  return [
    ...earlier.map((each): Span => ({ key: each.period, parts: partsIn(each), hidden: new Set(each.hidden[unit]) })),
    { key: period.key, parts: partsIn(period) },
  ];
}
