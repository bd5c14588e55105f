/** The ways in which minutes become credit. Approvals name one; an award keeps the name. */
export const roundingRules = ['iacet_nearest_tenth', 'floor_to_hour', 'hour_from_50_minutes'] as const;
export type RoundingRule = (typeof roundingRules)[number];

const credits: Record<RoundingRule, (minutes: number) => number> = {
  iacet_nearest_tenth: (minutes) => (minutes < 30 ? 0 : Math.floor((2 * minutes + 60) / 120)),
  floor_to_hour: (minutes) => Math.floor(minutes / 60),
  hour_from_50_minutes: (minutes) => Math.floor((minutes + 10) / 60),
};

/**
 * Whole hours of credit, which are the same as tenths of a CEU, for the sum of all minutes of one run. Rounded once,
 * never per session (BR-109).
 */
export const rounded = (rule: RoundingRule, minutes: number): number => credits[rule](minutes);
