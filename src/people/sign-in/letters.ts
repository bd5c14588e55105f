import { textOf } from '../../catalogues/catalogues.js';
import type { Letter } from '../../platform/mail/mailer.js';

/**
 * The letter that carries a secret to the owner of an address, the same whatever was asked for and whoever has the
 * address (BR-214). Like every message it is neutral (BR-145).
 */
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
