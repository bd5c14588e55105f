import { textOf } from '../../catalogues/catalogues.js';
import type { Letter } from '../../platform/mail/mailer.js';

/** The letters that carry a secret to the owner of an address. Like every message they are neutral (BR-145). */
export const linkLetter = (to: string, secret: string, minutes: number): Letter => ({
  to,
  subject: textOf('letters.code.subject'),
  text: textOf('letters.code.text', { minutes, secret }),
});

export const contactCodeLetter = (to: string, code: string, hours: number): Letter => ({
  to,
  subject: textOf('letters.contact_code.subject'),
  text: textOf('letters.contact_code.text', { hours, code }),
});

export const alreadyKnownLetter = (to: string): Letter => ({
  to,
  subject: textOf('letters.already_known.subject'),
  text: textOf('letters.already_known.text'),
});
