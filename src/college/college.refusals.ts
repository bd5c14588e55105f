import { declareConstraints } from '../platform/errors/database-faults.js';
import { declareRefusals } from '../platform/errors/refusal.js';

export const collegeRefusals = declareRefusals({
  closure_day_exists: 409,
  college_text_unwritten: 404,
  charter_language_unknown: [422, '/charterLanguage'],
  time_zone_unknown: [422, '/timeZone'],
});

declareConstraints({
  closure_day_once: collegeRefusals.closure_day_exists,
  time_zone_known: collegeRefusals.time_zone_unknown,
});
