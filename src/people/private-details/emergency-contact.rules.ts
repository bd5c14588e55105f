/** The limits of confidence: the only reasons for which somebody else may be called (BR-150). */
export const limitsOfConfidence = ['harm_to_self', 'harm_to_others', 'child', 'illegal'] as const;
export type LimitOfConfidence = (typeof limitsOfConfidence)[number];

/** Undefined for every other reason, such as a reminder, an absence or a debt (BR-151). */
export const limitOf = (reason: string): LimitOfConfidence | undefined =>
  limitsOfConfidence.find((limit) => limit === reason);
