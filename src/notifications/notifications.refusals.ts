import { declareConstraints } from '../platform/errors/database-faults.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const notificationsRefusals = declareRefusals({
  task_done_already: 409,
  task_taken_already: 409,
  task_answered_elsewhere: 422,
  task_outcome_unfit: [422, '/outcome'],
});

declareConstraints({
  staff_task_done_by_another: platformRefusals.own_record,
  staff_task_taken_by_another: platformRefusals.own_record,
});
