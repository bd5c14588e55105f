import type { Letter } from '../../platform/mail/mailer.js';

/** The letters that carry a secret to the owner of an address. Like every message they are neutral (BR-145). */
export const linkLetter = (to: string, secret: string, minutes: number): Letter => ({
  to,
  subject: 'Your code',
  text: `Somebody, hopefully you, asked for this code. It works once, for ${minutes} minutes:\n\n${secret}\n\nIf it was not you, there is nothing to do.\n`,
});

export const contactCodeLetter = (to: string, code: string, hours: number): Letter => ({
  to,
  subject: 'Your code',
  text: `Somebody, hopefully you, asked to change how you are reached. This code confirms it, once, for ${hours} hours:\n\n${code}\n\nIf it was not you, do not pass it on, and nothing will change.\n`,
});

export const alreadyKnownLetter = (to: string): Letter => ({
  to,
  subject: 'Your request',
  text: 'Somebody, hopefully you, asked for an account again. You can sign in as before, or ask for a new password.\nIf it was not you, there is nothing to do.\n',
});
