import { Injectable } from '@nestjs/common';
import { textOf } from '../catalogues/catalogues.js';
import { CollegeService } from '../college/college.service.js';
import { dateAt } from '../platform/calendar.js';
import type { Actor } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, giveTime } from '../platform/database/sql.js';
import { refuse } from '../platform/errors/refusal.js';
import { Events } from '../platform/events/events.js';
import { shortPage } from '../platform/http/pagination.js';
import { ShortListQuery } from '../platform/http/page-query.dto.js';
import { type Dimension, divisionsOf } from './counting/divisions.rules.js';
import { countedThings } from './counting/counted-things.js';
import { definitionOf, definitionVersion, figures, type ReportKind, suppression } from './figures.js';
import { type HiddenReason, hiddenReasons, wordsOf } from './publishing/hidden-reasons.rules.js';
import { type Period, reportableFrom, yearOf } from './publishing/period.rules.js';
import { PublishingService, type ReportDocument } from './publishing/publishing.service.js';
import type { DefinitionsDto, ReportDto } from './report.dto.js';
import { Report } from './publishing/report.entity.js';
import { reportsRefusals } from './reports.refusals.js';

type KeptReport = Pick<Report, 'document' | 'hash'>;

/**
 * What the college owes its funders: published once per closed period, and served again as it was ever after (BR-174).
 */
@Injectable()
export class ReportService {
  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
    private readonly publishing: PublishingService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** 400 for a period that is not a closed term or year, and for a division that is not offered (BR-168). */
  async one(actor: Actor, kind: ReportKind, wanted: string, by: readonly Dimension[]): Promise<ReportDto> {
    const divided = divisionOffered(kind, by);
    const period = await this.periodOf(wanted);
    const kept = (await this.kept(kind, period)) ?? (await this.firstRun(actor, kind, period));
    return present(kept, divided);
  }

  /** What each figure means, and by what it can be divided. */
  async definitions(page: ShortListQuery): Promise<DefinitionsDto> {
    const { policy } = await this.college.current();
    return {
      version: definitionVersion,
      suppression: suppression(policy.reportSmallNumber),
      ...shortPage(
        figures.map(({ report, key, measure, unit }) => ({
          report,
          key,
          measure,
          definition: definitionOf(key),
          divisions: divisionsOf(countedThings[unit].dimensions),
        })),
        page,
      ),
    };
  }

  private kept(kind: ReportKind, period: Period): Promise<KeptReport | null> {
    return this.database.manager.findOne(Report, {
      select: { document: true, hash: true },
      where: { kind, period: period.key },
    });
  }

  /**
   * Reports are made one after the other, since each hides what the ones before would tell. Whoever comes second gets
   * what the first one made.
   */
  private async firstRun(actor: Actor, kind: ReportKind, period: Period): Promise<KeptReport> {
    const { policy, timeZone } = await this.college.current();
    const from = reportableFrom(period, policy.registerLockDays);
    if (dateAt(this.clock.now(), timeZone) < from)
      throw refuse(reportsRefusals.period_not_closed, { values: { day: from } });
    await this.database.transaction(async (tx) => {
      await giveTime(tx, 60);
      await changed(tx, `select set_config('work_mem', '64MB', true)`);
      await changed(tx, `select pg_advisory_xact_lock(hashtext('reports'))`);
      if (await tx.existsBy(Report, { kind, period: period.key })) return;
      const id = await this.publishing.publish(tx, kind, period, policy);
      await this.events.record(tx, actor, {
        type: 'report.published',
        subjectId: id,
        refs: { kind, period: period.key },
      });
    });
    const made = await this.kept(kind, period);
    if (!made) throw new Error('A report that was made is kept');
    return made;
  }

  private async periodOf(given: string): Promise<Period> {
    const wanted = given.replace(/^(?:year|term):/, '');
    if (/^\d{4}$/.test(wanted)) {
      const known = await this.database.row(
        `
          select 1 as one
          from college
          where exists (select from session where starts_at < make_date($1::integer + 1, 1, 1))
            or exists (select from registration where activated_at < make_date($1::integer + 1, 1, 1))`,
        [wanted],
      );
      if (!known) throw refuse(reportsRefusals.period_unknown);
      return yearOf(wanted);
    }
    const term = await this.database.row<Period>(
      `
        select 'term:' || id as key, name as label, starts_on::text as "from", ends_on::text as "to"
        from term
        where id = $1`,
      [wanted],
    );
    if (!term) throw refuse(reportsRefusals.period_unknown);
    return term;
  }
}

const dimensionWords = ([first = '', second]: readonly string[]): string =>
  second === undefined ? first : textOf('labels.two_dimensions', { first, second });

/** The division in its canonical order. */
function divisionOffered(kind: ReportKind, by: readonly Dimension[]): Dimension[] {
  const offered = figures
    .filter(({ report }) => report === kind)
    .flatMap(({ unit }) => divisionsOf(countedThings[unit].dimensions));
  const found = offered.find(
    (division) => division.length === by.length && division.every((dimension) => by.includes(dimension)),
  );
  if (!found)
    throw refuse(reportsRefusals.dimension_not_allowed, {
      values: {
        allowed: [...new Set(offered.filter(({ length }) => length > 0).map(dimensionWords))].join('; '),
      },
    });
  return found;
}

/** What reports before gave no reason for. */
const earlierReason: HiddenReason = 'small_or_would_tell';

function present({ document, hash }: KeptReport, by: readonly Dimension[]): ReportDto {
  const report = JSON.parse(document) as ReportDocument;
  const definitions = new Map(report.definitions.map((each) => [each.key, each]));
  const rows = report.figures
    .filter((figure) => figure.by.join() === by.join())
    .map((figure) => ({ ...figure, reason: figure.remark === 'hidden' ? (figure.reason ?? earlierReason) : null }));
  const leftOut = report.leftOut.filter((each) => each.by === by.join()).map(({ key }) => key);
  const given = new Set<HiddenReason | null>([
    ...rows.map(({ reason }) => reason),
    leftOut.length > 0 ? 'division_left_out' : null,
  ]);
  return {
    report: report.report,
    period: report.period.key,
    periodLabel: report.period.label,
    from: report.period.from,
    to: report.period.to,
    by: [...by],
    definitionVersion: report.definitionVersion,
    hash,
    madeAt: report.madeAt,
    smallestNumber: report.smallestNumber,
    suppression: suppression(report.smallestNumber),
    smallestDenominator: report.smallestDenominator,
    figures: rows.map(({ key, group, numerator, denominator, value, remark, reason }) => ({
      key,
      measure: definitions.get(key)?.measure ?? 'count',
      definition: definitions.get(key)?.definition ?? '',
      group: by.map((dimension) => ({ dimension, value: group[dimension] ?? '' })),
      numerator,
      denominator,
      value,
      suppressed: remark === 'hidden',
      remark,
      reason,
    })),
    leftOut,
    reasons: hiddenReasons
      .filter((reason) => given.has(reason))
      .map((reason) => ({ reason, ...wordsOf(reason, report.smallestNumber) })),
  };
}
