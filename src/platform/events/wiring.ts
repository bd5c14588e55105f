import type { Declared } from '../discovery/declarations.js';
import type { SaidOfStep } from './event.decorators.js';
import type { StepHook } from './events.js';

/** The hooks of each step, in their declared order; throws where two do not say which comes first. */
export function hooksByStep(found: readonly Declared<SaidOfStep, StepHook>[]): Map<string, StepHook[]> {
  const steps = new Set(found.map(({ said }) => said.step));
  return new Map(
    [...steps].map((step) => [
      step,
      inOrder(
        step,
        found.filter(({ said }) => said.step === step),
      ),
    ]),
  );
}

function inOrder(step: string, hooks: readonly Declared<SaidOfStep, StepHook>[]): StepHook[] {
  const orders = hooks.map(({ said }) => said.order);
  if (hooks.length > 1 && (orders.includes(undefined) || new Set(orders).size < orders.length))
    throw new Error(
      `${hooks.map(({ by }) => by).join(' and ')} answer the step ${step} and do not say in which order: ` +
        `give each an order of its own, as in ('${step}', { order: 1 })`,
    );
  return hooks.toSorted((a, b) => (a.said.order ?? 0) - (b.said.order ?? 0)).map(({ call }) => call);
}
