import type { Template } from './template.js';

export const requestDeclined: Template = {
  subject: 'An answer for you',
  preview: 'Sign in to see what else there is.',
  text: 'What you asked for is not possible this time, and we are sorry. Sign in to see what else there is, or get in touch whenever it suits you.',
};
