import type { Template } from './template.js';

export const advisingAsked: Template = {
  subject: 'A question for you',
  preview: 'Please say yes or no when you can.',
  text: 'Somebody would like you to walk beside them for a while. Sign in to see who it is, and to say yes or no; both are fine.',
};
