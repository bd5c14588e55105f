import { aFuzzedCollege } from './fuzzed-college.js';

test.each([
  [['nobody', 'learner', 'facilitator', 'panel_member']],
  [['coordinator', 'administrator', 'analyst']],
] as const)(
  '1,500 odd requests of each give no fault, no hang, take nothing that the document refuses, and break no promise: %j',
  (askers) => aFuzzedCollege(1_500, ...askers),
  600_000,
);
