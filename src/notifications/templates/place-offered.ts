import type { Template } from './template.js';

export const placeOffered: Template = {
  subject: 'Something is kept for you',
  preview: 'Please say yes or no when you can.',
  text: 'What you are waiting for has become free. It is kept for you until {time}. Sign in to take it or to pass it on; both are fine.',
};
