import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Policy } from '../../college/policy.dto.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/sql.js';
import { refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import type { ThingWithStatement } from '../counting/counted-thing.js';
import { type CountedThingKey, countedThings } from '../counting/counted-things.js';
import { CountingService } from '../counting/counting.service.js';
import { definitionOf, definitionVersion, figures, type ReportKind } from '../figures.js';
import { reportsRefusals } from '../reports.refusals.js';
import { countedParts, type EarlierReport, earlierReportsAround, termsAndYears } from './earlier-reports.queries.js';
import { type Days, partsOf, partsWithin, type Period, sameDays } from './period.rules.js';
import type { Publication, ThingToPublish, ToPublish } from './publication.rules.js';
import { Report } from './report.entity.js';
import type { PublishedFigure } from './published-figures.rules.js';

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

/** What is published about a period, and by which policy. */
interface MadeReport {
  kind: ReportKind;
  period: Period;
  policy: Policy;
  publication: Publication;
}

/**
 * Counts a closed period, decides what stays hidden beside everything that was published before, and keeps the result
 * for ever.
 */
@Injectable()
export class PublishingService {
  constructor(
    private readonly counting: CountingService,
    private readonly clock: Clock,
  ) {}

  /**
   * Publishes the first run of a report; the caller holds the lock under which reports are made one after the other.
   */
  async publish(tx: Tx, kind: ReportKind, period: Period, policy: Policy): Promise<string> {
    const earlier = await earlierReportsAround(tx, kind, period);
    const parts = await partsOfAll(tx, [period, ...earlier]);
    const things: ThingToPublish[] = [];
    for (const key of new Set(figuresOf(kind).map(({ unit }) => unit)))
      things.push(await this.thingToPublish(tx, key, { kind, period, earlier, parts }));
    const publication = await decidedInThread({ policy, things });
    return this.keep(tx, { kind, period, policy, publication });
  }

  private async thingToPublish(
    tx: Tx,
    key: CountedThingKey,
    { kind, period, earlier, parts }: { kind: ReportKind; period: Period; earlier: EarlierReport[]; parts: Days[] },
  ): Promise<ThingToPublish> {
    const thing: ThingWithStatement = countedThings[key];
    const own = { thing, figures: figuresOf(kind).filter(({ unit }) => unit === key) };
    // What stands on a day does not add up over time: nothing is to be subtracted from another period.
    if (thing.over === 'stock')
      return {
        ...own,
        rows: await this.counting.count(tx, thing, [period]),
        earlier: [],
        current: { key: period.key, parts: [0] },
      };
    return {
      ...own,
      rows: await this.counting.count(tx, thing, parts),
      earlier: earlier.map((report) => ({
        key: report.period,
        parts: partsWithin(parts, report),
        hidden: new Set(report.hidden[key]),
        leftOut: new Set(
          report.leftOut.filter((out) => own.figures.some((one) => one.key === out.key)).map(({ by }) => by),
        ),
      })),
      current: { key: period.key, parts: partsWithin(parts, period) },
    };
  }

  private async keep(
    tx: Tx,
    { kind, period, policy, publication: { hidden, figures: published, leftOut } }: MadeReport,
  ): Promise<string> {
    const now = this.clock.now();
    const document: ReportDocument = {
      report: kind,
      period,
      definitionVersion,
      smallestNumber: policy.reportSmallNumber,
      smallestDenominator: policy.reportPercentDenominator,
      madeAt: now.toISOString(),
      definitions: figuresOf(kind).map(({ key, measure }) => ({ key, measure, definition: definitionOf(key) })),
      figures: published,
      leftOut,
    };
    const text = JSON.stringify(document);
    const id = newId();
    await tx.insert(Report, {
      id,
      kind,
      period: period.key,
      label: period.label,
      fromOn: period.from,
      toOn: period.to,
      definitionVersion,
      document: text,
      hidden,
      hash: hash('sha256', text),
      madeAt: now,
    });
    return id;
  }
}

const figuresOf = (kind: ReportKind) => figures.filter(({ report }) => report === kind);

/** All days of these periods, in parts that each term and year has whole or not at all. */
async function partsOfAll(tx: Tx, periods: readonly Days[]): Promise<Days[]> {
  const whole = {
    from: periods.map(({ from }) => from).reduce((a, b) => (a < b ? a : b)),
    to: periods.map(({ to }) => to).reduce((a, b) => (a > b ? a : b)),
  };
  const counted = await countedParts(tx, whole);
  const borders = [...periods, ...(await termsAndYears(tx, whole))];
  const found: Days[] = [];
  for (const period of periods) {
    const parts = partsOf(period, borders, counted);
    if (!parts) throw refuse(reportsRefusals.period_cuts_published);
    found.push(...parts.filter((part) => !found.some((known) => sameDays(known, part))));
  }
  return found.sort((a, b) => a.from.localeCompare(b.from));
}

/**
 * Deciding what hides can take seconds of a processor, in which others are to be answered: it has a thread of its own.
 */
function decidedInThread(workerData: ToPublish): Promise<Publication> {
  const thread = new Worker(new URL('./publication.thread.js', import.meta.url), { workerData });
  return new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
}
