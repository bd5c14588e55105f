import { aFuzzedCollege } from './fuzzed-college.js';

test('a hundred thousand odd requests give no fault, no hang, and break no promise', () => aFuzzedCollege(100_000), 1_800_000);
