import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  certification_recorded: { status: 409, title: 'Recorded already', detail: 'A certification with this number is on record already. A renewal is added to it as a new period.' },
  certification_periods_overlap: { status: 409, title: 'These periods overlap', detail: 'Another period of this certification covers part of this time. Please check both dates.' },
  period_ends_before_start: { status: 422, title: 'The end comes before the start', detail: 'Please check the first and the last day.' },
  period_verified: { status: 409, title: 'Verified already', detail: 'Somebody has checked this period already; there is nothing left to do.' },
  self_verified: { status: 403, title: 'Somebody else has to check this', detail: 'Nobody verifies a certification of their own. Please ask another coordinator.' },
});

declareConstraints({
  certification_once: 'certification_recorded',
  certification_period_apart: 'certification_periods_overlap',
  certification_period_in_order: 'period_ends_before_start',
  certification_period_verified_by_another: 'self_verified',
});
