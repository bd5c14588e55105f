import { declareRefusals } from '../platform/errors/refusal.js';

export const notificationsRefusals = declareRefusals({
  task_done_already: 409,
});
