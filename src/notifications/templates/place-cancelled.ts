import type { Template } from './template.js';

export const placeCancelled: Template = {
  subject: 'Called off',
  preview: 'This is not your doing.',
  text: 'Something that you had booked will not take place. This is not your doing, and we are sorry. Sign in to see what else there is.',
};
