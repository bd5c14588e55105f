import type { Division } from '../counting/divisions.rules.js';
import type { FigureCell, FigureTable, Group } from './figure-table.js';
import { contains, type TimeSlice } from './time-slices.js';

/** The value of the whole is the sum of the values of the parts. */
export interface FigureSum {
  whole: FigureCell;
  parts: readonly FigureCell[];
}

/**
 * Everything that adds up to something else in a table: over time, over outcomes, and over groups. Where somebody counts
 * in one group at first and in another later, what would have to be of both adds up no more.
 */
export function sumsOf(table: FigureTable): FigureSum[] {
  const sums = [...sumsOverTime(table), ...sumsOverOutcomes(table), ...sumsOfTheSame(table), ...sumsOverGroups(table)];
  return table.someChange ? sums.filter(addsUp) : sums;
}

/** Whether everybody in the whole is in one of the parts, and in one alone. */
function addsUp({ whole, parts }: FigureSum): boolean {
  const members = parts.flatMap((part) => part.members);
  const each = new Set(members);
  return (
    each.size === members.length && each.size === whole.members.length && whole.members.every((one) => each.has(one))
  );
}

/** A sum, without those of its parts of which nothing was counted; none where nothing was counted at all. */
function sumOf(whole: FigureCell | undefined, parts: readonly (FigureCell | undefined)[]): FigureSum[] {
  return whole ? [{ whole, parts: parts.filter((part) => part !== undefined) }] : [];
}

/** A period is the sum of its exact slices; so is a difference; a longer period is a shorter one and the difference. */
function sumsOverTime(table: FigureTable): FigureSum[] {
  const { exact, periods, differences } = table.time;
  const adds = (whole: TimeSlice, parts: readonly TimeSlice[]): FigureSum[] =>
    table.groups.flatMap((group) =>
      table.names.flatMap((name) =>
        sumOf(
          table.cell(whole, name, group),
          parts.map((part) => table.cell(part, name, group)),
        ),
      ),
    );
  return [
    ...periods.flatMap((period) =>
      adds(
        period,
        exact.filter(({ parts }) => contains(period, parts)),
      ),
    ),
    ...differences.flatMap((difference) => [
      ...adds(
        difference,
        exact.filter(({ parts }) => contains(difference, parts)),
      ),
      ...adds(difference.longer, [difference.shorter, difference]),
    ]),
  ];
}

/** What was expected is what was attended and what was not. */
const sumsOverOutcomes = (table: FigureTable): FigureSum[] =>
  Object.entries(table.thing.sums).flatMap(([name, outcomes]) =>
    table.time.all.flatMap((slice) =>
      table.groups.flatMap((group) =>
        sumOf(
          table.cell(slice, name, group),
          outcomes.map((outcome) => table.cell(slice, outcome, group)),
        ),
      ),
    ),
  );

/** Who came is who started, where both are counted of the same people. */
const sumsOfTheSame = (table: FigureTable): FigureSum[] =>
  Object.entries(table.thing.mayBeSame ?? {}).flatMap(([name, others]) =>
    table.time.all.flatMap((slice) =>
      table.groups.flatMap((group) =>
        sumOf(
          table.cell(slice, name, group),
          others.map((other) => table.cell(slice, other, group)),
        ).filter(areTheSame),
      ),
    ),
  );

function areTheSame({ whole, parts }: FigureSum): boolean {
  const members = new Set(parts.flatMap((part) => part.members));
  return members.size === whole.members.length && whole.members.every((member) => members.has(member));
}

/** Everybody online is everybody online and public, and everybody online and staff. */
function sumsOverGroups(table: FigureTable): FigureSum[] {
  const divided = dividedGroups(table);
  return table.time.all.flatMap((slice) =>
    table.names.flatMap((name) =>
      divided.flatMap(({ whole, parts }) =>
        sumOf(
          table.cell(slice, name, whole),
          parts.map((part) => table.cell(slice, name, part)),
        ),
      ),
    ),
  );
}

/** Which groups are divided into which: once for each division with one dimension more. */
function dividedGroups(table: FigureTable): { whole: Group; parts: Group[] }[] {
  const found = new Map<Group, Map<Division, Group[]>>();
  for (const part of table.groups) {
    for (const dropped of part.division) {
      const coarser = part.division.filter((dimension) => dimension !== dropped);
      const whole = table.groupOf(coarser, part.values);
      const byDivision = found.get(whole) ?? new Map<Division, Group[]>();
      found.set(whole, byDivision);
      byDivision.set(part.division, [...(byDivision.get(part.division) ?? []), part]);
    }
  }
  return [...found].flatMap(([whole, byDivision]) => [...byDivision.values()].map((parts) => ({ whole, parts })));
}
