import { type Cube, cellKey, type Dimension, type Hidden } from './cells.rules.js';
import type { Policy } from '../college/policy.dto.js';
import type { Figure } from './figures.js';

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
  by: Dimension[];
  group: Partial<Record<Dimension, string>>;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  remark: Remark | null;
}

type Limits = Pick<Policy, 'reportPercentDenominator' | 'measureGroupMinimum' | 'measureIndicativeBelow'>;

/**
 * Every figure of a unit, for every group that there is. A percentage is made of what is shown, and tells nothing
 * beyond it (BR-167).
 */
export function publishedFigures(
  figures: readonly Figure[],
  cube: Cube,
  span: string,
  hidden: Hidden,
  policy: Limits,
): PublishedFigure[] {
  const groups = new Map<string, { by: Dimension[]; values: PublishedFigure['group'] }>([
    ['[]', { by: [], values: {} }],
    ...cube.groups,
  ]);
  return [...groups]
    .filter(([, { by }]) => !hidden.divisions.has(by.join()))
    .flatMap(([group, { by, values }]) => {
      const read = (name: string): number | null =>
        hidden.keys.has(`${name}|${group}`) ? null : (cube.counts.get(cellKey(span, name, group)) ?? 0);
      return figures.map((figure): PublishedFigure => {
        const [numerator, denominator] = [
          read(figure.numerator),
          figure.denominator === undefined ? null : read(figure.denominator),
        ];
        const base = { key: figure.key, by, group: values, numerator, denominator };
        if (numerator === null || (figure.denominator !== undefined && denominator === null))
          return { ...base, value: null, remark: 'hidden' };
        switch (figure.measure) {
          case 'count':
            return { ...base, value: numerator, remark: null };
          case 'hours':
            return {
              ...base,
              value: Math.round((cube.amounts.get(cellKey(span, figure.numerator, group)) ?? 0) / 60),
              remark: null,
            };
          case 'percent':
            return (denominator ?? 0) < policy.reportPercentDenominator
              ? { ...base, value: null, remark: 'too_few_for_percentage' }
              : { ...base, value: percentage(numerator, denominator ?? 0), remark: null };
          case 'mean_change':
            return {
              ...base,
              ...meanChange(numerator, cube.amounts.get(cellKey(span, figure.numerator, group)) ?? 0, by, policy),
            };
        }
      });
    });
}

/** Change is told of one instrument, of those who filled it in alike, and of enough people (BR-82, BR-83, BR-172). */
function meanChange(
  people: number,
  sum: number,
  by: readonly Dimension[],
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
