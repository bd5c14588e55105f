import { csvOf, headings } from '../platform/csv/csv.js';
import type { HiddenReason } from './publishing/hidden-reasons.rules.js';
import type { ReportDto } from './report.dto.js';

/**
 * A report as a table: one line per figure and group, and one for each figure that is left out; each with its period,
 * definition and hash, so that a cut-out line still says what it is.
 */
export const reportTable = (report: ReportDto): string =>
  csvOf(
    [
      ...headings('report', 'period', 'from', 'to'),
      ...report.by,
      ...headings(
        'figure',
        'measure',
        'numerator',
        'denominator',
        'value',
        'remark',
        'reason',
        'why',
        'next',
        'definition',
        'definition_version',
        'made_at',
        'hash',
      ),
    ],
    linesOf(report).map((line) => [
      report.report,
      report.periodLabel,
      report.from,
      report.to,
      ...line.values,
      line.key,
      line.measure,
      line.numerator,
      line.denominator,
      line.value,
      line.remark,
      line.reason,
      ...wordsIn(report, line.reason),
      line.definition,
      report.definitionVersion,
      report.madeAt,
      report.hash,
    ]),
  );

const linesOf = (report: ReportDto) => [
  ...report.figures.map(({ group, ...figure }) => ({ ...figure, values: group.map(({ value }) => value) })),
  ...report.leftOut.map((key) => ({
    key,
    values: report.by.map(() => null),
    measure: null,
    numerator: null,
    denominator: null,
    value: null,
    remark: 'hidden',
    reason: 'division_left_out' as const,
    definition: null,
  })),
];

function wordsIn({ reasons }: ReportDto, reason: HiddenReason | null): (string | null)[] {
  const words = reasons.find((each) => each.reason === reason);
  return [words?.why ?? null, words?.next ?? null];
}
