import type { Template } from './template.js';

export const emergencyContactUsed: Template = {
  subject: 'Please look at this',
  preview: 'Somebody on the team opened something.',
  text: 'Somebody on the team opened something that is kept for when a person is in danger. Sign in to see that it was right.',
};
