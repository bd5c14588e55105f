import { credentials } from './credentials.invariants.js';
import { discretion } from './discretion.invariants.js';
import { enrolment } from './enrolment.invariants.js';
import type { Invariant } from './invariant.js';
import { people } from './people.invariants.js';
import { restores } from './restores.invariants.js';
import { reports } from './reports.invariants.js';
import { teaching } from './teaching.invariants.js';
import { wishes } from './wishes.invariants.js';

/**
 * Every promise that SQL can check. Add yours where it belongs: one entry, one query, and a damage in the test that it
 * finds.
 */
export const invariants: readonly Invariant[] = [
  ...people,
  ...teaching,
  ...enrolment,
  ...credentials,
  ...discretion,
  ...reports,
  ...wishes,
  ...restores,
];
