import type { Template } from './template.js';

export const sessionReminder: Template = {
  subject: 'Coming up',
  preview: 'A short reminder.',
  text: 'Something that you booked begins on {time}. Sign in to see where. If you cannot come, you can say so there; no reason is needed.',
};
