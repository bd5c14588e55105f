import { textNamed } from '../../catalogues/catalogues.js';
import { divisionName } from '../counting/divisions.rules.js';
import type { FigureTable, Group } from '../figure-table/figure-table.js';
import type { PublishedPeriod } from '../figure-table/time-slices.js';

/** Why something is not told; the words stand in the catalogue, as `figures.hidden.<reason>.why` and `.next`. */
export const hiddenReasons = [
  'small_or_would_tell',
  'with_its_people',
  'with_an_earlier_report',
  'division_left_out',
] as const;
export type HiddenReason = (typeof hiddenReasons)[number];

/** Of whom the number of people is hidden, as everybody sees: single groups by their keys, and whole divisions by name. */
export interface PeopleHidden {
  groups: ReadonlySet<string>;
  divisions: ReadonlySet<string>;
}

/**
 * Why a group's numbers of these names are hidden. Made of nothing but what readers see already, which is what is marked
 * as hidden or left out, here and in reports before. So it never says whether a number is small, or protects one that
 * is: this would narrow both (BR-166).
 */
export function hiddenReason(
  table: FigureTable,
  group: Group,
  names: readonly string[],
  people: PeopleHidden,
): HiddenReason {
  const division = divisionName(group.division);
  if (people.groups.has(group.key) || people.divisions.has(division)) return 'with_its_people';
  const isHiddenIn = ({ hidden, leftOut }: PublishedPeriod): boolean =>
    leftOut.has(division) || names.some((name) => hidden.has(table.storedName(name, group)));
  return table.time.periods.some((slice) => slice.kind === 'earlier' && isHiddenIn(slice.period))
    ? 'with_an_earlier_report'
    : 'small_or_would_tell';
}

/** What a reason means, and what may be done. */
export const wordsOf = (reason: HiddenReason, small: number): { why: string; next: string } => ({
  why: textNamed(`figures.hidden.${reason}.why`, { small }),
  next: textNamed(`figures.hidden.${reason}.next`, { small }),
});
