import type { Template } from './template.js';

export const contactChangeWaiting: Template = {
  subject: 'Was this you?',
  preview: 'Something waits for your yes.',
  text: 'Somebody, hopefully you, asked to change how you are reached. It waits until {time}. Sign in to say yes, or to take it back; until then nothing changes.',
};
