import { Counter } from 'prom-client';

// Counted where it happens; the figures of the process take them up.

/** Letters, but those that are confidential. */
export const letters = new Counter({
  name: 'letters_total',
  help: 'Letters given to the mail server or the outbox, by what came of it.',
  labelNames: ['fate'],
  registers: [],
});

/** Whom a refusal met is not told, and those of confidential routes are not counted. */
export const limitRefusals = new Counter({
  name: 'limit_refusals_total',
  help: 'Requests refused by a limit, by its name and what it counts by.',
  labelNames: ['limit', 'by'],
  registers: [],
});
