import { aFuzzedCollege } from './fuzzed-college.js';

test('thousands of odd requests give no fault, no hang, and break no promise', () => aFuzzedCollege(3_000));
