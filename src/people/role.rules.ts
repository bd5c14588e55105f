import type { Role } from '../platform/access/roles.js';

/** Roles that read records of people; an analyst reads figures only and holds none of them. */
const readsPeople: readonly Role[] = ['facilitator', 'coordinator', 'administrator', 'panel_member'];

/** Whether one person may hold both (`domain/contact-and-privacy.md`, Role conflicts). */
export const compatible = (held: Iterable<Role>, wanted: Role): boolean =>
  [...held].every((role) => !(role === 'analyst' && readsPeople.includes(wanted)) && !(wanted === 'analyst' && readsPeople.includes(role)));
