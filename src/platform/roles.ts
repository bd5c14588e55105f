/** What a person may be at the college. One person may hold several; incompatible ones are refused when granted. */
export const roles = ['learner', 'facilitator', 'coordinator', 'administrator', 'panel_member', 'analyst'] as const;
export type Role = (typeof roles)[number];

/** Staff see more than their own records: everybody who is more than a learner. */
export const isStaff = (held: Iterable<Role>): boolean => [...held].some((role) => role !== 'learner');
