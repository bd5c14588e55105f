import type { Role } from '../../platform/actor.js';

/** Who opens the record of a person: their chosen name and what they are here. */
export const opensPeople = ['coordinator', 'administrator'] as const satisfies readonly Role[];
