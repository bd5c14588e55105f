import { declareRefusals } from '../platform/errors/refusal.js';

export const refuse = declareRefusals({
  join_window_closed: {
    status: 403,
    title: 'Not the time to join',
    detail: 'You can join from {minutes} minutes before the session until it ends. Please come back then.',
  },
  no_join_link: {
    status: 404,
    title: 'No link here',
    detail: 'This session has no link to join. Please look at where it takes place.',
  },
  roster_closed: {
    status: 403,
    title: 'The roster is closed',
    detail: 'The roster is open from {days} days before the first session until {days} days after the last.',
  },
});
