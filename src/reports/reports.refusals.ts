import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  period_unknown: {
    status: 400,
    title: 'There is no such period',
    detail: 'Reports are about a term of the college, by its id, or about a year such as 2026 in which it was open.',
  },
  period_not_closed: {
    status: 400,
    title: 'This period is not closed yet',
    detail: 'It can be reported from {day} on, when it is over and its registers are closed.',
  },
  dimension_not_allowed: {
    status: 400,
    title: 'This division is not offered',
    detail: 'This report can be divided by {allowed}.',
  },
  period_cuts_published: {
    status: 422,
    title: 'This period cannot be told apart',
    detail:
      'It begins or ends inside days that were reported as a whole. Please ask for a period that was planned before, or for the year.',
  },
  report_kept: { status: 409, title: 'A report stays as it is', detail: 'What was published is served as it was.' },
});

declareConstraints({ report_only_grows: 'report_kept', report_part_only_grows: 'report_kept' });
