import type { Template } from './template.js';

export const offerExpired: Template = {
  subject: 'Passed on',
  preview: 'There is nothing that you need to do.',
  text: 'What was kept for you has gone to the next person, since the time to answer was over. That is no problem: you may ask again whenever you like.',
};
