/** The college's own two items; everybody may leave out either. */
export const evaluationItems = ['more_hopeful', 'gained_skills'] as const;
export type EvaluationItem = (typeof evaluationItems)[number];

/** The form that the items above make up. */
export const evaluationForm = 1;
