import type { DemoCourse } from './demo-course.js';
import { adulting } from './adulting.js';
import { betterBoundaries } from './better-boundaries.js';
import { currentEvents } from './current-events.js';
import { goodNightsSleep } from './good-nights-sleep.js';
import { innerCritic } from './inner-critic.js';
import { procrastination } from './procrastination.js';

/** Six courses that recovery colleges offer; every text is the project's own. */
export const demoCourses: DemoCourse[] = [
  goodNightsSleep,
  adulting,
  betterBoundaries,
  procrastination,
  currentEvents,
  innerCritic,
];
