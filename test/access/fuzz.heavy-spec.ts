import { fuzzedRoles } from './fuzz.js';
import { aFuzzedCollege } from './fuzzed-college.js';

// A fresh college each, since whoever was erased or signed out says nothing more.
const colleges = fuzzedRoles.flatMap((role) => [1, 2, 3, 4, 5, 6].map((nth) => [role, nth] as const));

test.each(colleges)(
  '30,000 odd requests of each give no fault, no hang, take nothing that the document refuses: %s, college %i of 6',
  (role) => aFuzzedCollege(5_000, role),
  900_000,
);
