import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  task_done_already: {
    status: 409,
    title: 'Done already',
    detail: 'Somebody has seen to this already; there is nothing left to do.',
  },
});
