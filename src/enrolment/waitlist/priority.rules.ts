/** On what a tier may rest. Never on absences, incidents or scores; `time_out` is the one agreed exception (BR-68). */
export const priorityBases = ['standard', 'cancelled_by_college', 'first_course', 'access', 'time_out'] as const;
export type PriorityBasis = (typeof priorityBases)[number];

/** Known, so that they are refused by name. */
export const forbiddenBases = ['dna_history', 'charter_incident', 'measure_score'] as const;

export const isAllowedBasis = (basis: string): basis is PriorityBasis =>
  priorityBases.some((allowed) => allowed === basis);

/** Why staff move one person between tiers (BR-49). */
export const priorityReasons = ['meets_published_reason', 'no_longer_meets_it', 'correction'] as const;
export type PriorityReason = (typeof priorityReasons)[number];
