import type { Template } from './template.js';

export const certificationEnding: Template = {
  subject: 'A date to keep in mind',
  preview: 'Something of yours can be renewed.',
  text: 'Something that you hold ends before long and can be renewed. Sign in to see what, by when, and what is still missing.',
};
