import type { Template } from './template.js';

export const placeReleased: Template = {
  subject: 'Your place',
  preview: 'There is nothing that you need to do.',
  text: 'The place that was kept for you has gone to somebody else. That is no judgement: you may ask again whenever you like, and you are welcome to get in touch.',
};
