/** What a person may be at the college. One person may hold several; incompatible ones are refused when granted. */
export const roles = ['learner', 'facilitator', 'coordinator', 'administrator', 'panel_member', 'analyst'] as const;
export type Role = (typeof roles)[number];
