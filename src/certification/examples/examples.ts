import type { SchemeExampleDto } from '../scheme.dto.js';
import fixedDay from './fixed-day.json' with { type: 'json' };
import longPractice from './long-practice.json' with { type: 'json' };
import thirtySixHours from './thirty-six-hours.json' with { type: 'json' };
import twentyHours from './twenty-hours.json' with { type: 'json' };

/** Terms modelled on schemes in use. They are data: a college copies one and changes it. */
export const examples: readonly SchemeExampleDto[] = [
  twentyHours,
  thirtySixHours,
  fixedDay,
  longPractice,
] as SchemeExampleDto[];
