import { monthsLater } from '../../platform/calendar.js';
import { unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { certificationRefusals } from '../certification.refusals.js';
import type { ContinuingEducationRequirements } from '../schemes/requirements.dto.js';

/** Minutes of one category that the ledger holds for somebody. Each minute stands in one category (BR-99). */
export interface CreditLine {
  awardId: string;
  /** The run, or the event elsewhere. */
  eventKey: string;
  category: string;
  minutes: number;
  creditedOn: string;
  external: boolean;
  selfPaced: boolean;
}

export interface Credits {
  minutes: number;
  categories: Record<string, number>;
}

/**
 * How many minutes count under the terms: what exceeds a maximum does not. Categories that are asked for come first.
 */
export function counted(terms: ContinuingEducationRequirements, lines: CreditLine[]): Credits {
  const categoryOf = new Map(terms.categories.map((category) => [category.code, category]));
  const asked = ({ category }: CreditLine): number => (categoryOf.get(category)?.minMinutes ? 0 : 1);
  let [external, selfPaced] = [terms.externalMaxMinutes ?? Infinity, terms.selfPacedMaxMinutes ?? Infinity];
  const categories: Record<string, number> = {};
  for (const line of [...lines].sort((a, b) => asked(a) - asked(b) || a.creditedOn.localeCompare(b.creditedOn))) {
    const room = (categoryOf.get(line.category)?.maxMinutes ?? Infinity) - (categories[line.category] ?? 0);
    const minutes = Math.max(
      0,
      Math.min(line.minutes, room, line.external ? external : Infinity, line.selfPaced ? selfPaced : Infinity),
    );
    if (line.external) external -= minutes;
    if (line.selfPaced) selfPaced -= minutes;
    categories[line.category] = (categories[line.category] ?? 0) + minutes;
  }
  return { minutes: Object.values(categories).reduce((sum, minutes) => sum + minutes, 0), categories };
}

/** What is missing of the total and of each category; both have to be met (BR-99). */
export function creditsMissing(terms: ContinuingEducationRequirements, { minutes, categories }: Credits): UnmetGate[] {
  return [
    ...(minutes < terms.minutes
      ? [
          unmetCondition(certificationRefusals.credits_short, {
            have: minutes,
            need: terms.minutes,
            missing: terms.minutes - minutes,
          }),
        ]
      : []),
    ...terms.categories.flatMap(({ code, minMinutes = 0 }) => {
      const have = categories[code] ?? 0;
      return have < minMinutes
        ? [
            unmetCondition(certificationRefusals.category_credits_short, {
              category: code.replaceAll('_', ' '),
              have,
              need: minMinutes,
              missing: minMinutes - have,
            }),
          ]
        : [];
    }),
  ];
}

/**
 * Nothing is asked of somebody who was first certified so many months or less before expiry, where the set says so
 * (BR-102).
 */
export const isWaived = (
  { newlyCertifiedWaiverMonths: months }: ContinuingEducationRequirements,
  periods: { validFrom: string; validThrough: string }[],
): boolean => {
  const [first, last] = [periods[0], periods.at(-1)];
  return (
    months !== undefined &&
    first !== undefined &&
    last !== undefined &&
    monthsLater(first.validFrom, months) >= last.validThrough
  );
};

/** What may be carried over from the cycle before: not used then, of the categories allowed, up to the cap (BR-100). */
export function carriedOver(
  { carryOverMaxMinutes: cap = 0, carryOverCategories: allowed = [] }: ContinuingEducationRequirements,
  unused: CreditLine[],
): CreditLine[] {
  let left = cap;
  return unused
    .filter(({ category }) => allowed.includes(category))
    .flatMap((line) => {
      const minutes = Math.min(left, line.minutes);
      left -= minutes;
      return minutes > 0 ? [{ ...line, minutes }] : [];
    });
}

export interface Claim {
  awardId: string;
  category: string;
}

export type Chosen =
  { lines: CreditLine[] } | { refused: 'category_double_count' | 'duplicate_event' | 'credit_outside_cycle' };

/**
 * The lines that somebody puts forward: all that stand, or a choice of them, each once and in the category that the
 * ledger says (BR-99, BR-101).
 */
export function chosen(available: CreditLine[], claims: Claim[] | undefined): Chosen {
  if (!claims) return { lines: available };
  const lines: CreditLine[] = [];
  for (const { awardId, category } of claims) {
    const ofAward = available.filter((line) => line.awardId === awardId);
    const line = ofAward.find((each) => each.category === category);
    if (ofAward.length === 0) return { refused: certificationRefusals.credit_outside_cycle };
    if (!line) return { refused: certificationRefusals.category_double_count };
    if (lines.includes(line)) return { refused: certificationRefusals.duplicate_event };
    lines.push(line);
  }
  return { lines };
}
