import type { Template } from './template.js';

export const placeConfirmed: Template = {
  subject: 'Your place is kept',
  preview: 'Sign in to see when and where.',
  text: 'Your place is kept for you. Sign in to see when and where. You can give it back there at any time, without a reason.',
};
