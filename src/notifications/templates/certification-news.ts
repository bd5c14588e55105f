import type { Template } from './template.js';

export const certificationNews: Template = {
  subject: 'Something new for you',
  preview: 'Please have a look when it suits you.',
  text: 'There is news about something that you hold or asked for. Sign in to read it, and to see whether there is a day by which you can answer.',
};
