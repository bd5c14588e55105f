import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const reportsRefusals = declareRefusals({
  period_unknown: [400, 'period'],
  period_not_closed: [400, 'period'],
  dimension_not_allowed: [400, 'by'],
  period_cuts_published: [422, 'period'],
  report_kept: 409,
});

declareConstraints({
  report_only_grows: reportsRefusals.report_kept,
  report_part_only_grows: reportsRefusals.report_kept,
});
