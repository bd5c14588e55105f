import type { Policy } from '../college/policy.dto.js';
import { type Count, Cube, shareOf, type Span, type Unit } from './cells.rules.js';
import type { Figure } from './figures.js';
import { type PublishedFigure, publishedFigures } from './presentation.rules.js';

/** A unit with its counts and the figures that are made of them. */
export interface UnitToTell {
  unit: Unit;
  spans: Span[];
  counts: Count[];
  figures: Figure[];
}

/** Everything that is to be published about a period. */
export interface ToPublish {
  /** The key of the span that is published now. */
  period: string;
  policy: Pick<
    Policy,
    'reportSmallNumber' | 'reportPercentDenominator' | 'measureGroupMinimum' | 'measureIndicativeBelow'
  >;
  units: UnitToTell[];
}

export interface Publication {
  /** By unit: what stays hidden. */
  hidden: Record<string, string[]>;
  figures: PublishedFigure[];
  /** Figures by divisions that are left out whole. */
  leftOut: { key: string; by: string }[];
}

/**
 * Decides what is hidden and what is told. Each unit takes its share of the milliseconds at most; what cannot be
 * decided in them is left out.
 */
export function publicationOf({ period, policy, units }: ToPublish, milliseconds: number): Publication {
  const end = performance.now() + milliseconds;
  const out: Publication = { hidden: {}, figures: [], leftOut: [] };
  let besides: ReadonlySet<string> = new Set();
  units.forEach(({ unit, spans, counts, figures }, index) => {
    const cube = new Cube(unit, spans, counts);
    const hidden = cube.hiddenIn(
      period,
      policy.reportSmallNumber,
      besides,
      shareOf(end, units.length - index) - performance.now(),
    );
    out.hidden[unit.key] = [...hidden.keys].sort();
    // Learners are never more than places or enrolments: what hides the people hides with them what they did.
    if (hidesItsGroups.has(unit.key))
      besides = new Set([...besides, ...[...hidden.keys].map((each) => each.slice(each.indexOf('|') + 1))]);
    out.leftOut.push(...figures.flatMap(({ key }) => [...hidden.divisions].map((by) => ({ key, by }))));
    out.figures.push(...publishedFigures(figures, cube, period, hidden, policy));
  });
  return out;
}

const hidesItsGroups: ReadonlySet<string> = new Set(['learners', 'awards']);
