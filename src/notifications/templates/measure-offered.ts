import type { Template } from './template.js';

export const measureOffered: Template = {
  subject: 'Some questions, if you like',
  preview: 'Answering is up to you.',
  text: 'There are some questions for you about how you are doing. Whether you answer, until {time}, is up to you. Sign in to look at them, or to say no; both are fine.',
};
