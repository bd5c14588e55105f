import type { Template } from './template.js';

export const advisingDeclined: Template = {
  subject: 'An answer for you',
  preview: 'Read it whenever it suits you.',
  text: 'Somebody whom you asked cannot take it on now. It is nothing about you, and you can ask somebody else. Sign in to see more.',
};
