import type { Template } from './template.js';

export const placeWaitlisted: Template = {
  subject: 'You are on the list',
  preview: 'We tell you when something is free.',
  text: 'Everything is taken at the moment. You are on the list, and we tell you when something becomes free. Sign in to see where you stand.',
};
