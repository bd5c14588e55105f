import { declareRefusals } from '../platform/errors/refusal.js';

export const timetableRefusals = declareRefusals({
  join_window_closed: 403,
  no_join_link: 404,
});
