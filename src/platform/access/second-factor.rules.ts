import { type Actor, isStaff } from '../actor.js';
import type { Config } from '../config.js';

/** Whether somebody signed in with a password alone whose role sees records of other people. */
export const lacksFactor = (
  { secondFactor }: Pick<Config, 'secondFactor'>,
  { roles, withFactor }: Pick<Actor, 'roles' | 'withFactor'>,
): boolean => secondFactor === 'staff' && !withFactor && isStaff(roles);
