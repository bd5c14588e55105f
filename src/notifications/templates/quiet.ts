import type { Template } from './template.js';

export const quiet: Template = {
  subject: 'A message for you',
  preview: 'Read it whenever it suits you.',
  text: 'There is a message for you. You can see what it is about after signing in, whenever it suits you.',
};
