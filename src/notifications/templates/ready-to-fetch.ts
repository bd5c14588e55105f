import type { Template } from './template.js';

export const readyToFetch: Template = {
  subject: 'What you asked for is ready',
  preview: 'It can be fetched once.',
  text: 'Sign in to fetch what you asked for, within three days. If it was not you who asked, please sign in and choose a new password.',
};
