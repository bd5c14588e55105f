import type { Template } from './template.js';

export const advisingAccepted: Template = {
  subject: 'An answer for you',
  preview: 'It is a good one.',
  text: 'Somebody whom you asked has said yes. Sign in to see who, and to go on together whenever it suits you.',
};
