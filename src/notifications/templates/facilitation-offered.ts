import type { Template } from './template.js';

export const facilitationOffered: Template = {
  subject: 'A question for you',
  preview: 'Please say yes or no when you can.',
  text: 'Somebody would like to plan something together with you. Sign in to see what and when, and to say yes or no.',
};
