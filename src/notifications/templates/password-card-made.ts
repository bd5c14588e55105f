import type { Template } from './template.js';

export const passwordCardMade: Template = {
  subject: 'Please look at this',
  preview: 'The way you sign in can be changed.',
  text: 'Somebody on the team made a card with which a new password for your account can be set. If you did not ask for it in person, please tell us.',
};
