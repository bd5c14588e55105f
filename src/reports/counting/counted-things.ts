import { activityThings } from './activity.queries.js';
import { certificationThings } from './certification.queries.js';
import { ceuThings } from './ceu.queries.js';
import { coProductionThings } from './co-production.queries.js';
import type { ThingWithStatement } from './counted-thing.js';
import { experienceThings } from './experience.queries.js';
import { outcomeThings } from './outcomes.queries.js';

/** Everything that is counted. Under its key its counts are kept, and what of them was hidden. */
export const countedThings = {
  ...activityThings,
  ...coProductionThings,
  ...experienceThings,
  ...outcomeThings,
  ...ceuThings,
  ...certificationThings,
} as const satisfies Record<string, ThingWithStatement>;

export type CountedThingKey = keyof typeof countedThings;
