import type { Template } from './template.js';

export const secondFactorRemoved: Template = {
  subject: 'Please look at this',
  preview: 'The way you sign in has changed.',
  text: 'The second step of signing in to your account was turned off. If that was not you, sign in, turn it on again, and choose a new password.',
};
