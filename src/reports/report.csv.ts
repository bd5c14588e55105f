import { csvOf, headings } from '../platform/csv/csv.js';
import type { ReportDto } from './report.dto.js';

/**
 * A report as a table: one line per figure and group, each with its period, definition and hash, so that a cut-out line
 * still says what it is.
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
        'definition',
        'definition_version',
        'made_at',
        'hash',
      ),
    ],
    report.figures.map((figure) => [
      report.report,
      report.periodLabel,
      report.from,
      report.to,
      ...figure.group.map(({ value }) => value),
      figure.key,
      figure.measure,
      figure.numerator,
      figure.denominator,
      figure.value,
      figure.remark,
      figure.definition,
      report.definitionVersion,
      report.madeAt,
      report.hash,
    ]),
  );
