import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  closure_day_exists: {
    status: 409,
    title: 'Closed already',
    detail: 'This day is a closure day already; there is nothing left to do.',
  },
  charter_version_falls: {
    status: 422,
    title: 'The charter only moves forward',
    detail: 'The charter version can rise, not fall. It is {version} now.',
  },
});

declareConstraints({ closure_day_once: 'closure_day_exists' });
