import type { Template } from './template.js';

export const sessionCancelled: Template = {
  subject: 'Not this time',
  preview: 'This is not your doing.',
  text: 'One date that you had booked will not take place. This is not your doing, and we are sorry. Anything else that you booked stays as it is.',
};
