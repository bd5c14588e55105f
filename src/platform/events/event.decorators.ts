import { Declaration } from '../discovery/declarations.js';
import type { Happening, Reaction, StepHook } from './events.js';

interface SaidOfReaction {
  types: readonly string[];
  nameFor: (type: string) => string;
  when?: When;
}

/** Whether there is anything to do, as far as what happened tells by itself. */
type When = (happening: Happening) => boolean;

export interface SaidOfStep {
  step: string;
  order?: number;
}

export const reactions = new Declaration<SaidOfReaction, Reaction>(
  'event → reaction (after the commit, one job each)',
  ({ types, nameFor }) => types.map((type) => `${type} → ${nameFor(type)}`),
);
export const guards = new Declaration<SaidOfStep, StepHook>(
  'step → guard (before it; may refuse, changes nothing)',
  lineOfStep,
);
export const acts = new Declaration<SaidOfStep, StepHook>(
  'step → act (within it, in the same transaction)',
  lineOfStep,
);

function lineOfStep({ step, order }: SaidOfStep): string[] {
  return [order === undefined ? step : `${step}, ${order}`];
}

/**
 * A reaction to these events, after the commit: one job for each, retried alone. Its name is stable, since jobs that
 * wait in the database carry it; several events may give it a name each. `when` saves the job of what would find
 * nothing to do.
 */
export const On = (
  types: string | readonly string[],
  name: string | ((type: string) => string),
  { when }: { when?: When } = {},
) =>
  reactions.says({
    ...(when && { when }),
    types: typeof types === 'string' ? [types] : types,
    nameFor: typeof name === 'string' ? () => name : name,
  });

/** A guard of the step, in its transaction: it may refuse, and changes nothing. Where there are two, each has an order. */
export const Before = (step: string, { order }: { order?: number } = {}) => guards.says({ step, order });

/** Acts as part of the step, in the same transaction. Where there are two, each has an order. */
export const Within = (step: string, { order }: { order?: number } = {}) => acts.says({ step, order });
