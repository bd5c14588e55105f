import { aFuzzedCollege } from './fuzzed-college.js';

// A fresh college each, since whoever was erased or signed out says nothing more.
const colleges = Array.from({ length: 20 }, (_, nth) => nth + 1);

test.each(colleges)(
  'a hundred thousand odd requests give no fault, no hang, and break no promise: college %i of 20',
  () => aFuzzedCollege(5_000),
  600_000,
);
