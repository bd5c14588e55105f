import type { SchemeExampleDto } from '../scheme.dto.js';
import fixedDay from './first-of-september-of-odd-years.json' with { type: 'json' };
import longPractice from './two-thousand-hours-in-five-years.json' with { type: 'json' };
import thirtySixHours from './thirty-six-hours-by-category.json' with { type: 'json' };
import twentyHours from './twenty-hours-every-two-years.json' with { type: 'json' };

/** Terms modelled on schemes in use. They are data: a college copies one and changes it. */
export const examples: readonly SchemeExampleDto[] = [
  twentyHours,
  thirtySixHours,
  fixedDay,
  longPractice,
] as SchemeExampleDto[];
