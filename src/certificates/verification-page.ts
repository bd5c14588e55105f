import { textOf } from '../catalogues/catalogues.js';
import { escaped, htmlPage } from '../platform/text/html-page.js';
import type { Verification } from './certificate.rules.js';

/** The same answer as the JSON, for a person with a telephone in their hand. */
export function verificationPage(status: Verification | undefined): string {
  const sentence = textOf(`pages.verification.${status ?? 'unknown'}.sentence`);
  return htmlPage(textOf(`pages.verification.${status ?? 'unknown'}.heading`), `<p>${escaped(sentence)}</p>`);
}
