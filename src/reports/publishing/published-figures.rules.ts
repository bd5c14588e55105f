import type { Policy } from '../../college/policy.dto.js';
import type { GroupValues } from '../counting/counted-thing.js';
import type { Dimension, Division } from '../counting/divisions.rules.js';
import type { FigureSuppression } from '../figure-table/figure-suppression.rules.js';
import type { FigureTable, Group } from '../figure-table/figure-table.js';
import type { Figure } from '../figures.js';
import { type HiddenReason, hiddenReason, type PeopleHidden } from './hidden-reasons.rules.js';

export const remarks = [
  'hidden',
  'too_few_for_percentage',
  'too_few_to_report',
  'indicative',
  'by_instrument_only',
] as const;
export type Remark = (typeof remarks)[number];

/** One figure about one group, as it is published: what is hidden is not in it. */
export interface PublishedFigure {
  key: string;
  by: readonly Dimension[];
  group: GroupValues;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  remark: Remark | null;
  /** Where it is hidden. */
  reason?: HiddenReason;
}

type Limits = Pick<Policy, 'reportPercentDenominator' | 'measureGroupMinimum' | 'measureIndicativeBelow'>;

/**
 * Every figure of a counted thing, for every group that there is. A percentage is made of what is shown, and tells
 * nothing beyond it (BR-167).
 */
export const publishedFigures = (
  figures: readonly Figure[],
  table: FigureTable,
  suppression: FigureSuppression,
  policy: Limits,
  people: PeopleHidden,
): PublishedFigure[] =>
  table.groups
    .filter(({ division }) => !suppression.leftOut.has(division))
    .flatMap((group) =>
      figures.map((figure) => publishedFigure(figure, group, { table, suppression, policy, people })),
    );

function publishedFigure(
  figure: Figure,
  group: Group,
  {
    table,
    suppression,
    policy,
    people,
  }: { table: FigureTable; suppression: FigureSuppression; policy: Limits; people: PeopleHidden },
): PublishedFigure {
  const cellOf = (name: string) => table.cell(table.time.current, name, group);
  const read = (name: string): number | null => {
    const cell = cellOf(name);
    return cell && suppression.hidden.has(cell) ? null : (cell?.value ?? 0);
  };
  const numerator = read(figure.numerator);
  const denominator = figure.denominator === undefined ? null : read(figure.denominator);
  const amount = cellOf(figure.numerator)?.amount ?? 0;
  const base = { key: figure.key, by: group.division, group: group.values, numerator, denominator };
  const names = figure.denominator === undefined ? [figure.numerator] : [figure.numerator, figure.denominator];
  const hidden = names.filter((name) => read(name) === null);
  if (numerator === null || hidden.length > 0)
    return { ...base, value: null, remark: 'hidden', reason: hiddenReason(table, group, hidden, people) };
  switch (figure.measure) {
    case 'count':
      return { ...base, value: numerator, remark: null };
    case 'hours':
      return { ...base, value: Math.round(amount / 60), remark: null };
    case 'percent':
      return (denominator ?? 0) < policy.reportPercentDenominator
        ? { ...base, value: null, remark: 'too_few_for_percentage' }
        : { ...base, value: percentage(numerator, denominator ?? 0), remark: null };
    case 'mean_change':
      return { ...base, ...meanChange(numerator, amount, group.division, policy) };
  }
}

/** Change is told of one instrument, of those who filled it in alike, and of enough people (BR-82, BR-83, BR-172). */
function meanChange(
  people: number,
  sum: number,
  by: Division,
  policy: Limits,
): Pick<PublishedFigure, 'value' | 'remark'> {
  if (!by.includes('instrument') || !by.includes('completedBy')) return { value: null, remark: 'by_instrument_only' };
  if (people < policy.measureGroupMinimum) return { value: null, remark: 'too_few_to_report' };
  return {
    value: Math.round((100 * sum) / people) / 100,
    remark: people < policy.measureIndicativeBelow ? 'indicative' : null,
  };
}

/** A whole number where the denominator is less than 100, else with one decimal. */
export const percentage = (numerator: number, denominator: number): number =>
  denominator < 100 ? Math.round((100 * numerator) / denominator) : Math.round((1000 * numerator) / denominator) / 10;
