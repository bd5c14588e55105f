import { refuse } from '../../platform/errors/refusal.js';
import type { RunState } from '../../sessions/runs/run.rules.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';

/** Notices are for a run that goes on: 409 `run_cancelled`, `run_over`. */
export function requireGoingOn(state: RunState): void {
  if (state === 'cancelled') throw refuse(enrolmentRefusals.run_cancelled);
  if (state === 'finished') throw refuse(enrolmentRefusals.run_over);
}

/** Where a copy of a notice stands, so that its text opens nowhere else. */
export const placeOf = (id: string): string => `run_notice text ${id}`;
