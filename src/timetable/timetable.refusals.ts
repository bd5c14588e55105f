import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  join_window_closed: 403,
  no_join_link: 404,
  roster_closed: 403,
});
