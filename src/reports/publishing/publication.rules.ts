import type { Policy } from '../../college/policy.dto.js';
import type { CountedRow, CountedThing } from '../counting/counted-thing.js';
import { divisionName } from '../counting/divisions.rules.js';
import { figureSuppression } from '../figure-table/figure-suppression.rules.js';
import { FigureTable } from '../figure-table/figure-table.js';
import type { PeriodInParts, PublishedPeriod } from '../figure-table/time-slices.js';
import type { Figure } from '../figures.js';
import type { Deadline } from '../suppression/deadline.js';
import { decidedTogether } from './linked-things.rules.js';
import { type PublishedFigure, publishedFigures } from './published-figures.rules.js';

/** A counted thing with its counts, the periods in which it is told, and the figures that are made of it. */
export interface ThingToPublish {
  thing: CountedThing;
  /** Periods that were published before and have days in common. */
  earlier: PublishedPeriod[];
  /** The period that is published now. */
  current: PeriodInParts;
  rows: CountedRow[];
  figures: Figure[];
}

/** Everything that is to be published about a period. */
export interface ToPublish {
  policy: Pick<
    Policy,
    'reportSmallNumber' | 'reportPercentDenominator' | 'measureGroupMinimum' | 'measureIndicativeBelow'
  >;
  things: ThingToPublish[];
}

export interface Publication {
  /** By counted thing: what stays hidden, by stored names. */
  hidden: Record<string, string[]>;
  figures: PublishedFigure[];
  /** Figures by divisions that are left out whole. */
  leftOut: { key: string; by: string }[];
}

/**
 * Decides what is hidden and what is told. What is decided together takes its share of the time at most; what cannot be
 * decided in it is left out.
 */
export function publicationOf({ policy, things }: ToPublish, deadline: Deadline): Publication {
  const publication: Publication = { hidden: {}, figures: [], leftOut: [] };
  const alsoHidden = new Set<string>();
  const people = { groups: new Set<string>(), divisions: new Set<string>() };
  const together = decidedTogether(things);
  together.forEach(({ thing, earlier, current, rows, of }, index) => {
    const table = new FigureTable(thing, earlier, current, rows);
    const suppression = figureSuppression(
      table,
      { threshold: policy.reportSmallNumber, alsoHidden },
      deadline.firstOf(together.length - index),
    );
    const hidden = [...suppression.hidden];
    for (const { thing: own, figures } of of) {
      const names = [...own.outcomes, ...Object.keys(own.sums)];
      publication.hidden[own.key] = hidden
        .filter(({ name }) => names.includes(name))
        .map(({ storedName }) => storedName)
        .sort();
      publication.leftOut.push(
        ...figures.flatMap(({ key }) => [...suppression.leftOut].map((by) => ({ key, by: divisionName(by) }))),
      );
      publication.figures.push(...publishedFigures(figures, table, suppression, policy, people));
    }
    if (hidesItsGroups.has(thing.key)) {
      for (const { group } of hidden) alsoHidden.add(group.key);
      for (const by of suppression.leftOut) people.divisions.add(divisionName(by));
      for (const { group } of hidden) if (!suppression.leftOut.has(group.division)) people.groups.add(group.key);
    }
  });
  return publication;
}

/** Learners are never more than places or enrolments: what hides the people hides with them what they did. */
const hidesItsGroups: ReadonlySet<string> = new Set(['learners', 'awards']);
