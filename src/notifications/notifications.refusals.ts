import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  task_done_already: 409,
});
