import { type FieldError, fieldError } from '../../platform/errors/refusal.js';

/** A planned session of a course version, as far as a run's sessions hold it. */
export interface PlanToHold {
  order: number;
  title: string;
}

/** A session of a run that was not cancelled. */
export interface SessionToPlan {
  id: string;
  planOrder: number | null;
  /** What it is called now. */
  title: string;
  /** Its start, as the wall at its place shows it. */
  localStart: string;
}

/** Which planned session of the other version a session is to hold; null for none. */
export interface PlanChoice {
  sessionId: string;
  planOrder: number | null;
}

/**
 * Which planned sessions of another version the sessions of a run most likely hold: the one of the same order, else a
 * free one of the same title, else none (BR-176). Somebody confirms it.
 */
export function proposedPlans(sessions: readonly SessionToPlan[], plans: readonly PlanToHold[]): PlanChoice[] {
  const free = new Map(plans.map((plan) => [plan.order, plan]));
  const sameOrder = sessions.map(({ planOrder }) => (planOrder !== null && free.delete(planOrder) ? planOrder : null));
  return sessions.map(({ id, title }, index) => {
    const order = sameOrder[index] ?? [...free.values()].find((plan) => alike(plan.title, title))?.order ?? null;
    if (order !== null) free.delete(order);
    return { sessionId: id, planOrder: order };
  });
}

/** What is wrong with a choice: each session is decided once, and each planned session held at most once (BR-176). */
export function faultsOfPlans(
  choices: readonly PlanChoice[],
  sessions: readonly SessionToPlan[],
  plans: readonly PlanToHold[],
): FieldError[] {
  const known = new Set(sessions.map(({ id }) => id));
  const orders = new Set(plans.map(({ order }) => order));
  const decided = new Set(choices.map(({ sessionId }) => sessionId));
  return [
    ...choices.flatMap(({ sessionId, planOrder }, index) => [
      ...(known.delete(sessionId)
        ? []
        : [
            fieldError('not_a_session_to_decide', 'fields.not_a_session_to_decide', {}, `/sessions/${index}/sessionId`),
          ]),
      ...(planOrder === null || orders.delete(planOrder)
        ? []
        : [fieldError('no_free_plan', 'fields.no_free_plan', { order: planOrder }, `/sessions/${index}/planOrder`)]),
    ]),
    ...sessions
      .filter(({ id }) => !decided.has(id))
      .map(({ id: session, title, localStart }) =>
        fieldError(
          'plan_undecided',
          'fields.plan_undecided',
          { session, title, start: localStart.replace('T', ' ') },
          '/sessions',
        ),
      ),
  ];
}

const alike = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
