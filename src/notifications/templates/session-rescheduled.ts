import type { Template } from './template.js';

export const sessionRescheduled: Template = {
  subject: 'A change of plan',
  preview: 'Sign in to see the new time or place.',
  text: 'The time or place of something that you booked has changed. Sign in to see the new one. If it no longer suits you, you can give your place back there.',
};
